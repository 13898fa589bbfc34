package io.github.baci.context;

/**
 * One line of an ignore file: which paths it hits, not counting what is below them. The forms that
 * need no automaton, which are most, are compared as strings.
 *
 * @see <a href="https://docs.docker.com/build/concepts/context/#dockerignore-files">the rules of
 *     .dockerignore files</a>
 */
final class IgnorePattern {
  private enum Form {
    EXACT,
    PREFIX,
    SUFFIX,
    AUTOMATON
  }

  private final String text;
  private final int line;
  private final boolean negated;
  private final Form form;
  private final String literal;
  private final GlobAutomaton automaton;

  /**
   * Reads a pattern.
   *
   * @param text a cleaned pattern, as {@link IgnoreRules} makes it from a line
   * @param line the line that it stands on, from 1
   */
  IgnorePattern(String text, int line) throws GlobSyntaxException {
    this.text = text;
    this.line = line;
    this.negated = text.startsWith("!");
    String pattern = negated ? text.substring(1) : text;
    GlobTokens tokens = GlobTokens.parse(pattern, true);
    this.automaton = new GlobAutomaton(tokens.tokens());
    boolean spans = pattern.startsWith("**");
    String rest = spans ? pattern.substring(2) : pattern;
    if (!hasSpecial(rest)) {
      form = spans ? Form.SUFFIX : Form.EXACT;
      literal = rest;
    } else if (!spans && rest.endsWith("**") && !hasSpecial(rest.substring(0, rest.length() - 2))) {
      form = Form.PREFIX;
      literal = rest.substring(0, rest.length() - 2);
    } else {
      form = Form.AUTOMATON;
      literal = "";
    }
  }

  private static boolean hasSpecial(String pattern) {
    return pattern.chars().anyMatch(c -> "*?[]\\".indexOf(c) >= 0);
  }

  String text() {
    return text;
  }

  int line() {
    return line;
  }

  boolean negated() {
    return negated;
  }

  boolean hits(String path) {
    return switch (form) {
      case EXACT -> path.equals(literal);
      case PREFIX -> path.startsWith(literal);
      case SUFFIX ->
          path.endsWith(literal) || (literal.startsWith("/") && path.equals(literal.substring(1)));
      case AUTOMATON -> automaton.matches(path);
    };
  }

  boolean mayHitBelow(String directory) {
    return switch (form) {
      case EXACT ->
          literal.length() > directory.length() + 1
              && literal.startsWith(directory)
              && literal.charAt(directory.length()) == '/';
      case SUFFIX -> true;
      case PREFIX, AUTOMATON -> automaton.mayMatchAfter(directory + "/");
    };
  }
}
