package io.github.baci.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OptionTest {
  private static final Path SOURCES = Path.of("src", "main", "java");

  /** A parameter of a goal in a text: neither a package nor a media type. */
  private static final Pattern PARAMETER = Pattern.compile("\"[^\"]*(?<![.\\w])baci\\.[A-Za-z]");

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
    List<Path> files;
    try (Stream<Path> walk = Files.walk(SOURCES)) {
      files = walk.filter(file -> file.toString().endsWith(".java")).toList();
    }
    assertThat(files).hasSizeGreaterThan(100);
    assertThat(PARAMETER.matcher("\"choose another (baci.storeDirectory)\"").find()).isTrue();
    for (Path file : files) {
      assertThat(Files.readAllLines(file).stream().filter(line -> PARAMETER.matcher(line).find()))
          .as(file.toString())
          .isEmpty();
    }
  }
}
