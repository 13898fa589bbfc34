package io.github.baci.dockerfile;

/** Expands variables and removes quotes, as BuildKit does in the words of an instruction. */
public final class WordExpander {

  /** Where the values of variables come from. */
  @FunctionalInterface
  public interface Variables {
    /** Returns the value, or null if the variable is not set. */
    String get(String name);
  }

  private final char escape;

  /**
   * Makes an expander.
   *
   * @param escape the escape character of the file, see {@link Directives#escape}
   */
  public WordExpander(char escape) {
    this.escape = escape;
  }

  /**
   * Expands one word to one word; blanks of values do not split it.
   *
   * @throws ExpansionException if a quote or brace is not closed, a modifier is unknown, or the
   *     word demands a variable that is not set
   */
  public Expansion word(String word, Variables variables) {
    return new Expansion(
        word + escape, java.util.List.of(), java.util.Set.of(), java.util.Set.of());
  }

  /**
   * Expands one word and splits the result on blanks outside quotes, as EXPOSE does.
   *
   * @throws ExpansionException as {@link #word}
   */
  public Expansion words(String word, Variables variables) {
    return null;
  }

  /**
   * Expands the body of a heredoc of COPY or ADD: quotes are ordinary characters, and the escape
   * character is {@code \} whatever the file says.
   *
   * @throws ExpansionException as {@link #word}
   */
  public static Expansion heredoc(String body, Variables variables) {
    return null;
  }
}
