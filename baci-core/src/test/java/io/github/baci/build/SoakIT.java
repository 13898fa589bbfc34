package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.Digest;
import io.github.baci.testing.BusyboxBase;
import io.github.baci.testing.RunningProcesses;
import io.github.baci.testing.TestImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight processes build and prune on one store, in rounds. Between them all that is in the store
 * comes to be a day old, as what was used within an hour is never pruned.
 */
class SoakIT {
  private static final long SECONDS = Long.getLong("baci.test.soak", 0);
  private static final int BUILDS = SECONDS == 0 ? 1 : 3;
  private static final int PROCESSES = 8;
  private static final int PRUNERS = 2;
  private static final int MAKES_LAYERS = 2;

  @TempDir private Path directory;

  private final List<Process> processes = new ArrayList<>();
  private final List<Writer> orders = new ArrayList<>();
  private final List<BufferedReader> answers = new ArrayList<>();

  @Test
  void everyBuildIsThatOfAQuietStoreAndNothingIsLostOrLeft() throws Exception {
    TestImage image = BusyboxBase.image();
    String base = "oci-layout://" + image.layout() + ":" + image.tag();
    SoakBuilds.writeContexts(directory);
    for (int kind = 0; kind < SoakBuilds.kinds(); kind++) {
      Path quiet = Files.createDirectory(SoakBuilds.quiet(directory, kind));
      SoakBuilds.build(directory, directory.resolve("quiet-store"), quiet, base, kind, false);
    }

    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    long built = 0;
    long pruned = 0;
    long rounds = 0;
    try {
      for (int i = 0; i < PROCESSES; i++) {
        start(base, i);
      }
      do {
        for (String answer : round(rounds)) {
          assertThat(answer).as("round %d", rounds).matches("built \\d+|pruned \\d+");
          long count = Long.parseLong(answer.substring(answer.indexOf(' ') + 1));
          built += answer.startsWith("built") ? count : 0;
          pruned += answer.startsWith("pruned") ? count : 0;
        }
        rounds++;
        makeOld();
      } while (rounds < 2 || System.nanoTime() < end);
    } finally {
      end();
    }

    System.out.printf("%d rounds: %d builds, %d entries pruned%n", rounds, built, pruned);
    assertThat(pruned).isPositive();
    assertLayersAreWhole(0);
    for (int kind = 0; kind < SoakBuilds.kinds(); kind++) {
      Path last = Files.createDirectories(directory.resolve("last"));
      // One of them makes its layers: kept images need none, and what was old may all be pruned.
      SoakBuilds.build(
          directory, directory.resolve("store"), last, base, kind, kind == MAKES_LAYERS);
      for (String output : SoakBuilds.OUTPUTS) {
        assertThat(last.resolve(output))
            .hasSameBinaryContentAs(SoakBuilds.quiet(directory, kind).resolve(output));
      }
    }
    assertLayersAreWhole(1);
    assertNothingIsLeft();
  }

  private void start(String base, int number) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(SoakBuilds.class.getName());
    command.addAll(List.of(directory.toString(), base, String.valueOf(number)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    processes.add(process);
    orders.add(process.outputWriter());
    answers.add(process.inputReader());
  }

  private List<String> round(long round) throws IOException {
    for (int i = 0; i < PROCESSES; i++) {
      boolean prunes = round > 0 && (i + round) % PROCESSES < PRUNERS;
      String build = "build " + BUILDS + " " + (round * PROCESSES + i);
      orders.get(i).write((prunes ? "prune" : build) + "\n");
      orders.get(i).flush();
    }
    List<String> said = new ArrayList<>();
    for (BufferedReader answer : answers) {
      String line = answer.readLine();
      said.add(line == null ? "FAULT a process has ended" : line);
    }
    return said;
  }

  private void end() throws Exception {
    for (Writer order : orders) {
      order.close();
    }
    for (Process process : processes) {
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
    }
  }

  private void makeOld() throws IOException {
    FileTime yesterday = FileTime.from(Instant.now().minus(Duration.ofDays(1)));
    Path store = directory.resolve("store");
    try (Stream<Path> files = Files.walk(store, 3)) {
      for (Path file : files.filter(path -> !path.startsWith(store.resolve("tmp"))).toList()) {
        Files.setLastModifiedTime(file, yesterday);
      }
    }
  }

  private void assertLayersAreWhole(int atLeast) throws IOException {
    int count = 0;
    try (Stream<Path> files = Files.walk(directory.resolve("store/layers"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String digest = Digest.sha256Of(Files.readAllBytes(file)).hex();
        assertThat(digest).isEqualTo(file.getFileName().toString());
        count++;
      }
    }
    assertThat(count).isGreaterThanOrEqualTo(atLeast);
  }

  private void assertNothingIsLeft() throws Exception {
    assertThat(SoakBuilds.names(directory.resolve("store/tmp"))).isEmpty();
    for (int i = 0; i < PROCESSES; i++) {
      assertThat(SoakBuilds.names(directory.resolve("out-" + i))).isSubsetOf(SoakBuilds.OUTPUTS);
    }
    assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
        .doesNotContain(directory.toString());
    // A builder ends within moments after its client, and is waited for longer than it takes.
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!RunningProcesses.naming(directory.resolve("store")).isEmpty()
        && System.nanoTime() < deadline) {
      Thread.sleep(100);
    }
    assertThat(RunningProcesses.naming(directory.resolve("store"))).isEmpty();
  }
}
