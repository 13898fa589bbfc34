package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Agents with empty stores that share a registry and have the same files in their contexts: what
 * does not shrink by compression is neither sent nor fetched.
 */
@Timeout(120)
class SharedContextFilesTest {
  private static final int JAR = 3 << 20;

  @TempDir private Path directory;
  private SharedAgents agents;

  @BeforeEach
  void start() throws IOException {
    agents = new SharedAgents(directory);
    agents.images = true;
    agents.write(
        "Dockerfile",
        """
        FROM scratch
        WORKDIR /srv
        COPY lib /srv/lib/
        COPY --chmod=600 app.jar text /srv/
        """);
    agents.write("text", "a text. ".repeat(50_000));
    jar("app.jar", 1, JAR + 123);
    jar("lib/one.jar", 2, JAR);
    jar("lib/two.jar", 3, 70_001);
    jar("lib/small.jar", 4, 1_000);
  }

  @AfterEach
  void stop() {
    agents.close();
  }

  private Path context(String name) {
    return directory.resolve("context").resolve(name);
  }

  private void jar(String name, int seed, int bytes) throws IOException {
    byte[] content = new byte[bytes];
    new Random(seed).nextBytes(content);
    Files.createDirectories(context(name).getParent());
    Files.write(context(name), content);
  }

  /** All that the registry was sent. */
  private long kept() {
    return agents.registry.blobs.values().stream().mapToLong(blob -> blob.length).sum();
  }

  @Test
  void aWholeImageIsSentAndTakenWithoutThem() throws Exception {
    agents.build("one", agents.both());
    assertThat(kept()).as("what was sent of 6 MiB").isLessThan(100_000);

    BuildResult second = agents.build("two", agents.both());

    agents.assertThatNothingIsExecuted();
    assertThat(agents.hasLayers("two")).isFalse();
    agents.assertThatTheImageIsRight(second, UnaryOperator.identity());
  }

  @Test
  void anOciArchiveIsSentAndTakenWithoutThem() throws Exception {
    agents.build("one", agents.both(), SharedAgents::oci);
    assertThat(kept()).as("what was sent of 6 MiB").isLessThan(100_000);

    BuildResult second = agents.build("two", agents.both(), SharedAgents::oci);

    agents.assertThatNothingIsExecuted();
    agents.assertThatTheImageIsRight(second, SharedAgents::oci);
  }

  @Test
  void layersOfStepsAreMadeOfThem() throws Exception {
    agents.images = false;
    agents.build("one", agents.both());
    assertThat(kept()).isLessThan(100_000);

    BuildResult second = agents.build("two", agents.both());

    agents.assertThatNothingIsExecuted();
    agents.assertThatTheImageIsRight(second, UnaryOperator.identity());
  }

  @Test
  void theirTimesMayBeOthers() throws Exception {
    agents.ownTimes = true;
    BuildResult first = agents.build("one", agents.both());
    Files.setLastModifiedTime(
        context("app.jar"), FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));

    BuildResult whole = agents.build("two", agents.both());

    agents.assertThatNothingIsExecuted();
    assertThat(whole.imageId()).isEqualTo(first.imageId());
    agents.images = false;
    BuildResult steps = agents.build("three", agents.both());
    agents.assertThatNothingIsExecuted();
    assertThat(steps.imageId()).isEqualTo(first.imageId());
  }

  @Test
  void whoHasChangedALaterFileTakesWhatIsBelow() throws Exception {
    agents.build("one", agents.both());
    jar("app.jar", 9, JAR);

    BuildResult second = agents.build("two", agents.both());

    assertThat(agents.outcomes).contains("stage-0 3 CACHED", "stage-0 4 DONE");
    assertThat(agents.warnings).isEmpty();
    agents.assertThatTheImageIsRight(second, UnaryOperator.identity());
  }

  @Test
  void aFileThatChangesMeanwhileIsNoPartOfTheImage() throws Exception {
    agents.build("one", agents.both());
    byte[] changed = Files.readAllBytes(context("app.jar"));
    changed[JAR / 2]++;
    agents.registry.fault(
        "GET .*/manifests/baci-image-.*",
        (exchange, body) -> {
          Files.write(context("app.jar"), changed);
          return false;
        });

    assertThatThrownBy(() -> agents.build("two", agents.both()))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("changed while the build read it");

    assertThat(agents.image("two")).doesNotExist();
    assertThat(agents.warnings)
        .first(InstanceOfAssertFactories.STRING)
        .startsWith("the image is composed, because it cannot be taken from the step cache")
        .contains("does not come out of the files of the build context");
  }

  /** Returns text that gets no shorter than half by compression. */
  private static String hexadecimal(int length) {
    StringBuilder text = new StringBuilder();
    Random random = new Random(7);
    while (text.length() < length) {
      text.append(Integer.toHexString(random.nextInt())).append('\n');
    }
    return text.toString();
  }

  @Test
  void whatIsMadeOfThemIsWrittenWhileTheRestComes() throws Exception {
    agents.write("text", hexadecimal(400_000));
    agents.write("Dockerfile", "FROM scratch\nCOPY text /0\nWORKDIR /srv\nCOPY app.jar /srv/\n");
    agents.build("one", agents.both());
    AtomicBoolean written = agents.holdBack("GET /v2/cache/app/blobs/.*", JAR);

    BuildResult second = agents.build("two", agents.both());

    assertThat(written).as("the jar is in the file before the text has come").isTrue();
    agents.assertThatNothingIsExecuted();
    agents.assertThatTheImageIsRight(second, UnaryOperator.identity());
  }

  @Test
  void textIsSentAsItShrinks() throws Exception {
    String text = hexadecimal(400_000);
    agents.write("text", text);
    agents.write("Dockerfile", "FROM scratch\nCOPY text /text\n");

    agents.build("one", agents.both());

    assertThat(kept()).isGreaterThan(text.getBytes(StandardCharsets.UTF_8).length / 3);
  }
}
