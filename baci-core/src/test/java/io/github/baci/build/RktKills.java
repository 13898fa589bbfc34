package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.testing.BusyboxBase;
import io.github.baci.testing.Command;
import io.github.baci.testing.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;

/** Builds by rkt that are killed at random moments, and what is left of them after the next one. */
abstract class RktKills {
  private static final Random RANDOM = new Random(11);

  @TempDir private static Path directory;

  private final long series = System.nanoTime();

  /** What is killed, and by which signal. */
  enum Kill {
    /** As {@code kill} does it. */
    BUILD_BY_TERM,
    /** As Ctrl-C does it. */
    BUILD_BY_INT,
    /** As the system does it, when memory is short. */
    BUILD_BY_KILL,
    /** The builder in the pod. */
    BUILDER_BY_KILL,
    /** rkt itself. */
    RKT_BY_KILL
  }

  /** What the builds are made with. */
  record Rkt(Path executable, Path stage1) {}

  final void killAndLookForRemains(Rkt rkt, int kills) throws Exception {
    long whole = duration(rkt);
    for (int i = 0; i < kills; i++) {
      Process build = start(rkt, 10 + i, "killed");
      if (!build.waitFor(RANDOM.nextLong(whole), TimeUnit.MILLISECONDS)) {
        kill(build, Kill.values()[i % Kill.values().length]);
      }
      assertThat(build.waitFor(1, TimeUnit.MINUTES)).as("build %d ends", i).isTrue();
    }

    Process last = start(rkt, 9999, "last");

    assertThat(last.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(last.exitValue()).as(log("last")).isZero();
    assertNothingIsLeft(rkt);
  }

  private long duration(Rkt rkt) throws Exception {
    start(rkt, 1, "first").waitFor();
    long start = System.nanoTime();
    Process build = start(rkt, 2, "second");
    assertThat(build.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(build.exitValue()).as(log("second")).isZero();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  private static void kill(Process build, Kill kill) {
    switch (kill) {
      case BUILD_BY_TERM -> signal(build.toHandle(), "TERM");
      case BUILD_BY_INT -> signal(build.toHandle(), "INT");
      case BUILD_BY_KILL -> signal(build.toHandle(), "KILL");
      case BUILDER_BY_KILL ->
          build
              .descendants()
              .filter(process -> commandLine(process).contains("BuilderMain"))
              .reduce((first, second) -> second)
              .ifPresent(builder -> signal(builder, "KILL"));
      case RKT_BY_KILL ->
          build
              .children()
              .filter(process -> !commandLine(process).contains("jspawnhelper"))
              .findFirst()
              .ifPresent(rkt -> signal(rkt, "KILL"));
    }
  }

  private static String commandLine(ProcessHandle process) {
    return process.info().commandLine().orElse("");
  }

  private static void signal(ProcessHandle process, String name) {
    Command.of("kill", "-" + name, Long.toString(process.pid())).run();
  }

  private Process start(Rkt rkt, int number, String output) throws IOException {
    Path context = Files.createDirectories(directory.resolve("context-" + number));
    Files.writeString(
        context.resolve("Dockerfile"),
        """
        FROM base
        RUN echo %d of %d > /number; (trap '' TERM; sleep 600) & sleep 0.2
        RUN head -c 3000000 /dev/zero > /zeros
        """
            .formatted(number, series));
    TestImage base = BusyboxBase.image();
    return BuildProcess.start(
        context,
        directory.resolve("store"),
        directory.resolve(output + ".aci"),
        "oci-layout://" + base.layout() + ":" + base.tag(),
        directory.resolve(output + ".log"),
        List.of(
            rkt.executable().toString(),
            rkt.stage1().toString(),
            directory.resolve("rkt").toString()));
  }

  private String log(String output) throws IOException {
    return Files.readString(directory.resolve(output + ".log"));
  }

  private void assertNothingIsLeft(Rkt rkt) throws Exception {
    try (var left = Files.list(directory.resolve("store/tmp"))) {
      assertThat(left).isEmpty();
    }
    assertThat(
            Command.of(rkt.executable().toString(), "--dir=" + directory.resolve("rkt"), "list")
                .with("--full", "--no-legend")
                .succeed()
                .strip())
        .as("pods")
        .isEmpty();
    assertThat(seeing()).as("processes, and mounts of any namespace").isEmpty();
  }

  /** Returns the processes that have something of the directory mounted, whatever they are. */
  private List<String> seeing() throws IOException {
    List<String> found = new ArrayList<>();
    try (var entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path entry : entries) {
        mounts(entry)
            .filter(mounts -> mounts.contains(directory.getFileName().toString()))
            .ifPresent(mounts -> found.add(entry + " " + commandLine(entry)));
      }
    }
    return found;
  }

  private static Optional<String> mounts(Path process) {
    try {
      return Optional.of(Files.readString(process.resolve("mountinfo")));
    } catch (IOException e) {
      return Optional.empty(); // ended meanwhile
    }
  }

  private static String commandLine(Path process) {
    try {
      return Files.readString(process.resolve("cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }
}
