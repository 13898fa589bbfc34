package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.baci.testing.BusyboxBase;
import io.github.baci.testing.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goals on Maven 4, which makes lines of its log of what plugins write to System.out and
 * System.err: what programs read, and what applications write, goes to the real ones as it is.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Maven4IT {
  private final MavenRun maven = MavenRun.ofMaven4();
  private Path project;

  @BeforeAll
  void buildImage() throws IOException {
    project =
        maven.project(
            "fourth",
            """
            FROM oci-layout://base:latest
            ENV COLOR red
            ENTRYPOINT ["/bin/sh", "-c"]
            CMD ["echo told; echo warned >&2; exit 7"]
            """);
    Command.of("cp", "-r", BusyboxBase.image().layout().toString())
        .with(project.resolve("base").toString())
        .succeed();

    String log = maven.command(project, "package").succeed();

    assertThat(log).contains("fourth-1.aci").doesNotContain("[ERROR]");
    assertThat(maven.command(project, "-version").succeed()).contains("Apache Maven 4.");
  }

  @AfterAll
  void deleteAll() {
    maven.close();
  }

  @Test
  void reportsAreAllThatIsOnStandardOutput(@TempDir Path directory) throws Exception {
    Path output = directory.resolve("output");

    runTo(
            output,
            directory.resolve("error"),
            "-q baci:inspect baci:check -Dbaci.inspect.format=json -Dbaci.check.format=json")
        .run();

    JsonNode inspected;
    JsonNode checked;
    try (MappingIterator<JsonNode> reports =
        new ObjectMapper().readerFor(JsonNode.class).readValues(output.toFile())) {
      inspected = reports.next();
      checked = reports.next();
      assertThat(reports.hasNext()).isFalse();
    }
    assertThat(inspected.get("manifest").get("name").asText()).isEqualTo("org.example/fourth");
    assertThat(checked.get("warnings").get(0).get("rule").asText())
        .isEqualTo("LegacyKeyValueFormat");
  }

  @Test
  void whatAnApplicationWritesGoesWhereMavensOutputsGo(@TempDir Path directory) throws Exception {
    Path output = directory.resolve("output");
    Path error = directory.resolve("error");

    Command.Result result = runTo(output, error, "baci:run").run();

    assertThat(result.exitCode()).isNotZero();
    assertThat(Files.readAllLines(output))
        .contains("told")
        .doesNotContain("warned")
        .anyMatch(line -> line.contains("fourth-1.aci ended with exit code 7"));
    assertThat(Files.readAllLines(error)).contains("warned").doesNotContain("told");
  }

  private Command runTo(Path output, Path error, String line) throws IOException {
    return maven.shell(project, "mvn %s >'%s' 2>'%s'".formatted(line, output, error));
  }
}
