package io.github.baci.context;

/**
 * A wildcard pattern as COPY and ADD take it in sources: Go's {@code filepath.Match} over the whole
 * path. {@code *} and {@code ?} stop at {@code /} and match a leading dot; {@code [a-z]}, {@code
 * [^a]} and {@code \} work as in Go; there are no braces, and {@code [!a]} is not a negation.
 */
public final class Glob {
  private final String pattern;
  private final boolean wildcards;
  private final GlobAutomaton automaton;

  private Glob(String pattern, GlobTokens tokens) {
    this.pattern = pattern;
    this.wildcards = tokens.wildcards();
    this.automaton = new GlobAutomaton(tokens.tokens());
  }

  /**
   * Reads a pattern in which {@code **} is the same as {@code *}.
   *
   * @throws GlobSyntaxException if it is malformed
   */
  public static Glob of(String pattern) throws GlobSyntaxException {
    return new Glob(pattern, GlobTokens.parse(pattern, false));
  }

  /**
   * Reads a pattern in which {@code **} spans any number of directories, as {@code COPY --parents}
   * takes it.
   *
   * @throws GlobSyntaxException if it is malformed
   */
  public static Glob spanningDirectories(String pattern) throws GlobSyntaxException {
    return new Glob(pattern, GlobTokens.parse(pattern, true));
  }

  /** Returns whether a source has any character that makes it a pattern. */
  public static boolean hasWildcards(String source) {
    for (int i = 0; i < source.length(); i++) {
      if ("*?[".indexOf(source.charAt(i)) >= 0) {
        return true;
      }
      if (source.charAt(i) == '\\') {
        i++;
      }
    }
    return false;
  }

  /** Returns whether the pattern has anything but literal characters. */
  public boolean isPattern() {
    return wildcards;
  }

  /** Returns whether the pattern matches the whole path. */
  public boolean matches(String path) {
    return automaton.matches(path);
  }

  /** Returns whether the pattern could match anything below a directory. */
  public boolean mayMatchBelow(String directory) {
    return directory.isEmpty() || automaton.mayMatchAfter(directory + "/");
  }

  @Override
  public String toString() {
    return pattern;
  }
}
