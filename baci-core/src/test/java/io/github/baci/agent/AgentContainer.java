package io.github.baci.agent;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.baci.testing.Command;
import io.github.baci.testing.DockersCapabilities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A container as CI agents have it, run by crun: this machine's files, which nothing written there
 * reaches, and one directory that is shared.
 *
 * @param shared the directory, mounted at its own path
 */
record AgentContainer(Path shared) {
  /** What Docker's default profile refuses to those who lack CAP_SYS_ADMIN, of what counts here. */
  private static final List<String> REFUSED_WITHOUT_SYS_ADMIN =
      List.of(
          "unshare",
          "setns",
          "mount",
          "umount2",
          "move_mount",
          "open_tree",
          "fsopen",
          "fsconfig",
          "fsmount",
          "fspick",
          "mount_setattr",
          "sethostname",
          "setdomainname");

  private static final List<String> REFUSED =
      List.of("pivot_root", "keyctl", "add_key", "request_key", "userfaultfd", "io_uring_setup");

  private static final long NAMESPACES = 0x7e020000L; // of clone's flags
  private static final int ENOSYS = 38;

  /** The environments that a container can be. */
  enum Environment {
    /** Docker's default, root. */
    DOCKER_ROOT(0, DockersCapabilities.DEFAULT, false),
    /** Kubernetes "restricted", and any uid. */
    RESTRICTED(1_000_680_000, List.of(), true);

    private final int uid;

    @SuppressWarnings("ImmutableEnumChecker") // lists that nobody can change
    private final List<String> capabilities;

    private final boolean isRestricted;

    Environment(int uid, List<String> capabilities, boolean isRestricted) {
      this.uid = uid;
      this.capabilities = capabilities;
      this.isRestricted = isRestricted;
    }
  }

  /** Runs a program in a container. */
  Command.Result run(Environment environment, List<String> environmentVariables, List<String> line)
      throws IOException {
    Path bundle = Files.createTempDirectory("baci-agent");
    for (String name : List.of("rootfs", "upper", "work")) {
      Files.createDirectory(bundle.resolve(name));
    }
    Files.writeString(
        bundle.resolve("config.json"), spec(environment, environmentVariables, line).toString());
    String script =
        """
        set -e
        mount -t overlay overlay -o lowerdir=/,upperdir=upper,workdir=work rootfs
        mkdir -p "rootfs$2"
        if ! crun --version >/dev/null; then exit 127; fi
        while umount -l /sys/fs/cgroup 2>/dev/null; do :; done
        mount -t tmpfs -o mode=755 cgroup /sys/fs/cgroup
        cut -d: -f2 /proc/self/cgroup | grep . | while read -r c; do
          mkdir -p "/sys/fs/cgroup/${c#name=}"
          mount -t cgroup -o "$c" cgroup "/sys/fs/cgroup/${c#name=}"
        done
        exec crun run "$1"
        """;
    try {
      return Command.of("unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh")
          .with(bundle.getFileName().toString(), shared.toString())
          .in(bundle)
          .run();
    } finally {
      Command.of("rm", "-rf", bundle.toString()).succeed();
    }
  }

  private ObjectNode spec(Environment environment, List<String> variables, List<String> line) {
    ObjectNode spec = new ObjectMapper().createObjectNode();
    spec.put("ociVersion", "1.0.2").put("hostname", "agent");
    spec.putObject("root").put("path", "rootfs").put("readonly", environment.isRestricted);
    ObjectNode process = spec.putObject("process");
    process.put("cwd", shared.toString()).put("noNewPrivileges", environment.isRestricted);
    process.putObject("user").put("uid", environment.uid).put("gid", environment.uid);
    line.forEach(process.putArray("args")::add);
    ArrayNode env = process.putArray("env");
    env.add("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    variables.forEach(env::add);
    ObjectNode capabilities = process.putObject("capabilities");
    for (String set : List.of("bounding", "effective", "permitted")) {
      boolean isHeld = environment.uid == 0 || set.equals("bounding");
      ArrayNode names = capabilities.putArray(set);
      if (isHeld) {
        environment.capabilities.forEach(name -> names.add("CAP_" + name));
      }
    }
    addMounts(spec.putArray("mounts"));
    ObjectNode linux = spec.putObject("linux");
    for (String type : List.of("pid", "ipc", "uts", "mount")) {
      linux.withArray("namespaces").addObject().put("type", type);
    }
    for (String path : List.of("/proc/kcore", "/proc/keys", "/proc/timer_list", "/proc/acpi")) {
      linux.withArray("maskedPaths").add(path);
    }
    for (String path : List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys")) {
      linux.withArray("readonlyPaths").add(path);
    }
    addFilter(linux.putObject("seccomp"));
    return spec;
  }

  private void addMounts(ArrayNode mounts) {
    mount(mounts, "/proc", "proc", "nosuid", "noexec", "nodev");
    mount(mounts, "/dev", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k");
    mount(mounts, "/dev/pts", "devpts", "nosuid", "noexec", "newinstance", "ptmxmode=0666");
    mount(mounts, "/dev/shm", "tmpfs", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k");
    mount(mounts, "/sys", "sysfs", "nosuid", "noexec", "nodev", "ro");
    mount(mounts, "/tmp", "tmpfs", "nosuid", "nodev", "mode=1777");
    mount(mounts, shared.toString(), "bind", "bind");
  }

  private static void mount(ArrayNode mounts, String target, String type, String... options) {
    ObjectNode mount = mounts.addObject();
    mount.put("destination", target).put("type", type);
    mount.put("source", type.equals("bind") ? target : type);
    for (String option : options) {
      mount.withArray("options").add(option);
    }
  }

  private static void addFilter(ObjectNode seccomp) {
    seccomp.put("defaultAction", "SCMP_ACT_ALLOW");
    ArrayNode rules = seccomp.putArray("syscalls");
    ObjectNode always = rules.addObject().put("action", "SCMP_ACT_ERRNO");
    REFUSED.forEach(always.putArray("names")::add);
    ObjectNode others = rules.addObject().put("action", "SCMP_ACT_ERRNO");
    REFUSED_WITHOUT_SYS_ADMIN.forEach(others.putArray("names")::add);
    for (int bit = 0; bit < Long.SIZE - 1; bit++) {
      if ((NAMESPACES >> bit & 1) != 0) {
        ObjectNode clone = rules.addObject().put("action", "SCMP_ACT_ERRNO");
        clone.putArray("names").add("clone");
        clone
            .putArray("args")
            .addObject()
            .put("index", 0)
            .put("value", 1L << bit)
            .put("valueTwo", 1L << bit)
            .put("op", "SCMP_CMP_MASKED_EQ");
      }
    }
    ObjectNode clone3 = rules.addObject().put("action", "SCMP_ACT_ERRNO").put("errnoRet", ENOSYS);
    clone3.putArray("names").add("clone3");
  }
}
