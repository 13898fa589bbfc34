package io.github.baci.dockerfile;

import io.github.baci.dockerfile.WordLexer.Mode;

/** Expands variables and removes quotes, as BuildKit does in the words of an instruction. */
public final class WordExpander {

  private static final Mode HEREDOC = new Mode('\\', false, false, true, false);

  private final Mode mode;

  /**
   * Makes an expander.
   *
   * @param escape the escape character of the file, see {@link Directives#escape}
   */
  public WordExpander(char escape) {
    this.mode = Mode.expanding(escape);
  }

  /**
   * Expands one word. {@link Expansion#text} is the whole as one word: blanks of values do not
   * split it. {@link Expansion#words} is the same split on blanks outside quotes, as EXPOSE needs
   * it.
   *
   * @throws ExpansionException if a quote or brace is not closed, a modifier is unknown, or the
   *     word demands a variable that is not set
   */
  public Expansion expand(String word, WordVariables variables) {
    return new WordLexer(word, mode, variables).expand();
  }

  /**
   * Expands the body of a heredoc of COPY or ADD: quotes are ordinary characters, and the escape
   * character is {@code \} whatever the file says.
   *
   * @throws ExpansionException as {@link #expand}
   */
  public static Expansion expandHeredoc(String body, WordVariables variables) {
    return new WordLexer(body, HEREDOC, variables).expand();
  }
}
