package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.InvalidPathException;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoFailureException;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.junit.jupiter.api.Test;

class GuardedMojoTest {
  @SuppressWarnings("deprecation") // the way to have a session without a container
  private static final MavenSession SESSION =
      new MavenSession(
          null, new DefaultRepositorySystemSession(), new DefaultMavenExecutionRequest(), null);

  private static final class Goal extends GuardedMojo {
    @Override
    public void execute() {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void aPathThatTheLocaleCannotNameIsSaidToBeOne() {
    assertThatThrownBy(
            () ->
                new Goal()
                    .guarded(
                        SESSION,
                        () -> {
                          throw new InvalidPathException("/tmp/pr?f", "unmappable");
                        }))
        .isInstanceOf(MojoFailureException.class)
        .hasMessageContaining("'/tmp/pr?f'")
        .hasMessageContaining("LC_ALL=C.UTF-8");
  }
}
