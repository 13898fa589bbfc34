package io.github.baci.dockerfile;

import io.github.baci.api.Limits;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes through one word: removes quotes and escapes, expands variables, splits the result on blanks
 * that are not quoted. One lexer serves one word.
 */
final class WordLexer {

  /**
   * What is done with what is special in a word.
   *
   * @param escape the escape character
   * @param keepQuotes whether quotes stay in the result
   * @param keepEscapes whether the escape character stays in the result
   * @param ordinaryQuotes whether quotes are characters like any other
   * @param keepUnset whether a reference to a variable that is not set stays as it is
   */
  record Mode(
      char escape,
      boolean keepQuotes,
      boolean keepEscapes,
      boolean ordinaryQuotes,
      boolean keepUnset) {
    static Mode expanding(char escape) {
      return new Mode(escape, false, false, false, false);
    }
  }

  private static final int END = -1;

  /** Deeper than anybody nests by hand, and well within a thread's stack. */
  private static final int MAX_DEPTH = 200;

  private final String source;
  private final Mode mode;
  private final WordVariables variables;
  private final Set<String> matched = new LinkedHashSet<>();
  private final Set<String> unmatched = new LinkedHashSet<>();
  private boolean keepEscapes;
  private int depth;
  private int at;

  WordLexer(String source, Mode mode, WordVariables variables) {
    this.source = source;
    this.mode = mode;
    this.variables = variables;
    this.keepEscapes = mode.keepEscapes();
  }

  /** Expands the whole word. */
  Expansion expand() {
    try {
      Words words = new Words();
      String text = readUntil(END, words);
      return new Expansion(text, words.finish(), matched, unmatched);
    } catch (ExpansionException e) {
      throw e.in(source);
    }
  }

  private int peek() {
    return at < source.length() ? source.codePointAt(at) : END;
  }

  private int next() {
    if (at >= source.length()) {
      return END;
    }
    int c = source.codePointAt(at);
    at += Character.charCount(c);
    return c;
  }

  private String readUntil(int stop, Words words) {
    StringBuilder result = new StringBuilder();
    for (int c = peek(); c != END; c = peek()) {
      if (c == stop) {
        at++;
        return result.toString();
      }
      if (c == '$') {
        String value = readDollar();
        append(value, result);
        words.addSplitting(value);
      } else if (c == '<') {
        String sign = readHeredocSign();
        result.append(sign);
        words.add(sign);
      } else if ((c == '\'' || c == '"') && !mode.ordinaryQuotes()) {
        String quoted = c == '"' ? readDoubleQuoted() : readSingleQuoted();
        append(quoted, result);
        words.add(quoted);
      } else {
        at += Character.charCount(c);
        if (c != mode.escape()) {
          result.appendCodePoint(c);
          words.addSplitting(c);
          continue;
        }
        if (keepEscapes) {
          result.appendCodePoint(c);
          words.add(c);
        }
        int escaped = next();
        if (escaped == END) {
          break;
        }
        result.appendCodePoint(escaped);
        words.add(escaped);
      }
    }
    if (stop != END) {
      throw ExpansionException.notClosed(Character.toString(stop));
    }
    return result.toString();
  }

  private String readNested(int stop, boolean keepEscapesInside) {
    if (depth == MAX_DEPTH) {
      throw new ExpansionException("substitutions are nested more than " + MAX_DEPTH + " deep");
    }
    boolean before = keepEscapes;
    keepEscapes = keepEscapesInside;
    depth++;
    try {
      return readUntil(stop, new Words());
    } finally {
      depth--;
      keepEscapes = before;
    }
  }

  private String readSingleQuoted() {
    int close = source.indexOf('\'', at + 1);
    if (close < 0) {
      throw ExpansionException.notClosed("single-quote");
    }
    String text =
        mode.keepQuotes() ? source.substring(at, close + 1) : source.substring(at + 1, close);
    at = close + 1;
    return text;
  }

  private String readDoubleQuoted() {
    StringBuilder result = new StringBuilder();
    at++;
    if (mode.keepQuotes()) {
      result.append('"');
    }
    while (true) {
      int c = peek();
      if (c == END) {
        throw ExpansionException.notClosed("double-quote");
      }
      if (c == '$') {
        append(readDollar(), result);
        continue;
      }
      at += Character.charCount(c);
      if (c == '"') {
        return (mode.keepQuotes() ? result.append('"') : result).toString();
      }
      if (c == mode.escape()) {
        if (keepEscapes) {
          result.appendCodePoint(c);
        }
        int escaped = peek();
        if (escaped == END) {
          continue;
        }
        if (escaped == '"' || escaped == '$' || escaped == mode.escape()) {
          c = next();
        }
      }
      result.appendCodePoint(c);
    }
  }

  /** A few lines would double a value until no memory is left. */
  private void append(String value, StringBuilder result) {
    if (result.length() + (long) value.length() > Limits.EXPANDED_WORD + (long) source.length()) {
      throw new ExpansionException(
          "its variables make it longer than %,d characters".formatted(Limits.EXPANDED_WORD));
    }
    result.append(value);
  }

