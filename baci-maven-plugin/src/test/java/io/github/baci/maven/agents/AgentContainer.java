package io.github.baci.maven.agents;

import io.github.baci.testing.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Containers of an image, run by crun. What they write to its files is lost, and nothing outside is
 * reached but the directory that is theirs to work in.
 *
 * @param rootfs the image's files
 */
record AgentContainer(Path rootfs) {
  /** The runtime wants control groups where it expects them, which not each machine has. */
  private static final String RUN =
      """
      set -e
      mount -t overlay overlay -o "lowerdir=$1,upperdir=upper,workdir=upper-work" rootfs
      while umount -l /sys/fs/cgroup 2>/dev/null; do :; done
      mount -t tmpfs -o mode=755 cgroup /sys/fs/cgroup
      cut -d: -f2 /proc/self/cgroup | grep . | while read -r c; do
        mkdir -p "/sys/fs/cgroup/${c#name=}"
        mount -t cgroup -o "$c" cgroup "/sys/fs/cgroup/${c#name=}"
      done
      exec crun run "$2"
      """;

  /** Runs a program in a container, with a directory of the machine at {@code /workspace}. */
  Command.Result run(Environment environment, Path work, List<String> line) throws IOException {
    Path bundle = Files.createTempDirectory("baci-agent");
    try {
      for (String name : List.of("rootfs", "upper", "upper-work")) {
        Files.createDirectory(bundle.resolve(name));
      }
      Command.of("chmod", "755", bundle.resolve("upper").toString()).succeed();
      Files.writeString(bundle.resolve("config.json"), RuntimeSpec.of(environment, work, line));
      return Command.of("unshare", "--mount", "--propagation", "private", "sh", "-c", RUN, "sh")
          .with(rootfs.toString(), bundle.getFileName().toString())
          .in(bundle)
          .run();
    } finally {
      Command.of("rm", "-rf", bundle.toString()).succeed();
    }
  }
}
