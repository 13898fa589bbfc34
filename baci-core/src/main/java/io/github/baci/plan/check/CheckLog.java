package io.github.baci.plan.check;

import io.github.baci.api.BaciException;
import io.github.baci.dockerfile.Origin;
import io.github.baci.dockerfile.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Collects what build checks find and drops what the Dockerfile does not want to hear. Not safe for
 * several threads.
 */
public final class CheckLog {
  private final CheckOptions options;
  private final List<CheckWarning> warnings = new ArrayList<>();

  /** Makes an empty log. */
  public CheckLog(CheckOptions options) {
    this.options = options;
  }

  /** Returns an empty log with the same options. */
  public CheckLog fresh() {
    return new CheckLog(options);
  }

  /** Adds a warning about an instruction as a whole. */
  public void add(CheckRule rule, Origin at, String message) {
    add(rule, at, at.position(), message);
  }

  /**
   * Adds a warning about a word of an instruction.
   *
   * @param word the word as it was written
   */
  public void add(CheckRule rule, Origin at, String word, String message) {
    add(rule, at, at.positionOf(word), message);
  }

  private void add(CheckRule rule, Origin at, Position position, String message) {
    if (options.and(at.comments()).checks(rule)) {
      warnings.add(
          new CheckWarning(
              rule,
              at.file(),
              at.startLine(),
              at.endLine(),
              position.line(),
              position.column(),
              message));
    }
  }

  /** Adds a warning about a line. */
  public void add(CheckRule rule, String file, int line, String message) {
    if (options.checks(rule)) {
      warnings.add(new CheckWarning(rule, file, line, line, line, 1, message));
    }
  }

  /** Returns the warnings in the order in which they came. */
  public List<CheckWarning> warnings() {
    return List.copyOf(warnings);
  }

  /** Returns all warnings without repetition, in the order of the file. */
  public static List<CheckWarning> sorted(Collection<CheckWarning> warnings) {
    return warnings.stream()
        .distinct()
        .sorted(Comparator.comparingInt(CheckWarning::line))
        .toList();
  }

  /** Returns why the build fails, if the Dockerfile wants it to fail on warnings. */
  public Optional<BaciException> failure(Collection<CheckWarning> found) {
    return options.error() && !found.isEmpty() ? Optional.of(violation(found)) : Optional.empty();
  }

  /** Returns what ends a build because of warnings. */
  public static BaciException violation(Collection<CheckWarning> found) {
    String rules =
        found.stream()
            .map(w -> w.rule().id())
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    String all =
        sorted(found).stream().map(CheckWarning::toString).collect(Collectors.joining("\n"));
    return new BaciException("lint violation found for rules: " + rules + "\n" + all);
  }
}