  /** The blanks after {@code <<} belong to the word, because a heredoc's delimiter may follow. */
  private String readHeredocSign() {
    int start = at++;
    if (peek() != '<') {
      return "<";
    }
    at++;
    for (int c = peek(); c == '\t' || c == '\r' || c == ' '; c = peek()) {
      at++;
    }
    return source.substring(start, at);
  }

  private String readDollar() {
    at++;
    if (peek() != '{') {
      String name = readName();
      return name.isEmpty() ? "$" : valueOr(name, "$" + name);
    }
    at++;
    switch (peek()) {
      case END -> throw missingBrace();
      case '{', '}', ':' -> throw new ExpansionException("syntax error: bad substitution");
      default -> {}
    }
    String name = readName();
    int operator = next();
    return switch (operator) {
      case '}' -> valueOr(name, "${" + name + "}");
      case ':' -> {
        int second = next();
        String written = ":" + text(second);
        if (second == '#' || second == '%') {
          throw unsupported(written);
        }
        yield conditional(name, second, written, true);
      }
      case '+', '-', '?' -> conditional(name, operator, text(operator), false);
      case '#', '%' -> trimmed(name, operator);
      case '/' -> replaced(name);
      default -> throw unsupported(text(operator));
    };
  }

  private String conditional(String name, int operator, String written, boolean emptyIsUnset) {
    String word = readOperand('}', false);
    String value = lookUp(name);
    if (value == null && mode.keepUnset()) {
      return "${" + name + written + word + "}";
    }
    String used = emptyIsUnset && value != null && value.isEmpty() ? null : value;
    return switch (operator) {
      case '-' -> used == null ? word : used;
      case '+' -> used == null ? "" : word;
      case '?' -> {
        if (used != null) {
          yield used;
        }
        String fallback =
            value == null ? "is not allowed to be unset" : "is not allowed to be empty";
        throw new ExpansionException(name + ": " + (word.isEmpty() ? fallback : word));
      }
      default -> throw unsupported(written);
    };
  }

  private String trimmed(String name, int operator) {
    String word = readOperand('}', true);
    String value = lookUp(name);
    if (value == null && mode.keepUnset()) {
      return "${" + name + text(operator) + word + "}";
    }
    boolean longest = !word.isEmpty() && word.charAt(0) == operator;
    String pattern = longest ? word.substring(1) : word;
    String subject = value == null ? "" : value;
    return operator == '#'
        ? ShellPattern.withoutPrefix(subject, pattern, longest)
        : ShellPattern.withoutSuffix(subject, pattern, longest);
  }

  private String replaced(String name) {
    boolean all = peek() == '/';
    if (all) {
      at++;
    }
    String pattern;
    try {
      pattern = readNested('/', true);
    } catch (ExpansionException e) {
      throw at >= source.length() ? new ExpansionException("syntax error: missing '/' in ${}") : e;
    }
    String replacement = readOperand('}', true);
    String value = lookUp(name);
    if (value == null && mode.keepUnset()) {
      return "${" + name + "/" + pattern + "/" + replacement + "}";
    }
    return ShellPattern.replace(value == null ? "" : value, pattern, replacement, all);
  }

  private String readOperand(int stop, boolean keepEscapesInside) {
    try {
      return readNested(stop, keepEscapesInside);
    } catch (ExpansionException e) {
      throw at >= source.length() ? missingBrace() : e;
    }
  }

  private String readName() {
    int start = at;
    int first = peek();
    if (Character.isDigit(first)) {
      while (Character.isDigit(peek())) {
        next();
      }
    } else if (first != END && "@*#?-$!0".indexOf(first) >= 0) {
      at++;
    } else {
      for (int c = peek(); c == '_' || Character.isLetterOrDigit(c); c = peek()) {
        next();
      }
    }
    return source.substring(start, at);
  }

  private String valueOr(String name, String reference) {
    String value = lookUp(name);
    if (value != null) {
      return value;
    }
    return mode.keepUnset() ? reference : "";
  }

  private @Nullable String lookUp(String name) {
    String value = variables.get(name);
    (value == null ? unmatched : matched).add(name);
    return value;
  }

  private static ExpansionException missingBrace() {
    return new ExpansionException("syntax error: missing '}'");
  }

  private static ExpansionException unsupported(String modifier) {
    return new ExpansionException("unsupported modifier (" + modifier + ") in substitution");
  }

  private static String text(int c) {
    return c == END ? "\uFFFD" : Character.toString(c);
  }

  /** Collects the words of the result. */
  private static final class Words {
    private final List<String> words = new ArrayList<>();
    private final StringBuilder current = new StringBuilder();

    void add(int c) {
      current.appendCodePoint(c);
    }

    void add(String text) {
      current.append(text);
    }

    void addSplitting(int c) {
      if (WhiteSpace.isSpace(c)) {
        finishWord();
      } else {
        current.appendCodePoint(c);
      }
    }

    void addSplitting(String text) {
      text.codePoints().forEach(this::addSplitting);
    }

    List<String> finish() {
      finishWord();
      return words;
    }

    private void finishWord() {
      if (!current.isEmpty()) {
        words.add(current.toString());
        current.setLength(0);
      }
    }
  }
}
