package io.github.baci.maven.agents;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.baci.maven.agents.Environment.Trait;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The config.json of a container, as the OCI's runtime specification has it. */
final class RuntimeSpec {
  private static final String PATH =
      "PATH=/opt/java/bin:/opt/maven/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final List<String> MASKED =
      List.of(
          "/proc/asound",
          "/proc/acpi",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/sys/firmware",
          "/sys/devices/virtual/powercap");
  private static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  /** How many bytes of memory small containers have. */
  static final long SMALL_MEMORY = 512L << 20;

  private static final long ALL_IDS = 0xffffffffL;

  private final Environment environment;
  private final ObjectNode spec = new ObjectMapper().createObjectNode();

  private RuntimeSpec(Environment environment) {
    this.environment = environment;
  }

  /**
   * Returns the text.
   *
   * @param work a directory of the machine, at {@code /workspace} in the container as an emptyDir
   * @param line the program and its arguments
   */
  static String of(Environment environment, Path work, List<String> line) throws IOException {
    RuntimeSpec made = new RuntimeSpec(environment);
    made.spec.put("ociVersion", "1.0.2").put("hostname", "agent");
    made.spec.putObject("root").put("path", "rootfs").put("readonly", made.has(Trait.READ_ONLY));
    made.addProcess(line);
    made.addMounts(work);
    made.addLinux();
    return made.spec.toString();
  }

  private boolean has(Trait trait) {
    return environment.has(trait);
  }

  private void addProcess(List<String> line) {
    ObjectNode process = spec.putObject("process");
    process.put("cwd", "/").put("noNewPrivileges", has(Trait.NO_NEW_PRIVILEGES));
    Environment.User user = environment.user();
    process.putObject("user").put("uid", user.uid).put("gid", user.gid);
    line.forEach(process.putArray("args")::add);
    process.putArray("env").add(PATH).add("JAVA_HOME=/opt/java").add("HOME=" + user.home);
    ObjectNode capabilities = process.putObject("capabilities");
    for (String set : List.of("bounding", "effective", "permitted")) {
      ArrayNode names = capabilities.putArray(set);
      if (user.uid == 0 || set.equals("bounding")) {
        environment.capabilities().forEach(name -> names.add("CAP_" + name));
      }
    }
  }

  private void addMounts(Path work) {
    mount("/proc", "proc", "proc", "nosuid", "noexec", "nodev");
    mount("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k");
    mount("/dev/pts", "devpts", "devpts", "nosuid", "noexec", "newinstance", "ptmxmode=0666");
    mount("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k");
    mount("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev");
    if (has(Trait.PRIVILEGED)) {
      if (!has(Trait.A_MACHINE)) {
        mount("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev");
      }
    } else {
      mount("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro");
    }
    if (!has(Trait.A_MACHINE)) {
      mount("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", "ro");
    }
    if (has(Trait.READ_ONLY)) {
      mount("/tmp", "tmpfs", "tmpfs", "nosuid", "nodev", "mode=1777");
    }
    mount("/memory", "tmpfs", "tmpfs", "nosuid", "nodev", "mode=1777");
    mount("/noexec", "tmpfs", "tmpfs", "nosuid", "noexec", "nodev", "mode=1777");
    mount("/workspace", "bind", work.toString(), "rbind", "nosuid", "nodev");
  }

  private void mount(String target, String type, String source, String... options) {
    ObjectNode mount = spec.withArray("mounts").addObject();
    mount.put("destination", target).put("type", type).put("source", source);
    for (String option : options) {
      mount.withArray("options").add(option);
    }
  }

  private void addLinux() throws IOException {
    ObjectNode linux = spec.putObject("linux");
    for (String type : List.of("pid", "ipc", "uts", "mount")) {
      linux.withArray("namespaces").addObject().put("type", type);
    }
    if (has(Trait.A_MACHINE)) {
      linux.withArray("namespaces").addObject().put("type", "user");
      for (String mappings : List.of("uidMappings", "gidMappings")) {
        linux
            .withArray(mappings)
            .addObject()
            .put("containerID", 0)
            .put("hostID", 0)
            .put("size", ALL_IDS);
      }
    }
    if (!has(Trait.PRIVILEGED)) {
      MASKED.forEach(linux.withArray("maskedPaths")::add);
      READ_ONLY.forEach(linux.withArray("readonlyPaths")::add);
    }
    if (has(Trait.SMALL)) {
      linux.putObject("resources").putObject("memory").put("limit", SMALL_MEMORY);
    }
    if (has(Trait.FILTERED)) {
      DockersFilter.write(linux.putObject("seccomp"), environment.capabilities());
    }
  }
}
