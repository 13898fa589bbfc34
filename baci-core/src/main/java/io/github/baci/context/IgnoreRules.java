package io.github.baci.context;

import io.github.baci.api.BaciException;
import io.github.baci.layer.Fingerprint;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The patterns of an ignore file, in order. A path is hit by a pattern if the path or any of its
 * parents matches; the last pattern that hits decides, and {@code !} takes a path in again.
 *
 * <p>As in BuildKit, a pattern is held to a path only where it would change what those before it
 * say: {@code !a} hits nothing where {@code a} is not ignored, and then takes in nothing that an
 * earlier pattern ignores below it.
 */
public final class IgnoreRules {
  /** Rules that ignore nothing. */
  public static final IgnoreRules NONE = new IgnoreRules(List.of(), "");

  /** The line of what stands in no ignore file. */
  private static final int OWN_FILE = 0;

  private final List<IgnorePattern> patterns;
  private final String origin;

  private IgnoreRules(List<IgnorePattern> patterns, String origin) {
    this.patterns = List.copyOf(patterns);
    this.origin = origin;
  }

  /**
   * Reads the text of an ignore file.
   *
   * @param origin the file, for messages
   * @throws BaciException naming origin and line, if a pattern is malformed
   */
  public static IgnoreRules parse(String text, String origin) {
    List<IgnorePattern> patterns = new ArrayList<>();
    for (IgnoreFile.Line line : IgnoreFile.lines(text)) {
      patterns.add(
          compile(
              line.pattern(), line.number(), origin + ":" + line.number() + ":" + line.column()));
    }
    return new IgnoreRules(patterns, origin);
  }

  /**
   * Takes patterns one by one, as {@code --exclude} gives them.
   *
   * @param origin where they stand, for messages
   * @throws BaciException if a pattern is malformed
   */
  public static IgnoreRules of(List<String> patterns, String origin) {
    List<IgnorePattern> compiled = new ArrayList<>();
    for (int i = 0; i < patterns.size(); i++) {
      String pattern = patterns.get(i).strip();
      if (!pattern.isEmpty()) {
        compiled.add(compile(GoPaths.clean(pattern), i + 1, origin));
      }
    }
    return new IgnoreRules(compiled, origin);
  }

  /**
   * Returns these rules and some paths that they cannot take in again.
   *
   * @param paths patterns of what a build writes itself
   */
  public IgnoreRules excluding(List<String> paths) {
    List<IgnorePattern> all = new ArrayList<>(patterns);
    paths.forEach(path -> all.add(compile(path, OWN_FILE, "own files")));
    return new IgnoreRules(all, origin);
  }

  private static IgnorePattern compile(String pattern, int line, String where) {
    if (pattern.equals("!")) {
      throw new BaciException(
          "%s: illegal exclusion pattern: \"!\"; a path must follow the '!'".formatted(where));
    }
    try {
      return new IgnorePattern(pattern, line);
    } catch (GlobSyntaxException e) {
      throw new BaciException(where + ": " + e.getMessage(), e);
    }
  }

  /** Returns whether nothing is ever ignored. */
  public boolean isEmpty() {
    return patterns.isEmpty();
  }

  /** Adds all patterns to what tells something from others. */
  public void addTo(Fingerprint fingerprint) {
    fingerprint.number(patterns.size());
    for (IgnorePattern pattern : patterns) {
      fingerprint.text(pattern.text());
    }
  }

  /** Returns whether any pattern takes a path in again. */
  public boolean hasNegation() {
    return patterns.stream().anyMatch(IgnorePattern::negated);
  }

  /**
   * Returns whether a path is ignored.
   *
   * @param path relative to the root, separated by {@code /}
   */
  public boolean ignores(String path) {
    return deciding(path).map(pattern -> !pattern.negated()).orElse(false);
  }

  /** Returns what ignores a path, with file and line, for messages that begin with "it is". */
  public Optional<String> reason(String path) {
    return deciding(path)
        .filter(pattern -> !pattern.negated())
        .map(
            pattern ->
                pattern.line() == OWN_FILE
                    ? "left out, because builds write it"
                    : "excluded by the pattern '%s' in %s:%d"
                        .formatted(pattern.text(), origin, pattern.line()));
  }

  private Optional<IgnorePattern> deciding(String path) {
    Scope scope = root();
    int slash = path.indexOf('/');
    while (slash >= 0) {
      scope = scope.enter(path.substring(0, slash));
      slash = path.indexOf('/', slash + 1);
    }
    return scope.enter(path).deciding();
  }

  /** Returns the scope of the root directory, from which a walk starts. */
  public Scope root() {
    return new Scope("", new BitSet());
  }

  /** What is known of a directory, so that its children need not look at their parents again. */
  public final class Scope {
    private final String path;
    private final BitSet hit;

    private Scope(String path, BitSet hit) {
      this.path = path;
      this.hit = hit;
    }

    /** Returns the scope of a path whose parent has this scope. */
    public Scope enter(String child) {
      if (patterns.isEmpty()) {
        return this; // as the path is of no use then, and files may be many
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new BaciException("the build was interrupted"); // each path is held to all patterns
      }
      BitSet childHit = hit;
      boolean isShared = true;
      boolean isIgnored = false;
      for (int i = 0; i < patterns.size(); i++) {
        IgnorePattern pattern = patterns.get(i);
        if (!hit.get(i)) {
          if (pattern.negated() != isIgnored || !pattern.hits(child)) {
            continue;
          }
          if (isShared) {
            childHit = (BitSet) hit.clone();
            isShared = false;
          }
          childHit.set(i);
        }
        isIgnored = !pattern.negated();
      }
      return new Scope(child, childHit);
    }

    /** Returns whether the path of this scope is ignored. */
    public boolean ignored() {
      int last = hit.length() - 1;
      return last >= 0 && !patterns.get(last).negated();
    }

    /** Returns whether something below could be taken in although this path is ignored. */
    public boolean mayTakeInBelow() {
      for (int i = 0; i < patterns.size(); i++) {
        if (patterns.get(i).negated() && !hit.get(i) && patterns.get(i).mayHitBelow(path)) {
          return true;
        }
      }
      return false;
    }

    private Optional<IgnorePattern> deciding() {
      return hit.isEmpty() ? Optional.empty() : Optional.of(patterns.get(hit.length() - 1));
    }
  }
}
