package io.github.baci.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorRunnerTest {
  @TempDir private Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private VectorRunner runner;

  @BeforeEach
  void makeRunner() {
    runner = runner();
  }

  private VectorRunner runner(String... options) {
    List<String> line = new ArrayList<>(List.of(options));
    line.add(directory.toString());
    return new VectorRunner(
        new PrintStream(out, true, StandardCharsets.UTF_8), RunnerOptions.of(line).behaviours());
  }

  @Test
  void countsRowsThatDoNotHoldInEveryFile() throws IOException {
    rows(
        "glob.json",
        """
        [{"pattern": "*.txt", "name": "a.txt", "matches": true},
         {"pattern": "*.txt", "name": "a.txt", "matches": false}]
        """);
    rows(
        "chmod.json",
        """
        [{"initial": "644", "chmod": "u+x", "directory": false, "result": "744"},
         {"initial": "644", "chmod": "u+x", "directory": false, "result": "755"}]
        """);
    rows(
        "shell.json",
        """
        [{"input": "$NAME", "env": ["NAME=baci"], "mode": "text", "expected": "else"}]
        """);

    assertThat(runner.runAll(directory)).isEqualTo(3);
    assertThat(printed())
        .contains("glob.json[1] a.txt")
        .contains("glob.json: 1 of 2 rows hold, 1 fail, 0 quirks differ, 0 left out")
        .contains("chmod.json[1] u+x on 644")
        .contains("chmod.json: 1 of 2 rows hold, 1 fail, 0 quirks differ, 0 left out")
        .contains("shell.json[0] $NAME")
        .contains("got:      baci")
        .contains("shell.json: 0 of 1 rows hold, 1 fail, 0 quirks differ, 0 left out");
  }

  @Test
  void tellsQuirksApart() throws IOException {
    rows(
        "glob.json",
        """
        [{"pattern": "*", "name": "a", "matches": false, "quirk": true}]
        """);

    assertThat(runner.runAll(directory)).isZero();
    assertThat(printed()).contains("0 of 1 rows hold, 0 fail, 1 quirks differ, 0 left out");
  }

  @Test
  void takesARowThatCannotBeReadForOneThatFails() throws IOException {
    rows("glob.json", "[{}]");

    assertThat(runner.runOne(directory, "glob.json")).isEqualTo(1);
    assertThat(printed()).contains("expected: no exception");
  }

  @Test
  void comparesImagesWithThoseOfAnotherRun() throws IOException {
    String row =
        """
        [{"name": "copied", "dockerfile": "FROM scratch\\nCOPY a /a\\n", "expect": {},
          "context": [{"path": "a", "content": "%s"}]}]
        """;
    Path images = directory.resolve("images");
    rows("behaviours.json", row.formatted("1"));
    assertThat(runner("--compare=" + images).runAll(directory)).isEqualTo(1);
    assertThat(printed()).contains("there is no image to compare with");

    assertThat(runner("--keep=" + images).runAll(directory)).isZero();
    assertThat(printed()).contains("behaviours.json: 1 images kept in");
    assertThat(runner("--compare=" + images).runAll(directory)).isZero();
    assertThat(printed()).contains("behaviours.json: 1 images with the bytes of those in");

    rows("behaviours.json", row.formatted("2"));
    assertThat(runner("--compare=" + images).runAll(directory)).isEqualTo(1);
    assertThat(printed())
        .contains("the image is another one from byte")
        .contains("behaviours.json: 0 images with the bytes of those in");
  }

  @Test
  void refusesOptionsThatItDoesNotKnow() {
    assertThatThrownBy(() -> runner("--compere=x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--compere");
    assertThatThrownBy(() -> runner("--engine=tracing"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesFilesWhoseRowsNobodyChecks() throws IOException {
    rows("globs.json", "[]");

    assertThat(runner.runAll(directory)).isZero();
    assertThat(printed()).contains("globs.json: not known; no class checks such rows");
    assertThatThrownBy(() -> runner.runOne(directory, "globs.json"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no class checks such rows");
  }

  private void rows(String file, String json) throws IOException {
    Files.writeString(directory.resolve(file), json);
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
