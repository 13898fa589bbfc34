package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.Baci;
import io.github.baci.api.BuildListener;
import io.github.baci.api.PruneReport;
import io.github.baci.api.PruneRequest;
import io.github.baci.api.PruneRules;
import io.github.baci.testing.BusyboxBase;
import io.github.baci.testing.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything is pruned, again and again, while builds run on the same store. */
class PruneWhileBuildingIT {
  private static final int BUILDS = 3;
  private static final long PAUSE_MILLIS = 20;

  @TempDir private Path directory;

  @Test
  void buildsEndWellAndWriteTheSameWhileEverythingTheyDoNotUseIsDeleted() throws Exception {
    List<Process> first = startAll("first");
    awaitAll(first, "first");
    PruneReport idle = prune(true);
    assertThat(idle.inUse().count()).isZero();
    makeOld();
    Path old = Files.createDirectories(directory.resolve("store/chunks/un")).resolve("unused");
    Files.write(old, new byte[1000]);
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(1))));

    List<Process> second = startAll("second");
    long prunes = 0;
    long pruned = 0;
    long inUse = 0;
    while (second.stream().anyMatch(Process::isAlive)) {
      PruneReport report = prune(false);
      prunes++;
      pruned += report.allPruned().count();
      inUse = Math.max(inUse, report.inUse().count());
      Thread.sleep(PAUSE_MILLIS);
    }
    awaitAll(second, "second");

    assertThat(prunes).isPositive();
    assertThat(pruned).isPositive();
    assertThat(inUse).isPositive();
    assertThat(old).doesNotExist();
    for (int i = 0; i < BUILDS; i++) {
      assertThat(directory.resolve("second-" + i + ".aci"))
          .hasSameBinaryContentAs(directory.resolve("first-" + i + ".aci"));
    }
    assertThat(prune(false).allKept()).isEqualTo(PruneReport.Amount.NONE);
    assertThat(directory.resolve("store/tmp")).isEmptyDirectory();
  }

  private PruneReport prune(boolean dryRun) throws InterruptedException {
    return new Baci()
        .prune(
            new PruneRequest(
                directory.resolve("store"),
                PruneRules.ALL,
                dryRun ? PruneRequest.Mode.TELL : PruneRequest.Mode.DELETE),
            BuildListener.SILENT);
  }

  /** As if the builds had been a day ago: nothing is in use until it is found again. */
  private void makeOld() throws IOException {
    FileTime yesterday = FileTime.from(Instant.now().minus(Duration.ofDays(1)));
    try (var files = Files.walk(directory.resolve("store"), 3)) {
      for (Path file :
          files.filter(path -> !path.startsWith(directory.resolve("store/tmp"))).toList()) {
        Files.setLastModifiedTime(file, yesterday);
      }
    }
  }

  private List<Process> startAll(String round) throws IOException {
    TestImage base = BusyboxBase.image();
    List<Process> builds = new ArrayList<>();
    for (int i = 0; i < BUILDS; i++) {
      Path context = Files.createDirectories(directory.resolve("context-" + i));
      Files.writeString(
          context.resolve("Dockerfile"),
          """
          FROM base
          RUN --mount=type=cache,target=/cache touch /cache/%1$d \\
           && mkdir /made && echo %1$d > /made/file && touch -d @0 /made/file /made /
          COPY --from=base /bin/busybox /tool-%1$d
          RUN touch -d @0 /tool-%1$d /made /
          """
              .formatted(i));
      builds.add(
          BuildProcess.start(
              context,
              directory.resolve("store"),
              output(round, i),
              "oci-layout://" + base.layout() + ":" + base.tag(),
              directory.resolve(round + "-" + i + ".log")));
    }
    return builds;
  }

  private Path output(String round, int number) {
    return directory.resolve(round + "-" + number + ".aci");
  }

  private void awaitAll(List<Process> builds, String round) throws Exception {
    for (int i = 0; i < builds.size(); i++) {
      assertThat(builds.get(i).waitFor(5, TimeUnit.MINUTES)).isTrue();
      assertThat(builds.get(i).exitValue())
          .as(Files.readString(directory.resolve(round + "-" + i + ".log")))
          .isZero();
    }
  }
}
