package io.github.baci.context;

import io.github.baci.api.BaciException;
import io.github.baci.api.Limits;
import io.github.baci.store.InputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds and reads the ignore file: {@code NAME.dockerignore} beside a Dockerfile of that name, else
 * {@code .dockerignore} at the root of the context; never both.
 */
public final class IgnoreFile {
  private static final String NAME = ".dockerignore";

  private IgnoreFile() {}

  /**
   * A pattern as it stands after cleaning.
   *
   * @param number its line, from 1
   * @param column where it begins in its line, from 1
   */
  record Line(String pattern, int number, int column) {}

  /**
   * Reads the rules for a context.
   *
   * @param dockerfile the Dockerfile, inside the context or not
   * @throws BaciException if the file cannot be read, or a pattern is malformed
   */
  public static IgnoreRules read(Path contextDirectory, Path dockerfile) {
    for (Path candidate : candidates(contextDirectory, dockerfile)) {
      Optional<IgnoreRules> rules = read(candidate);
      if (rules.isPresent()) {
        return rules.get();
      }
    }
    return IgnoreRules.NONE;
  }

  /** Returns where the rules for a context may be, in the order in which they are looked for. */
  public static List<Path> candidates(Path contextDirectory, Path dockerfile) {
    return List.of(
        dockerfile.resolveSibling(dockerfile.getFileName() + NAME), contextDirectory.resolve(NAME));
  }

  private static Optional<IgnoreRules> read(Path file) {
    try {
      return Optional.of(IgnoreRules.parse(text(file), file.toString()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new BaciException(
          "cannot read the ignore file %s: %s; it must be a readable text file in UTF-8"
              .formatted(file, e),
          e);
    }
  }

  private static String text(Path file) throws IOException {
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(InputFile.read(file, Limits.IGNORE_FILE)))
        .toString();
  }

  /** Returns the patterns of an ignore file's text, cleaned, in order. */
  static List<Line> lines(String text) {
    List<Line> lines = new ArrayList<>();
    String[] raw = (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\n", -1);
    for (int i = 0; i < raw.length; i++) {
      String line = raw[i];
      if (line.startsWith("#") || line.isBlank()) {
        continue;
      }
      String pattern = line.stripLeading();
      lines.add(new Line(clean(pattern.strip()), i + 1, line.length() - pattern.length() + 1));
    }
    return lines;
  }

  /** Returns the patterns of an ignore file's text as the rules see them. */
  public static List<String> patterns(String text) {
    return lines(text).stream().map(Line::pattern).toList();
  }

  private static String clean(String line) {
    boolean negated = line.startsWith("!");
    String pattern = negated ? line.substring(1).strip() : line;
    if (!pattern.isEmpty()) {
      pattern = GoPaths.clean(pattern);
      if (pattern.length() > 1 && pattern.startsWith("/")) {
        pattern = pattern.substring(1);
      }
    }
    return negated ? "!" + pattern : pattern;
  }
}
