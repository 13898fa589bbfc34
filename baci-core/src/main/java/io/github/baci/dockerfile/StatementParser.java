package io.github.baci.dockerfile;

import io.github.baci.dockerfile.Instruction.Pair;
import io.github.baci.dockerfile.RawInstruction.Arguments;
import io.github.baci.dockerfile.RawInstruction.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Takes a logical line apart: the name, the options, and the arguments by the name's grammar. */
final class StatementParser {
  /** A fault of the arguments; the offset is one in the logical line. */
  static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int offset;

    SyntaxException(int offset, String message) {
      super(message, null, false, false);
      this.offset = offset;
    }

    int offset() {
      return offset;
    }

    /** Returns the message, which there always is. */
    @Override
    public String getMessage() {
      return Objects.requireNonNull(super.getMessage());
    }
  }

  /** A chain of ONBUILDs is at fault anyway; there is no use in following a long one. */
  private static final int MAX_DEPTH = 100;

  private final String line;
  private final char escape;
  private int depth;

  StatementParser(String line, char escape) {
    this.line = line;
    this.escape = escape;
  }

  Statement parse() throws SyntaxException {
    return parse(0);
  }

  private Statement parse(int start) throws SyntaxException {
    int nameEnd = start;
    while (nameEnd < line.length() && !WhiteSpace.isBlank(line.charAt(nameEnd))) {
      nameEnd++;
    }
    String name = line.substring(start, nameEnd);
    int argsStart = nameEnd;
    while (argsStart < line.length() && WhiteSpace.isBlank(line.charAt(argsStart))) {
      argsStart++;
    }
    FlagScanner flags = new FlagScanner(line, argsStart, escape);
    int rest = WhiteSpace.skipSpaces(line, flags.scan());
    return new Statement(name, flags.flags(), arguments(name.toLowerCase(Locale.ROOT), rest));
  }

  private Arguments arguments(String name, int start) throws SyntaxException {
    String rest = line.substring(start);
    if (rest.isEmpty()) {
      return Arguments.NONE;
    }
    return switch (name) {
      case "run", "cmd", "entrypoint", "shell" ->
          json(rest, start).orElseGet(() -> Arguments.words(List.of(rest)));
      case "copy", "add", "volume" ->
          json(rest, start).orElseGet(() -> Arguments.words(WordSplitter.onBlanks(rest)));
      case "from", "expose" -> Arguments.words(WordSplitter.onBlanks(rest));
      case "user", "workdir", "stopsignal", "maintainer" -> Arguments.words(List.of(rest));
      case "env", "label" -> pairs(name.toUpperCase(Locale.ROOT), rest, start);
      case "arg" -> Arguments.words(WordSplitter.respectingQuotes(rest, escape));
      case "healthcheck" -> healthCheck(rest, start);
      case "onbuild" -> onBuild(start);
      default -> Arguments.NONE;
    };
  }

  private Arguments onBuild(int start) throws SyntaxException {
    if (depth == MAX_DEPTH) {
      return Arguments.NONE;
    }
    depth++;
    return new Arguments(List.of(), List.of(), false, Optional.of(parse(start)));
  }

  private static Optional<Arguments> json(String rest, int start) throws SyntaxException {
    Optional<JsonScanner.Array> array = JsonScanner.array(rest);
    if (array.isPresent() && !array.get().stringsOnly()) {
      throw new SyntaxException(
          start, "when using JSON array syntax, arrays must be comprised of strings only");
    }
    return array.map(a -> Arguments.json(a.strings()));
  }

  private Arguments pairs(String name, String rest, int start) throws SyntaxException {
    List<String> words = WordSplitter.respectingQuotes(rest, escape);
    if (words.isEmpty()) {
      return Arguments.NONE;
    }
    if (words.get(0).indexOf('=') < 0) {
      return Arguments.pairs(List.of(legacyPair(name, rest, start)));
    }
    List<Pair> pairs = new ArrayList<>(words.size());
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        throw new SyntaxException(
            start + Math.max(0, lastWordOffset(rest, word)),
            "Syntax error - can't find = in "
                + GoQuote.quote(word)
                + ". Must be of the form: name=value");
      }
      pairs.add(new Pair(word.substring(0, equals), word.substring(equals + 1), false));
    }
    return Arguments.pairs(pairs);
  }

  /** Finds a word that has no equals sign, behind at least one blank. */
  private static int lastWordOffset(String rest, String word) {
    for (int at = rest.indexOf(word, 1); at >= 0; at = rest.indexOf(word, at + 1)) {
      if (WhiteSpace.isSpace(rest.charAt(at - 1))) {
        return at;
      }
    }
    return 0;
  }

  private static Pair legacyPair(String name, String rest, int start) throws SyntaxException {
    int keyEnd = 0;
    while (keyEnd < rest.length() && !WhiteSpace.isBlank(rest.charAt(keyEnd))) {
      keyEnd++;
    }
    if (keyEnd == rest.length()) {
      throw new SyntaxException(
          start, name + " must have two arguments: write " + name + " NAME=VALUE");
    }
    int value = keyEnd;
    while (value < rest.length() && WhiteSpace.isBlank(rest.charAt(value))) {
      value++;
    }
    return new Pair(rest.substring(0, keyEnd), rest.substring(value), true);
  }

  private static Arguments healthCheck(String rest, int start) throws SyntaxException {
    int typeEnd = 0;
    while (typeEnd < rest.length() && !WhiteSpace.isSpace(rest.charAt(typeEnd))) {
      typeEnd++;
    }
    List<String> words = new ArrayList<>();
    words.add(rest.substring(0, typeEnd));
    int command = WhiteSpace.skipSpaces(rest, typeEnd);
    if (command == rest.length()) {
      return Arguments.words(words);
    }
    Optional<Arguments> json = json(rest.substring(command), start + command);
    if (json.isPresent()) {
      words.addAll(json.get().words());
      return Arguments.json(words);
    }
    words.add(rest.substring(command));
    return Arguments.words(words);
  }
}
