package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerfileAbsenceTest {
  @TempDir Path directory;

  private Optional<String> reason(String skip, String packaging, @Nullable File context) {
    MavenProject project = new MavenProject();
    project.setPackaging(packaging);
    project.setFile(directory.resolve("pom.xml").toFile());
    ProjectLayout layout = new ProjectLayout(project, directory);
    return DockerfileAbsence.reason(skip, project, layout, context, null);
  }

  @Test
  void aParentWithoutDockerfileIsPassedOver() {
    assertThat(reason("auto", "pom", new File("no/such/directory")))
        .hasValueSatisfying(reason -> assertThat(reason).contains("no/such/directory/Dockerfile"));
  }

  @Test
  void aParentThatMustHaveADockerfileIsNot() {
    assertThat(reason("false", "pom", null)).isEmpty();
  }

  @Test
  void anyProjectWithoutDockerfileIsPassedOverIfItSaysSo() {
    assertThat(reason("true", "jar", null)).isPresent();
  }

  @Test
  void anyOtherProjectWithoutDockerfileIsNot() {
    assertThat(reason("auto", "jar", null)).isEmpty();
  }

  @Test
  void aParentWithADockerfileIsNot() throws IOException {
    Files.writeString(directory.resolve("Dockerfile"), "FROM scratch");
    assertThat(reason("auto", "pom", null)).isEmpty();
  }

  @Test
  void anotherWordIsToldWithTheKnownOnes() {
    assertThatThrownBy(() -> reason("maybe", "pom", null))
        .isInstanceOf(BaciException.class)
        .hasMessage("baci.skipWithoutDockerfile is 'maybe', but must be one of auto, true, false");
  }
}
