package io.github.baci.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OptionTest {
  private static final Path SOURCES = Path.of("src", "main", "java");

  /** A parameter of a goal in a text: neither a package nor a media type. */
  private static final Pattern PARAMETER = Pattern.compile("\"[^\"]*(?<![.\\w])baci\\.[A-Za-z]");

  /** Words of one build tool in a text, but for the scheme of references to its artifacts. */
  private static final Pattern TOOL =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*(?<![A-Za-z])(?:maven|mvn|pom|goal|MAVEN_OPTS)(?![A-Za-z])(?!://)",
          Pattern.CASE_INSENSITIVE);

  /** Where that scheme has its name. */
  private static final String SCHEME = "return \"maven\";";

  @Test
  void messagesGetTheNamesThatTheUserKnows() {
    String message =
        "leave out %s, or take %s=rkt; %s".formatted(Option.PORTS, Option.ENGINE, Option.PORTS);

    assertThat(message).isEqualTo("leave out ‹ports›, or take ‹engine›=rkt; ‹ports›");
    assertThat(Option.named(message, option -> "--" + option.name()))
        .isEqualTo("leave out --PORTS, or take --ENGINE=rkt; --PORTS");
    assertThat(Option.named("‹else› ports", option -> "")).isEqualTo("‹else› ports");
  }

  @Test
  void noTextOfTheCoreNamesAParameterOfAGoal() throws IOException {
    assertThat(PARAMETER.matcher("\"choose another (baci.storeDirectory)\"").find()).isTrue();

    assertThat(linesWith(PARAMETER)).isEmpty();
  }

  @Test
  void noTextOfTheCoreNamesABuildTool() throws IOException {
    assertThat(List.of("\"as Maven is offline\"", "\"run mvn \\\"x\\\"\"", "\"see the POM\""))
        .allMatch(text -> TOOL.matcher(text).find());
    assertThat(List.of("\"maven://g:a:1\"", "\"components\"", "maven"))
        .noneMatch(text -> TOOL.matcher(text).find());

    assertThat(linesWith(TOOL)).singleElement(STRING).contains(SCHEME);
  }

  /** Returns the lines of the core's sources in which a pattern is found, with their files. */
  private static List<String> linesWith(Pattern pattern) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(SOURCES)) {
      files = walk.filter(file -> file.toString().endsWith(".java")).toList();
    }
    assertThat(files).hasSizeGreaterThan(100);
    List<String> lines = new ArrayList<>();
    for (Path file : files) {
      for (String line : Files.readAllLines(file)) {
        if (pattern.matcher(line).find()) {
          lines.add(file + ": " + line.strip());
        }
      }
    }
    return lines;
  }
}
