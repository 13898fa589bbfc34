package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OptionNamesTest {
  private static final Path DOCS = Path.of("..", "docs");

  @ParameterizedTest
  @EnumSource(Option.class)
  void everyOptionIsAParameterThatTheDocumentationHas(Option option) throws IOException {
    String parameter = OptionNames.of(option).replaceAll("[<>]", "");

    assertThat(
            Files.readString(DOCS.resolve("configuration.md"))
                + Files.readString(DOCS.resolve("images.md"))
                + Files.readString(DOCS.resolve("registries.md")))
        .containsPattern("`" + Pattern.quote(parameter) + "[`=]");
  }

  @Test
  void aGoalFailsInTheWordsOfTheUser() {
    String message = "full; choose another (%s)".formatted(Option.STORE_DIRECTORY);

    assertThatThrownBy(
            () ->
                new Goal()
                    .guarded(
                        session(),
                        () -> {
                          throw new BaciException(message);
                        }))
        .isInstanceOf(MojoFailureException.class)
        .hasMessage("full; choose another (baci.storeDirectory)");
  }

  @Test
  void theLogIsInTheWordsOfTheUser() {
    Lines lines = new Lines();
    try (LogListener listener = new LogListener(lines, Optional.empty(), note -> true)) {
      listener.note("see " + Option.STORE_DIRECTORY);
      listener.warning("see " + Option.STORE_DIRECTORY);
      listener.debug("see " + Option.STORE_DIRECTORY);
    }

    assertThat(lines.all)
        .containsExactly(
            "info: see baci.storeDirectory",
            "warning: see baci.storeDirectory",
            "debug: see baci.storeDirectory");
  }

  private static final class Lines extends SystemStreamLog {
    private final List<String> all = new ArrayList<>();

    @Override
    public void info(CharSequence line) {
      all.add("info: " + line);
    }

    @Override
    public void warn(CharSequence line) {
      all.add("warning: " + line);
    }

    @Override
    public void debug(CharSequence line) {
      all.add("debug: " + line);
    }

    @Override
    public boolean isDebugEnabled() {
      return true;
    }
  }

  @SuppressWarnings("deprecation") // the way to have a session without a container
  private static MavenSession session() {
    return new MavenSession(
        null, new DefaultRepositorySystemSession(), new DefaultMavenExecutionRequest(), null);
  }

  private static final class Goal extends GuardedMojo {
    @Override
    public void execute() {
      throw new UnsupportedOperationException();
    }
  }
}
