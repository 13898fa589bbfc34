package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.model.Build;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectImageTest {
  @TempDir private Path directory;

  @Test
  void aParentOfModulesWithoutAnImageIsPassedOver() throws Exception {
    assertThat(absence("pom", List.of("app"))).hasValue("Skipped: this parent has built no image");
    assertThat(absence("pom", List.of())).isEmpty();
    assertThat(absence("jar", List.of("app"))).isEmpty();
    assertThat(absence("pom", List.of("app"), Optional.of("other.aci")))
        .as("the image is named")
        .isEmpty();

    Path record = ImageProperties.path(directory.resolve("target"), Optional.empty());
    Files.createDirectories(record.getParent());
    Files.writeString(record, "");
    assertThat(absence("pom", List.of("app"))).isEmpty();
  }

  private Optional<String> absence(String packaging, List<String> modules) {
    return absence(packaging, modules, Optional.empty());
  }

  private Optional<String> absence(String packaging, List<String> modules, Optional<String> image) {
    MavenProject project = new MavenProject();
    project.setFile(new File(directory.toFile(), "pom.xml"));
    project.setPackaging(packaging);
    project.getModel().setModules(modules);
    project.setBuild(new Build());
    project.getBuild().setDirectory(directory.resolve("target").toString());
    return ProjectImage.absence(
        new ProjectLayout(project, directory), project, image, Optional.empty());
  }
}
