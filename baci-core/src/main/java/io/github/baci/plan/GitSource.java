package io.github.baci.plan;

import io.github.baci.api.BaciException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A git repository as a source of ADD: {@code git@HOST:PATH} and any other {@code USER@HOST:PATH},
 * {@code ssh://}, {@code git://}, and {@code http://} or {@code https://} whose path ends in {@code
 * .git}; then {@code ?KEY=VALUE&…} and {@code #REF[:SUBDIRECTORY]}.
 *
 * @param text the source as it was written
 * @param remote what git is asked for
 * @param revision which commit is taken
 * @param checkout how files are made of it
 */
public record GitSource(String text, String remote, Revision revision, Checkout checkout)
    implements AddSource {
  /**
   * Which commit is taken.
   *
   * @param ref a branch, tag or commit; the default branch if empty
   * @param checksum how the commit begins
   * @param fetchByCommit whether the commit itself is fetched, not the ref, if the source says
   */
  public record Revision(
      Optional<String> ref, Optional<String> checksum, Optional<Boolean> fetchByCommit) {}

  /**
   * How files are made of it.
   *
   * @param subdirectory what is taken of the tree
   * @param keepGitDir whether {@code .git} is kept, if the source says
   * @param submodules whether submodules are fetched, if the source says; they are if not
   * @param commitTimes whether files get the time of the commit instead of that of the checkout
   */
  public record Checkout(
      Optional<String> subdirectory,
      Optional<Boolean> keepGitDir,
      Optional<Boolean> submodules,
      boolean commitTimes) {}

  private static final Pattern URL =
      Pattern.compile("(?is)(https?|ssh|git)(://[^?#]*)(?:\\?([^#]*))?(?:#(.*))?");
  private static final Pattern SCP =
      Pattern.compile("(?s)([A-Za-z0-9_-]+@[A-Za-z0-9.-]+:[^?#]*)(?:\\?([^#]*))?(?:#(.*))?");

  /**
   * Reads a source.
   *
   * @return nothing if the source is no git repository
   * @throws BaciException if it is one, but with options that do not exist or contradict each other
   */
  static Optional<GitSource> parse(String source) {
    Matcher url = URL.matcher(source);
    if (url.matches()) {
      String scheme = url.group(1).toLowerCase(Locale.ROOT);
      if (scheme.startsWith("http") && !url.group(2).endsWith(".git")) {
        return Optional.empty();
      }
      return Optional.of(read(source, scheme + url.group(2), url.group(3), url.group(4)));
    }
    Matcher scp = SCP.matcher(source);
    return scp.matches()
        ? Optional.of(read(source, scp.group(1), scp.group(2), scp.group(3)))
        : Optional.empty();
  }

  private static GitSource read(
      String text, String remote, @Nullable String query, @Nullable String fragment) {
    Map<String, String> options = new HashMap<>();
    if (query != null && !query.isEmpty()) {
      for (String part : query.split("&", -1)) {
        addOption(options, part);
      }
    }
    String ref = null;
    String subdirectory = null;
    if (fragment != null) {
      int colon = fragment.indexOf(':');
      ref = blankToNull(colon < 0 ? fragment : fragment.substring(0, colon));
      subdirectory = colon < 0 ? null : blankToNull(fragment.substring(colon + 1));
    }
    ref = agree("ref", ref, options.get("ref"));
    if (options.containsKey("tag") && options.containsKey("branch")) {
      throw new BaciException("branch conflicts with tag");
    }
    ref = agree("ref", ref, prefixed("refs/tags/", options.get("tag")));
    ref = agree("ref", ref, prefixed("refs/heads/", options.get("branch")));
    String checksum = options.getOrDefault("checksum", options.get("commit"));
    return new GitSource(
        text,
        remote,
        new GitSource.Revision(
            Optional.ofNullable(ref == null ? checksum : ref),
            Optional.ofNullable(checksum),
            flag(options, "fetch-by-commit")),
        new GitSource.Checkout(
            Optional.ofNullable(agree("subdir", subdirectory, options.get("subdir"))),
            flag(options, "keep-git-dir"),
            flag(options, "submodules"),
            commitTimes(options.get("mtime"))));
  }

  private static void addOption(Map<String, String> options, String part) {
    int equals = part.indexOf('=');
    String key = decode(equals < 0 ? part : part.substring(0, equals));
    String value = equals < 0 ? "" : decode(part.substring(equals + 1));
    boolean known =
        List.of(
                "ref",
                "tag",
                "branch",
                "subdir",
                "checksum",
                "commit",
                "keep-git-dir",
                "submodules",
                "mtime",
                "fetch-by-commit")
            .contains(key);
    boolean bare =
        key.equals("keep-git-dir") || key.equals("submodules") || key.equals("fetch-by-commit");
    if (value.isEmpty() && !bare) {
      throw new BaciException("query \"" + key + "\" has no value");
    }
    if (!known) {
      throw new BaciException("unexpected query \"" + key + "\"");
    }
    if (options.putIfAbsent(key, value) != null) {
      throw new BaciException("query \"" + key + "\" has multiple values");
    }
  }

  private static @Nullable String agree(
      String what, @Nullable String first, @Nullable String second) {
    if (first != null && second != null && !first.equals(second)) {
      throw new BaciException("%s conflicts: \"%s\" vs \"%s\"".formatted(what, first, second));
    }
    return first == null ? second : first;
  }

  private static @Nullable String prefixed(String prefix, @Nullable String value) {
    return value == null || value.startsWith(prefix) ? value : prefix + value;
  }

  private static Optional<Boolean> flag(Map<String, String> options, String key) {
    String value = options.get(key);
    if (value == null) {
      return Optional.empty();
    }
    return Optional.of(
        switch (value) {
          case "", "1", "t", "T", "true", "TRUE", "True" -> true;
          case "0", "f", "F", "false", "FALSE", "False" -> false;
          default -> throw new BaciException("invalid %s value: \"%s\"".formatted(key, value));
        });
  }

  private static boolean commitTimes(@Nullable String value) {
    if (value == null || value.equals("checkout")) {
      return false;
    }
    if (value.equals("commit")) {
      return true;
    }
    throw new BaciException("invalid mtime value: \"%s\"".formatted(value));
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new BaciException("invalid URL escape in \"%s\"".formatted(text), e);
    }
  }

  private static @Nullable String blankToNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /** Returns a branch, tag or commit. */
  public Optional<String> ref() {
    return revision.ref();
  }

  /** Returns how the commit begins. */
  public Optional<String> checksum() {
    return revision.checksum();
  }

  /** Returns whether the commit itself is fetched, not the ref, if the source says. */
  public Optional<Boolean> fetchByCommit() {
    return revision.fetchByCommit();
  }

  /** Returns what is taken of the tree. */
  public Optional<String> subdirectory() {
    return checkout.subdirectory();
  }

  /** Returns whether {@code .git} is kept, if the source says. */
  public Optional<Boolean> keepGitDir() {
    return checkout.keepGitDir();
  }

  /** Returns whether submodules are fetched, if the source says. */
  public Optional<Boolean> submodules() {
    return checkout.submodules();
  }

  /** Returns whether files get the time of the commit instead of that of the checkout. */
  public boolean commitTimes() {
    return checkout.commitTimes();
  }
}
