package io.github.baci.container.builder;

import io.github.baci.container.ContainerSpec;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.container.syscall.MountCalls;
import io.github.baci.container.syscall.SystemCallException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What every container has mounted: /dev, /sys, the network's files, and last /proc. */
final class SystemMounts {
  private static final List<String> DEVICES =
      List.of("null", "zero", "full", "random", "urandom", "tty");
  private static final Map<String, String> LINKS =
      Map.of(
          "fd", "/proc/self/fd",
          "stdin", "/proc/self/fd/0",
          "stdout", "/proc/self/fd/1",
          "stderr", "/proc/self/fd/2",
          "ptmx", "pts/ptmx");

  // what Docker hides and protects
  private static final List<String> MASKED =
      List.of(
          "asound",
          "acpi",
          "interrupts",
          "kcore",
          "keys",
          "latency_stats",
          "timer_list",
          "timer_stats",
          "sched_debug",
          "scsi");
  private static final List<String> READ_ONLY = List.of("bus", "fs", "irq", "sys", "sysrq-trigger");

  private final int root;
  private final Path rootPath;

  /**
   * Mounts into a root file system.
   *
   * @param root a descriptor of it
   * @param rootPath its path
   */
  SystemMounts(int root, Path rootPath) {
    this.root = root;
    this.rootPath = rootPath;
  }

  /** Mounts everything but /proc. */
  void mount(ContainerSpec spec, Path networkFiles) throws IOException {
    mountDev(place("/dev"));
    mountSys(place("/sys"), spec);
    for (String name : NetworkFiles.NAMES) {
      MountCalls.bind(networkFiles.resolve(name).toString(), place("/etc/" + name));
    }
  }

  private String place(String target) throws IOException {
    return rootPath + "/" + RootPath.resolve(root, target).path();
  }

  private static void mountDev(String dev) throws IOException {
    // Without mode=755, tmpfs is sticky, and opening a bound node with O_CREAT is then refused in a
    // user namespace, where the node's owner is unknown: no "> /dev/null" would work.
    MountCalls.mount("tmpfs", dev, "tmpfs", MountCalls.MS_NOSUID, "mode=755,size=64m");
    for (String device : DEVICES) {
      FileCalls.mknod(FileCalls.CWD, dev + "/" + device, FileStatus.S_IFREG | 0666, 0, 0);
      MountCalls.mount("/dev/" + device, dev + "/" + device, "", MountCalls.MS_BIND, "");
    }
    for (Map.Entry<String, String> link : LINKS.entrySet()) {
      FileCalls.symlink(link.getValue(), FileCalls.CWD, dev + "/" + link.getKey());
    }
    long safe = MountCalls.MS_NOSUID | MountCalls.MS_NODEV | MountCalls.MS_NOEXEC;
    FileCalls.mkdir(FileCalls.CWD, dev + "/shm", 0755);
    MountCalls.mount("shm", dev + "/shm", "tmpfs", safe, "mode=1777,size=65536k");
    FileCalls.mkdir(FileCalls.CWD, dev + "/pts", 0755);
    MountCalls.mount(
        "devpts",
        dev + "/pts",
        "devpts",
        MountCalls.MS_NOSUID | MountCalls.MS_NOEXEC,
        "newinstance,ptmxmode=0666,mode=0620");
    FileCalls.mkdir(FileCalls.CWD, dev + "/mqueue", 0755);
    try {
      MountCalls.mount("mqueue", dev + "/mqueue", "mqueue", safe, "");
    } catch (SystemCallException e) {
      // not every kernel has POSIX message queues
      FileCalls.remove(FileCalls.CWD, dev + "/mqueue", true);
    }
  }

  private static void mountSys(String sys, ContainerSpec spec) throws IOException {
    if (spec.network() == ContainerSpec.Network.NONE) {
      try {
        // shows the interfaces of the container's own network namespace
        MountCalls.mount(
            "sysfs",
            sys,
            "sysfs",
            MountCalls.MS_RDONLY
                | MountCalls.MS_NOSUID
                | MountCalls.MS_NODEV
                | MountCalls.MS_NOEXEC,
            "");
        ControlGroups.mount(sys);
        return;
      } catch (SystemCallException e) {
        // refused where parts of the machine's /sys are hidden from this namespace
      }
    }
    MountCalls.bind("/sys", sys);
    MountCalls.makeReadOnly(sys);
    ControlGroups.mount(sys);
  }

  /** Hides and protects parts of /proc and /sys, as Docker does. */
  void mask(boolean privileged) throws IOException {
    if (privileged) {
      return;
    }
    String proc = place("/proc");
    for (String name : MASKED) {
      cover(proc + "/" + name);
    }
    cover(place("/sys") + "/firmware");
    for (String name : READ_ONLY) {
      String path = proc + "/" + name;
      if (RootPath.stat(FileCalls.CWD, path).isPresent()) {
        MountCalls.bind(path, path);
        MountCalls.makeReadOnly(path);
      }
    }
  }

  private static void cover(String path) throws IOException {
    var status = RootPath.stat(FileCalls.CWD, path);
    if (status.isEmpty()) {
      return;
    }
    if (status.get().isDirectory()) {
      MountCalls.mount("tmpfs", path, "tmpfs", MountCalls.MS_RDONLY, "size=0k");
    } else {
      MountCalls.mount("/dev/null", path, "", MountCalls.MS_BIND, "");
    }
  }
}
