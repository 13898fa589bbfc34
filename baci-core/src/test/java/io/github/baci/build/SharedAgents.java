package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.Baci;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildRequestBuilder;
import io.github.baci.api.BuildResult;
import io.github.baci.api.ImageForm;
import io.github.baci.api.OciOptions;
import io.github.baci.api.OutputFormats;
import io.github.baci.api.StepCacheOptions;
import io.github.baci.api.StepCacheTrust;
import io.github.baci.api.WrittenImage;
import io.github.baci.registry.PlayedRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;

/** Agents that build the same context, each with a store of its own, and share a registry. */
final class SharedAgents implements AutoCloseable {
  private static final String DOCKERFILE =
      """
      FROM scratch AS parts
      COPY a /a
      COPY b /b
      FROM scratch
      WORKDIR /srv
      COPY --from=parts /a /srv/a
      COPY c /srv/c
      """;

  /** More than any machine stands still: tests of what is found do not depend on time. */
  static final Duration PATIENT = Duration.ofMinutes(2);

  final PlayedRegistry registry = new PlayedRegistry();

  /** What became of the steps of the last build: stage, number and outcome. */
  final List<String> outcomes = Collections.synchronizedList(new ArrayList<>());

  /** What the last build warned of. */
  final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

  /** Whether whole images are shared too. */
  boolean images;

  /** Whether files keep the times that they have in the context. */
  boolean ownTimes;

  private final Path directory;

  /**
   * Writes a context with two stages.
   *
   * @param directory for the context, the stores and the images
   */
  SharedAgents(Path directory) throws IOException {
    this.directory = directory;
    write("a", "1");
    write("b", "2");
    write("c", "3");
    write("Dockerfile", DOCKERFILE);
  }

  /** Writes a file of the context. */
  void write(String name, String content) throws IOException {
    Path file = directory.resolve("context").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  /** Returns the repository that agents share. */
  String cache() {
    return registry.host() + "/cache/app";
  }

  /** Takes results from the repository, and puts them there. */
  StepCacheOptions both() {
    return both(StepCacheTrust.EVERYBODY);
  }

  /** Takes results that are trusted from the repository, and puts them there. */
  StepCacheOptions both(StepCacheTrust trust) {
    return new StepCacheOptions(
        List.of(cache()),
        Optional.of(cache()),
        PATIENT,
        trust,
        images ? StepCacheOptions.Scope.STEPS_AND_IMAGES : StepCacheOptions.Scope.STEPS);
  }

  /** Builds on an agent; its store is empty if the agent is a new one. */
  BuildResult build(String agent, StepCacheOptions shared) throws Exception {
    return build(agent, shared, request -> request);
  }

  BuildResult build(
      String agent, StepCacheOptions shared, UnaryOperator<BuildRequestBuilder> settings)
      throws Exception {
    outcomes.clear();
    warnings.clear();
    BuildRequestBuilder request =
        BuildRequest.builder(
                directory.resolve("context"), image(agent), AciOptions.named("example.com/test"))
            .storeDirectory(directory.resolve("store-" + agent))
            .stepCache(shared);
    if (!ownTimes) {
      request.timestamp(Instant.parse("2026-11-01T00:00:00Z"));
    }
    return new Baci().build(settings.apply(request).build(), new Listener());
  }

  /** Lets each answer take a time; returns when each question began and its answer ended. */
  List<long[]> delayAnswers(long millis) {
    List<long[]> times = Collections.synchronizedList(new ArrayList<>());
    registry.fault(
        "GET .*",
        (exchange, body) -> {
          long begin = System.nanoTime();
          try {
            Thread.sleep(millis);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          times.add(new long[] {begin, System.nanoTime()});
          return false;
        });
    return times;
  }

  /**
   * Lets requests wait until so many bytes of an image have been written, for 20 seconds at most.
   *
   * @return whether they have been
   */
  AtomicBoolean holdBack(String regex, long bytes) {
    AtomicBoolean written = new AtomicBoolean();
    registry.fault(
        regex,
        (exchange, body) -> {
          long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
          while (!written.get() && System.nanoTime() < until) {
            written.compareAndSet(false, isWritten(bytes));
            Thread.onSpinWait();
          }
          return false;
        });
    return written;
  }

  private boolean isWritten(long bytes) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.anyMatch(
          file -> file.toString().endsWith(".baci-part") && file.toFile().length() >= bytes);
    }
  }

  /** Returns how many of the requests can at most have waited for one another. */
  static int longestChain(List<long[]> times) {
    List<long[]> byEnd = new ArrayList<>(times);
    byEnd.sort(Comparator.comparingLong(time -> time[1]));
    int count = 0;
    long end = Long.MIN_VALUE;
    for (long[] time : byEnd) {
      if (count == 0 || time[0] - end >= 0) {
        count++;
        end = time[1];
      }
    }
    return count;
  }

  /** Has OCI archives written. */
  static BuildRequestBuilder oci(BuildRequestBuilder request) {
    return request.formats(OutputFormats.of(List.of(ImageForm.OCI), OciOptions.DEFAULT));
  }

  /** Fails unless the last build took what all steps of the last stage made, without a warning. */
  void assertThatNothingIsExecuted() {
    assertThat(outcomes).first(InstanceOfAssertFactories.STRING).endsWith(" 1 DONE");
    assertThat(outcomes.subList(1, outcomes.size()))
        .hasSize(3)
        .allMatch(outcome -> outcome.endsWith(" CACHED"));
    assertThat(warnings).isEmpty();
  }

  /** Fails unless the file that was written is the one of a build that shares nothing. */
  void assertThatTheImageIsRight(BuildResult result, UnaryOperator<BuildRequestBuilder> settings)
      throws Exception {
    WrittenImage alone = build("alone", StepCacheOptions.NONE, settings).images().get(0);
    WrittenImage written = result.images().get(0);
    assertThat(written.digests()).isEqualTo(alone.digests());
    assertThat(written.size()).isEqualTo(alone.size());
    assertThat(written.file()).hasSameBinaryContentAs(alone.file());
  }

  /** Returns whether the store of an agent has layers. */
  boolean hasLayers(String agent) throws IOException {
    Path layers = directory.resolve("store-" + agent).resolve("layers");
    if (!Files.exists(layers)) {
      return false;
    }
    try (Stream<Path> files = Files.list(layers)) {
      return files.findAny().isPresent();
    }
  }

  /** Returns the file that an agent builds. */
  Path image(String agent) {
    return directory.resolve(agent + ".aci");
  }

  /** Builds without sharing anything. */
  BuildResult expected() throws Exception {
    return build("alone", StepCacheOptions.NONE);
  }

  private final class Listener implements BuildListener {
    @Override
    public void stepEnded(StepId step, Outcome outcome, Duration took) {
      outcomes.add(step.stage() + " " + step.number() + " " + outcome);
    }

    @Override
    public void warning(String message) {
      warnings.add(message);
    }
  }

  @Override
  public void close() {
    registry.close();
  }
}
