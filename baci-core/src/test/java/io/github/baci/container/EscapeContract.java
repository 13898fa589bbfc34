package io.github.baci.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.container.ContainerSpec.Identity;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerWriter;
import io.github.baci.testing.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The ways out of containers that were found in other programs, by the number that each got. What
 * concerns no container of this project is named in docs/security.md.
 */
@SuppressWarnings("checkstyle:MethodName")
abstract class EscapeContract extends DeviceContract {
  private Path outside;

  @BeforeAll
  void makeTheOutside() throws Exception {
    outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("victim"), "");
  }

  private Digest link(String path, String target) throws Exception {
    try (LayerWriter writer = layers.newLayer()) {
      writer.add(new LayerEntry.Symlink(path, ContainerBase.attributes(0777), target));
      return writer.commit().diffId();
    }
  }

  private void assertNothingIsOutside() throws Exception {
    try (var files = Files.list(outside)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("victim");
    }
  }

  @Test
  @Tag(NAMESPACES)
  @Tag(ISOLATION)
  @Tag(UNTRACED)
  void cve_2019_5736_theBuildersProgramIsReadOnly() throws Exception {
    Outcome outcome = run(armed().exec("/bin/itself"));

    assertThat(outcome.stdout()).contains("/bin/java\n", "chmod -30", "write -"); // EROFS
  }

  @Test
  void cve_2019_5736_theBuildersProgramCannotBeChanged() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java").toRealPath();
    Path shell = Path.of("/bin/sh").toRealPath();
    Object before =
        List.of(Files.getPosixFilePermissions(java), Files.getPosixFilePermissions(shell));

    Outcome outcome = run(armed().exec("/bin/itself"));

    assertThat(outcome.stdout()).doesNotContain("write +");
    assertThat(List.of(Files.getPosixFilePermissions(java), Files.getPosixFilePermissions(shell)))
        .isEqualTo(before);
  }

  @Test
  @Tag(NAMESPACES)
  @Tag(ISOLATION)
  void cve_2019_16884_procIsMountedOverWhatIsMountedThere() throws Exception {
    Outcome outcome =
        run(
            draft()
                .mount(new ContainerMount.Tmpfs("/proc", OptionalLong.empty()))
                .shell("cat /proc/keys; ls -d /proc/1; echo x > /proc/sys/kernel/core_pattern"));

    assertThat(outcome.stdout()).isEqualTo("/proc/1\n");
    assertThat(outcome.stderr()).contains("core_pattern");
  }

  @Test
  void cve_2021_30465_and_2024_45310_placesToMountOnAreSwapped() throws Exception {
    race(
        "swapped-target",
        cache ->
            armed()
                .mount(cache)
                .mount(new ContainerMount.LayersBind(List.of(base), "/data", "/c/a/made/in", true))
                .shell("true"));
    assertNothingIsOutside();
  }

  @Test
  @Tag(ISOLATION)
  void cve_2024_23651_and_2024_11218_theSourceOfACacheIsSwapped() throws Exception {
    List<Outcome> outcomes =
        race(
            "swapped-source",
            cache -> armed().mount(shared("swapped-source", "a", "/m")).shell("ls /m"));
    // none, where caches are for one command at a time and the place was a link in the end
    assertThat(outcomes).noneMatch(outcome -> outcome.stdout().contains("victim"));
  }

  /** Makes a specification that uses a cache whose directory a is swapped for a link. */
  private interface Victim {
    SpecDraft draft(ContainerMount cache);
  }

  private List<Outcome> race(String id, Victim victim) throws Exception {
    ContainerMount cache = shared(id, "", "/c");
    run(armed().mount(cache).shell("mkdir /c/a && ln -s " + outside + " /c/l"));
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      Future<Outcome> swapping =
          executor.submit(() -> run(armed().mount(cache).exec("/bin/swap", "/c/a", "/c/l", "1")));
      List<Outcome> outcomes = new ArrayList<>();
      int refused = 0;
      while (!swapping.isDone()) {
        try {
          outcomes.add(run(victim.draft(cache)));
        } catch (BaciException e) {
          refused++; // as the place was a link to nowhere, or was swapped meanwhile
        }
      }
      assertThat(swapping.get().exitCode()).isZero();
      assertThat(outcomes.size() + refused).as("tries").isPositive();
      return outcomes;
    } finally {
      executor.shutdown();
    }
  }

  @Test
  @Tag(NAMESPACES)
  void cve_2022_29162_and_2022_27651_noCapabilityIsInherited() throws Exception {
    String capabilities = shell("grep Cap /proc/self/status | tr -d '\\t'").stdout();

    assertThat(capabilities)
        .contains("CapInh:0000000000000000", "CapAmb:0000000000000000", "CapBnd:00000000a80425fb");
  }

  @Test
  void cve_2023_25809_controlGroupsCannotBeWritten() throws Exception {
    Outcome outcome =
        shell(
            "for d in $(find /sys/fs/cgroup -maxdepth 2 -type d); do mkdir $d/escape 2>/dev/null"
                + " && echo $d; done; echo end");

    assertThat(outcome.stdout()).isEqualTo("end\n");
  }

  @Test
  @Tag(NAMESPACES)
  @Tag(ISOLATION)
  void cve_2023_27561_and_2023_28642_procAndSysAreNoLinks() throws Exception {
    for (String name : List.of("proc", "sys")) {
      Digest link = link(name, "/tmp");

      assertThatThrownBy(() -> run(armed(link).exec("/bin/true")))
          .isInstanceOf(BaciException.class)
          .hasMessageContaining("/" + name)
          .hasMessageContaining("symbolic link");
    }
  }

  @Test
  @Tag(NAMESPACES)
  @Tag(ISOLATION)
  void cve_2024_21626_noDirectoryOfTheBuilderIsReached() throws Exception {
    for (int fd = 3; fd < 40; fd += 2) {
      String workingDirectory = "/proc/self/fd/" + fd;
      assertThatThrownBy(() -> run(draft().in(workingDirectory).exec("/bin/ls")))
          .isInstanceOf(BaciException.class)
          .hasMessageContaining(workingDirectory);
    }
    Outcome outcome = run(draft().shell("ls /proc/self/fd | tr '\\n' ' '"));
    assertThat(outcome.stdout()).as("and the directory that ls reads").isEqualTo("0 1 2 3 ");
    assertThat(run(draft().in("/proc").exec("/bin/busybox", "pwd")).stdout()).isEqualTo("/proc\n");
  }

  @Test
  void cve_2024_23652_whatIsMadeForMountsIsRemovedInTheContainerAlone() throws Exception {
    run(
        draft()
            .mount(new ContainerMount.MemoryFile(new byte[1], "/x/victim", 0400, Identity.ROOT))
            .shell("umount /x/victim; mv /x /y; ln -s " + outside + " /x")
            .snapshot());
    run(draft().shell("rm -rf /mnt; ln -s " + outside + " /mnt").in("/mnt/victim2").snapshot());

    assertNothingIsOutside();
  }

  @Test
  void cve_2024_1753_theSourceOfAMountCannotLeaveItsLayers() throws Exception {
    Digest link = link("up", "../../../../../../../../../.." + outside);
    ContainerMount mount = new ContainerMount.LayersBind(List.of(base, link), "up", "/m", false);

    assertThatThrownBy(() -> run(draft().mount(mount).exec("/bin/ls", "/m")))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void cve_2024_9675_theNameOfACacheIsNoPath() throws Exception {
    String id = "../../../../../../../../../.." + outside;

    assertThat(run(draft().mount(shared(id, "", "/c")).shell("touch /c/x; ls /c")).stdout())
        .isEqualTo("x\n");
    assertThat(run(draft().mount(shared("up", "../../..", "/c")).shell("ls /c")).stdout())
        .isEmpty();
    assertNothingIsOutside();
  }

  @Test
  @Tag(NAMESPACES)
  @Tag(ISOLATION)
  void cve_2025_31133_maskedFilesAreCoveredByARealNullDevice() throws Exception {
    Digest link = link("dev/null", "/proc/sys/kernel/core_pattern");
    ContainerMount cache = shared("null", "", "/dev");
    run(draft().mount(cache).shell("rm /dev/null; ln -s /proc/sys/kernel/core_pattern /dev/null"));

    for (SpecDraft draft : List.of(armed(link), armed(link).mount(cache))) {
      Outcome outcome =
          run(
              draft.shell(
                  "cat /proc/keys; echo x > /proc/sys/kernel/core_pattern; stat -c %t:%T"
                      + " /proc/keys"));
      assertThat(outcome.stdout()).isEqualTo("1:3\n");
      assertThat(outcome.stderr()).contains("core_pattern");
    }
  }

  @Test
  @Tag(NAMESPACES)
  @Tag(ISOLATION)
  void cve_2025_52565_terminalsAreMountedOnTheContainersOwnDirectories() throws Exception {
    Digest pts = link("dev/pts", "/proc/sys");
    Digest console = link("dev/console", "/proc/sysrq-trigger");

    Outcome outcome =
        run(armed(pts, console).shell("grep -c ' /dev/pts devpts' /proc/mounts; ls /dev/console"));

    assertThat(outcome.stdout()).isEqualTo("1\n");
  }

  @Test
  @Tag(NAMESPACES)
  @Tag(ISOLATION)
  void cve_2025_52881_writesToProcGoToProc() throws Exception {
    ContainerMount cache = shared("proc", "", "/proc");
    run(draft().mount(cache).shell("true"));

    Outcome outcome =
        run(draft().mount(cache).shell("grep ' /proc ' /proc/mounts | tail -n 1 | cut -d' ' -f3"));

    assertThat(outcome.stdout().strip()).isIn("proc", "");
    assertThat(run(draft().mount(cache).shell("ls -d /proc/self/attr")).exitCode()).isZero();
  }

  @Test
  @Tag(NAMESPACES)
  @Tag(ISOLATION)
  void cve_2020_15257_socketsOfTheMachineWithoutAPathAreNotReached() throws Exception {
    Path program = directory.resolve("c/abstract");
    String name = "baci-test-" + System.nanoTime();
    Process server = new ProcessBuilder(program.toString(), "listen", name).start();
    try {
      assertThat(server.inputReader().readLine()).isEqualTo("listening");
      assertThat(Command.of(program.toString(), "connect", name).succeed().strip()).isEqualTo("0");
      String version = Command.of(program.toString(), "scopes").succeed().strip();
      // Kernels whose Landlock knows no scopes leave them reachable, as docs/security.md says.
      String expected = Integer.parseInt(version) >= 6 ? Integer.toString(EPERM) : "0";

      assertThat(run(armed().exec("/bin/abstract", "connect", name)).stdout())
          .isEqualTo(expected + "\n");
    } finally {
      server.destroy();
      server.waitFor();
    }
  }
}
