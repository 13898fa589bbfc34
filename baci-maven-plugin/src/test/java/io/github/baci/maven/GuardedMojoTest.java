package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
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

  @Test
  void aFaultOfBaciIsToldWithItsStackTrace() {
    List<String> told = new ArrayList<>();
    IllegalStateException fault = new IllegalStateException("no such luck");
    Goal goal = new Goal();
    goal.setLog(
        new SystemStreamLog() {
          @Override
          public void error(CharSequence content) {
            told.add(content.toString());
          }
        });

    assertThatThrownBy(
            () ->
                goal.guarded(
                    SESSION,
                    () -> {
                      throw fault;
                    }))
        .isInstanceOf(MojoExecutionException.class)
        .hasMessage("a fault of baci: java.lang.IllegalStateException: no such luck")
        .hasCause(fault);
    assertThat(told)
        .singleElement()
        .asString()
        .startsWith("This is a fault of baci")
        .contains("IllegalStateException: no such luck\n\tat " + GuardedMojoTest.class.getName());
  }

  @Test
  void whatTheUserCanMendIsToldWithoutAny() {
    assertThatThrownBy(
            () ->
                new Goal()
                    .guarded(
                        SESSION,
                        () -> {
                          throw new BaciException("mend it");
                        }))
        .isInstanceOf(MojoFailureException.class)
        .hasMessage("mend it")
        .hasNoCause();
  }

  @Test
  void aMessageWithWordsOfStrangersSteersNoTerminal() {
    assertThatThrownBy(
            () ->
                new Goal()
                    .guarded(
                        SESSION,
                        () -> {
                          throw new BaciException("'\u001b]0;x\u0007' is\nno image");
                        }))
        .isInstanceOf(MojoFailureException.class)
        .hasMessage("'\\x1b]0;x\\x07' is\nno image");
  }
}
