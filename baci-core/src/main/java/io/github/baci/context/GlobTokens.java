package io.github.baci.context;

import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a glob pattern. Which strings are well-formed patterns is a rule of Go's {@code
 * filepath.Match}, whatever the pattern is used for.
 *
 * @param tokens the parts in order
 * @param wildcards whether anything but literal characters is in it, or an escaped one
 */
record GlobTokens(List<Token> tokens, boolean wildcards) {

  /** One part of a pattern. */
  sealed interface Token {}

  /** One character, itself. */
  record Literal(int codePoint) implements Token {}

  /** {@code ?}: one character but no slash. */
  record AnyCharacter() implements Token {}

  /** {@code *}: any characters but no slash. */
  record Star() implements Token {}

  /** {@code **} with a slash that may follow it: nothing, or anything that ends in a slash. */
  record AnyDirectories() implements Token {}

  /** {@code **} at the end: everything. */
  record Everything() implements Token {}

  /**
   * {@code [a-z]} or {@code [^a-z]}.
   *
   * @param bounds lowest and highest code point of each range, in turn
   */
  record CharacterClass(boolean negated, List<Integer> bounds) implements Token {
    boolean matches(int codePoint) {
      boolean within = false;
      for (int i = 0; i < bounds.size(); i += 2) {
        within |= bounds.get(i) <= codePoint && codePoint <= bounds.get(i + 1);
      }
      return within != negated;
    }
  }

  /**
   * Reads a pattern.
   *
   * @param doubleStar whether {@code **} spans directories; else it is the same as {@code *}
   * @throws GlobSyntaxException if the pattern is malformed
   */
  static GlobTokens parse(String pattern, boolean doubleStar) throws GlobSyntaxException {
    return new Reader(pattern, doubleStar).read();
  }

  private static final class Reader {
    private static final String MEANINGLESS = "89CEFGHIJKLMNORTUVXYZceghijklmoquy";
    private static final String MEANINGLESS_IN_CLASS = MEANINGLESS + "ABQbz";

    private final String pattern;
    private final boolean doubleStar;
    private final List<Token> tokens = new ArrayList<>();
    private boolean wildcards;
    private int position;

    Reader(String pattern, boolean doubleStar) {
      this.pattern = pattern;
      this.doubleStar = doubleStar;
    }

    GlobTokens read() throws GlobSyntaxException {
      while (position < pattern.length()) {
        int c = next();
        switch (c) {
          case '*' -> tokens.add(star());
          case '?' -> tokens.add(new AnyCharacter());
          case '[' -> tokens.add(characterClass());
          case '\\' -> {
            tokens.add(new Literal(escaped(MEANINGLESS)));
          }
          default -> tokens.add(new Literal(c));
        }
        wildcards |= "*?[\\".indexOf(c) >= 0;
      }
      return new GlobTokens(List.copyOf(tokens), wildcards);
    }

    private Token star() {
      if (!doubleStar || !follows('*')) {
        return new Star();
      }
      position++;
      if (follows('/')) {
        position++;
      }
      return position == pattern.length() ? new Everything() : new AnyDirectories();
    }

    private CharacterClass characterClass() throws GlobSyntaxException {
      boolean negated = follows('^');
      if (negated) {
        position++;
      }
      List<Integer> bounds = new ArrayList<>();
      while (bounds.isEmpty() || !follows(']')) {
        int low = classMember();
        int high = low;
        if (follows('-')) {
          position++;
          high = classMember();
          checkOrder(low, high);
        }
        bounds.add(low);
        bounds.add(high);
      }
      position++;
      return new CharacterClass(negated, List.copyOf(bounds));
    }

    /**
     * What matches in any depth is a regular expression for Docker, which knows no range that runs
     * backwards; for {@code filepath.Match} it is one that nothing is in.
     */
    private void checkOrder(int low, int high) throws GlobSyntaxException {
      if (doubleStar && high < low) {
        throw new GlobSyntaxException(
            pattern,
            "the range '%s-%s' in '[…]' runs backwards; for a name with a '[', write '\\['"
                .formatted(Character.toString(low), Character.toString(high)));
      }
    }

    private int classMember() throws GlobSyntaxException {
      if (position == pattern.length()) {
        throw new GlobSyntaxException(pattern, "a '[' has no ']'");
      }
      int c = next();
      if (c == '-' || c == ']') {
        throw new GlobSyntaxException(
            pattern, "'%c' cannot stand here in '[…]'; write '\\%c'".formatted(c, c));
      }
      if (c == '\\') {
        c = escaped(MEANINGLESS_IN_CLASS);
      }
      if (position == pattern.length()) {
        throw new GlobSyntaxException(pattern, "a '[' has no ']'");
      }
      return c;
    }

    /**
     * Reads what follows a backslash. What matches in any depth is a regular expression for Docker,
     * which refuses a backslash before most letters.
     */
    private int escaped(String meaningless) throws GlobSyntaxException {
      if (position == pattern.length()) {
        throw new GlobSyntaxException(pattern, "nothing follows the last '\\'");
      }
      int c = next();
      if (doubleStar && meaningless.indexOf(c) >= 0) {
        throw new GlobSyntaxException(
            pattern, "'\\%c' means nothing; directories are parted by '/'".formatted(c));
      }
      return c;
    }

    private boolean follows(char c) {
      return position < pattern.length() && pattern.charAt(position) == c;
    }

    private int next() {
      int c = pattern.codePointAt(position);
      position += Character.charCount(c);
      return c;
    }
  }
}
