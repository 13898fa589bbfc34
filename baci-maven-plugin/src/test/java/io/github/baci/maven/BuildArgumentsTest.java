package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import java.util.Properties;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.junit.jupiter.api.Test;

class BuildArgumentsTest {
  @Test
  @SuppressWarnings("deprecation") // the way to have a session without a container
  void anArgumentMustHaveAName() {
    DefaultMavenExecutionRequest request = new DefaultMavenExecutionRequest();
    request.getUserProperties().setProperty("baci.buildArg.", "x");
    MavenSession session =
        new MavenSession(null, new DefaultRepositorySystemSession(), request, null);

    assertThatThrownBy(() -> BuildArguments.of(new MavenProject(), session, new Properties()))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("baci.buildArg. names no argument");
  }
}
