package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.model.Build;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectLayoutTest {
  @TempDir Path directory;

  /** Returns what is looked into for the modules of a project with classes and one dependency. */
  private List<Path> jars(String type) throws IOException {
    MavenProject project = new MavenProject();
    project.setFile(directory.resolve("pom.xml").toFile());
    project.setBuild(new Build());
    project.getBuild().setOutputDirectory(classes().toString());
    DefaultArtifact own = artifact("app", type);
    project.setArtifact(own);
    project.setArtifacts(Set.of(artifact("library", "jar")));
    Files.createDirectories(classes());
    return new ProjectLayout(project, directory).jars();
  }

  private Path classes() {
    return directory.resolve("classes");
  }

  private DefaultArtifact artifact(String name, String type) {
    DefaultArtifactHandler handler = new DefaultArtifactHandler(type);
    handler.setAddedToClasspath(true);
    DefaultArtifact artifact =
        new DefaultArtifact("com.example", name, "1.0", "compile", type, "", handler);
    artifact.setFile(directory.resolve(name + "." + type).toFile());
    return artifact;
  }

  @Test
  void modulesAreLookedForInTheProjectsArchiveAndWhatItNeeds() throws Exception {
    for (String type : List.of("jar", "war")) {
      assertThat(jars(type))
          .as(type)
          .containsExactly(directory.resolve("app." + type), directory.resolve("library.jar"));
    }
  }

  @Test
  void modulesAreLookedForInTheClassesOfAProjectWithoutSuchAnArchive() throws Exception {
    assertThat(jars("aci")).containsExactly(classes(), directory.resolve("library.jar"));
  }
}
