package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EclipseMetadataTest {
  private static final Pattern MOJO = Pattern.compile("@Mojo\\(\\s*name = \"([a-z]+)\"");
  private static final Pattern GOAL = Pattern.compile("<goal>([a-z]+)</goal>");

  @Test
  void eclipseIsToldWhatToDoWithEveryGoal() throws IOException {
    Set<String> goals = new TreeSet<>();
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : sources.filter(path -> path.toString().endsWith("Mojo.java")).toList()) {
        goals.addAll(found(MOJO, source));
      }
    }

    assertThat(goals).contains("build", "push");
    assertThat(
            found(GOAL, Path.of("src/main/resources/META-INF/m2e/lifecycle-mapping-metadata.xml")))
        .isEqualTo(goals);
  }

  private static Set<String> found(Pattern pattern, Path file) throws IOException {
    Set<String> names = new TreeSet<>();
    Matcher matcher = pattern.matcher(Files.readString(file));
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }
}
