package io.github.baci.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.baci.api.Digest;
import io.github.baci.container.ContainerMount.Cache.Sharing;
import io.github.baci.container.ContainerSpec.Identity;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Which devices and system calls commands are allowed in a container, whatever engine runs them.
 */
abstract class DeviceContract extends MountContract {
  static final int EPERM = 1;
  static final int ENOSYS = 38;

  private Digest programs;

  @BeforeAll
  void makePrograms() throws Exception {
    programs = StaticPrograms.in(layers, Files.createDirectory(directory.resolve("c"))).diffId();
  }

  SpecDraft armed(Digest... more) {
    List<Digest> all = new ArrayList<>(List.of(base, programs));
    all.addAll(List.of(more));
    return new SpecDraft(all);
  }

  static ContainerMount shared(String id, String path, String target) {
    return new ContainerMount.Cache(
        id, target, List.of(), path, Sharing.SHARED, false, 0755, Identity.ROOT);
  }

  @Test
  void nodesInDevAreTheContainersOwn() throws Exception {
    Object before = Files.getAttribute(Path.of("/dev/full"), "unix:mode");

    Outcome outcome =
        shell(
            "chmod 600 /dev/full; touch /dev/full; echo x > /dev/null && echo null; "
                + "busybox head -c 3 /dev/zero | wc -c; echo x > /dev/full || echo full");

    assertThat(outcome.stdout()).isEqualTo("null\n3\nfull\n");
    assertThat(Files.getAttribute(Path.of("/dev/full"), "unix:mode")).isEqualTo(before);
  }

  @Test
  @Tag(NAMESPACES)
  @Tag(ISOLATION)
  void devicesThatADiskIsCannotBeOpened() throws Exception {
    Outcome outcome =
        run(
            draft()
                .mount(shared("disks", "", "/c"))
                .mount(new ContainerMount.Tmpfs("/t", OptionalLong.empty()))
                .shell(
                    "for d in / /c /t /dev /dev/shm /tmp; do for n in 'b 7 0' 'c 1 1' 'c 10 229';"
                        + " do busybox rm -f $d/node; busybox mknod $d/node $n 2>/dev/null; busybox"
                        + " dd if=$d/node of=/dev/null count=0 2>/dev/null && echo $d $n; done;"
                        + " done; echo end"));

    assertThat(outcome.stdout()).isEqualTo("end\n");
  }

  @Test
  @Tag(NAMESPACES)
  @Tag(ISOLATION)
  @Tag(UNTRACED)
  void devicesThatACommandMakesCannotBeOpened() throws Exception {
    ContainerMount cache = shared("nodes", "", "/c");
    Outcome outcome =
        run(
            draft()
                .mount(cache)
                .mount(new ContainerMount.Tmpfs("/t", OptionalLong.empty()))
                .shell(
                    "for d in / /c /t /dev /dev/shm /tmp; do busybox mknod $d/node c 1 5"
                        + " 2>/dev/null && busybox head -c 1 $d/node >/dev/null 2>&1 && echo $d;"
                        + " done; echo end"));

    assertThat(outcome.stdout()).isEqualTo("end\n");
  }

  @Test
  @Tag(NAMESPACES)
  void devicesOfLayersAreInNoFileSystemAndStayInTheImage() throws Exception {
    Digest devices;
    try (LayerWriter writer = layers.newLayer()) {
      writer.add(ContainerBase.directory("data", 0755));
      for (String path : List.of("data/text", "node")) {
        writer.add(
            new LayerEntry.Device(
                path, ContainerBase.attributes(0666), LayerEntry.Device.Kind.BLOCK, 7, 0));
      }
      writer.add(new LayerEntry.HardLink("twin", ContainerBase.attributes(0666), "node"));
      devices = writer.commit().diffId();
    }

    Outcome outcome =
        run(
            armed(devices)
                .shell(
                    "ls /data/text /node /twin 2>/dev/null; busybox mknod /made c 1 3 2>/dev/null;"
                        + " echo end")
                .snapshot());

    assertThat(outcome.stdout()).isEqualTo("end\n");
    if (outcome.paths().contains("made")) { // by root
      assertThat(outcome.change("made")).isInstanceOf(LayerEntry.Device.class);
    } else {
      assertThat(outcome.paths()).isEmpty();
    }
    assertThat(
            run(armed(devices, outcome.layer().diffId()).shell("ls /made /node; echo end"))
                .stdout())
        .isEqualTo("end\n");
  }

  @Test
  @Tag(SEVERAL_IDS)
  void aSetuidProgramWorks() throws Exception {
    Outcome made =
        run(
            armed()
                .shell("busybox cp /bin/probe /bin/as-root; chmod 4755 /bin/as-root")
                .snapshot());

    Outcome outcome =
        run(
            new SpecDraft(List.of(base, made.layer().diffId()))
                .as(1000, 1000)
                .exec("/bin/as-root", "setuid:105"));

    assertThat(outcome.stdout()).isEqualTo("setuid 0\n");
  }

  @Test
  @Tag(NAMESPACES)
  @Tag(ISOLATION)
  void systemCallsThatDockerRefusesAreRefused() throws Exception {
    assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
    List<String> command = new ArrayList<>(List.of("/bin/probe"));
    command.addAll(DockerCalls.REFUSED);
    command.addAll(DockerCalls.NOT_THERE);

    Outcome outcome = run(armed().exec(command.toArray(String[]::new)));

    assertThat(outcome.stdout().lines())
        .hasSize(command.size() - 1)
        .allMatch(line -> line.endsWith(" " + EPERM) || line.endsWith(" " + ENOSYS));
  }

  @Test
  @Tag(NAMESPACES)
  @Tag(ISOLATION)
  @Tag(UNTRACED)
  void systemCallsAreAllowedAsByDocker() throws Exception {
    assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
    Map<String, Integer> expected = new TreeMap<>();
    List<String> command = new ArrayList<>(List.of("/bin/probe"));
    for (String call : DockerCalls.REFUSED) {
      command.add(call);
      expected.put(call.substring(0, call.indexOf(':')), EPERM);
    }
    for (String call : DockerCalls.NOT_THERE) {
      command.add(call);
      expected.put(call.substring(0, call.indexOf(':')), ENOSYS);
    }
    for (String call : DockerCalls.ALLOWED) {
      command.add(call);
      expected.put(call.substring(0, call.indexOf(':')), 0);
    }

    Outcome outcome = run(armed().exec(command.toArray(String[]::new)));

    Map<String, Integer> came =
        outcome
            .stdout()
            .lines()
            .map(line -> line.split(" "))
            .collect(
                Collectors.toMap(
                    line -> line[0],
                    line -> line[1].equals("killed") ? -1 : Integer.parseInt(line[1])));
    assertThat(new TreeMap<>(came)).isEqualTo(expected);
  }
}
