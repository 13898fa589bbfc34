package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.testing.BusyboxBase;
import io.github.baci.testing.Command;
import io.github.baci.testing.RunningProcesses;
import io.github.baci.testing.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds side by side on one store, and builds that are killed. */
class ManyBuildsIT {
  private static final int KILLS = Integer.getInteger("baci.test.kills", 50);

  @TempDir private Path directory;

  @Test
  void twentyBuildsOfFourImagesOnOneStoreAllEndWell() throws Exception {
    List<Process> builds = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      builds.add(start(context(i % 4), "out-" + i + ".aci"));
    }

    for (int i = 0; i < builds.size(); i++) {
      assertThat(builds.get(i).waitFor(5, TimeUnit.MINUTES)).as("build %d ends", i).isTrue();
      assertThat(builds.get(i).exitValue()).as(log("out-" + i + ".aci")).isZero();
    }
    for (int i = 4; i < 20; i++) {
      assertThat(directory.resolve("out-" + i + ".aci"))
          .hasSameBinaryContentAs(directory.resolve("out-" + i % 4 + ".aci"));
    }
    assertNothingIsLeft();
  }

  @Test
  void afterFiftyKillsTheNextBuildEndsWellAndLeavesNothing() throws Exception {
    Random random = new Random(7);
    long whole = duration();
    for (int i = 0; i < KILLS; i++) {
      Process build = start(context(10 + i), "killed.aci");
      build.waitFor(random.nextLong(whole), TimeUnit.MILLISECONDS);
      build.destroyForcibly().waitFor();
    }

    Process last = start(context(99), "last.aci");

    assertThat(last.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(last.exitValue()).as(log("last.aci")).isZero();
    assertNothingIsLeft();
  }

  private long duration() throws Exception {
    long start = System.nanoTime();
    Process build = start(context(9), "first.aci");
    assertThat(build.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(build.exitValue()).as(log("first.aci")).isZero();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + 1;
  }

  private Path context(int number) throws IOException {
    Path context = Files.createDirectories(directory.resolve("context-" + number));
    Files.writeString(context.resolve("file"), "file of " + number);
    Command.of("tar", "-cf", context.resolve("archive.tar").toString(), "--mtime=@0", "file")
        .in(context)
        .succeed();
    Files.writeString(
        context.resolve("Dockerfile"),
        """
        FROM base
        COPY file /file
        ADD archive.tar /added/
        RUN mkdir /made && cp /file /made/%d && touch -d @0 /made/%d /made
        RUN head -c 3000000 /dev/zero > /zeros && touch -d @0 /zeros && touch -d @0 /
        """
            .formatted(number, number));
    return context;
  }

  private Process start(Path context, String output) throws IOException {
    TestImage base = BusyboxBase.image();
    return BuildProcess.start(
        context,
        directory.resolve("store"),
        directory.resolve(output),
        "oci-layout://" + base.layout() + ":" + base.tag(),
        directory.resolve(output + ".log"));
  }

  private String log(String output) throws IOException {
    return Files.readString(directory.resolve(output + ".log"));
  }

  private void assertNothingIsLeft() throws IOException, InterruptedException {
    try (var left = Files.list(directory.resolve("store/tmp"))) {
      assertThat(left).isEmpty();
    }
    assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
        .doesNotContain(directory.toString());
    // A container ends with its builder, which notices within moments that its client is gone.
    for (int i = 0;
        i < 100 && !RunningProcesses.naming(directory.resolve("store")).isEmpty();
        i++) {
      Thread.sleep(100);
    }
    assertThat(RunningProcesses.naming(directory.resolve("store"))).isEmpty();
  }
}
