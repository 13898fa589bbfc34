package io.github.baci.container.builder;

import io.github.baci.api.BaciException;
import io.github.baci.api.NetworkMode;
import io.github.baci.container.ContainerSpec;
import io.github.baci.container.syscall.DirectoryEntries;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.container.syscall.MountCalls;
import io.github.baci.container.syscall.SystemCallException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What every container has mounted: /dev, /sys, the network's files, and last /proc. All of it is
 * found, made and covered by descriptor.
 */
final class SystemMounts implements AutoCloseable {
  private static final long SAFE =
      MountCalls.MS_NOSUID | MountCalls.MS_NODEV | MountCalls.MS_NOEXEC;

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
  private static final List<String> MASKED_IN_SYS = List.of("firmware", "devices/virtual/powercap");
  private static final String CPUS = "devices/system/cpu";
  private static final List<String> READ_ONLY = List.of("bus", "fs", "irq", "sys", "sysrq-trigger");

  private final int root;
  private final boolean privileged;
  private @Nullable Devices devices;
  private int sys = -1;

  /**
   * Mounts into a root file system.
   *
   * @param root a descriptor of it
   * @param privileged whether the command may see and change more of the system
   */
  SystemMounts(int root, boolean privileged) {
    this.root = root;
    this.privileged = privileged;
  }

  /**
   * Mounts everything but /proc.
   *
   * @param nodes an empty directory for the nodes of devices
   * @param networkFiles the directory of the network's files
   */
  void mount(ContainerSpec spec, Path nodes, Path networkFiles) throws IOException {
    devices = new Devices(nodes, privileged);
    try (RootPlace dev = RootPlace.find(root, "/dev").made(true)) {
      devices.mount(dev);
    }
    try (RootPlace place = systemPlace("sys")) {
      mountSys(place, spec);
    }
    int files = FileCalls.openDirectory(FileCalls.CWD, networkFiles.toString());
    try {
      for (String name : NetworkFiles.NAMES) {
        bindFile(files, name);
      }
    } finally {
      FileCalls.close(files);
    }
  }

  private void bindFile(int files, String name) throws IOException {
    int file = FileCalls.openPlace(files, name);
    try (RootPlace place = RootPlace.find(root, "/etc/" + name).made(false)) {
      bind(file, place, SAFE);
    } finally {
      FileCalls.close(file);
    }
  }

  /** Finds the place of a system's directory; it must be one of the image's own, and no link. */
  private RootPlace systemPlace(String name) throws IOException {
    RootPlace place = RootPlace.find(root, name);
    if (!place.path().equals(name)) {
      place.close();
      throw new BaciException(
          "'/%s' of the image is a symbolic link, and must be a directory".formatted(name));
    }
    return place.made(true);
  }

  private void mountSys(RootPlace place, ContainerSpec spec) throws IOException {
    if (spec.network() == NetworkMode.NONE) {
      try {
        // shows the interfaces of the container's own network namespace
        MountCalls.mount("sysfs", place.link(), "sysfs", MountCalls.MS_RDONLY | SAFE, "");
        sys = place.mounted(-1);
        ControlGroups.mount(sys, true);
        return;
      } catch (SystemCallException e) {
        // refused where parts of the machine's /sys are hidden from this namespace
      }
    }
    int host = FileCalls.openPlace(FileCalls.CWD, "/sys");
    try {
      sys = bound(host, place, MountCalls.MS_RDONLY | SAFE);
    } finally {
      FileCalls.close(host);
    }
    ControlGroups.mount(sys, false);
  }

  /** Returns the place where /proc is to be mounted. */
  RootPlace proc() throws IOException {
    return systemPlace("proc");
  }

  /**
   * Hides and protects parts of /proc and /sys, as Docker does.
   *
   * @param proc the place where /proc has been mounted
   */
  void mask(RootPlace proc) throws IOException {
    int fd = proc.mounted(-1);
    try {
      if (!MountCalls.isProc(fd)) {
        throw new BaciException("/proc of the container is not what was mounted there");
      }
      if (privileged) {
        return;
      }
      for (String name : MASKED) {
        cover(fd, name);
      }
      for (String name : MASKED_IN_SYS) {
        cover(sys, name);
      }
      coverThrottling();
      for (String name : READ_ONLY) {
        protect(fd, name);
      }
    } finally {
      FileCalls.close(fd);
    }
  }

  private void coverThrottling() throws IOException {
    List<String> cpus;
    try (RootPlace place = RootPlace.find(sys, CPUS)) {
      if (!place.exists()) {
        return;
      }
      int fd = FileCalls.openDirectory(place.fd(), ".");
      try {
        cpus = DirectoryEntries.names(fd);
      } finally {
        FileCalls.close(fd);
      }
    }
    for (String cpu : cpus) {
      if (isCpu(cpu)) {
        cover(sys, CPUS + "/" + cpu + "/thermal_throttle");
      }
    }
  }

  /** Returns whether a name is "cpu" with a number. */
  private static boolean isCpu(String name) {
    if (!name.startsWith("cpu") || name.length() == "cpu".length()) {
      return false;
    }
    for (int i = "cpu".length(); i < name.length(); i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static void protect(int directory, String name) throws IOException {
    try (RootPlace place = RootPlace.find(directory, name)) {
      if (place.exists()) {
        bind(place.fd(), place, MountCalls.MS_RDONLY | SAFE);
      }
    }
  }

  private void cover(int directory, String name) throws IOException {
    try (RootPlace place = RootPlace.find(directory, name)) {
      if (!place.exists()) {
        return;
      }
      FileStatus status = place.status().orElseThrow();
      if (status.isDirectory()) {
        MountCalls.mount("tmpfs", place.link(), "tmpfs", MountCalls.MS_RDONLY | SAFE, "size=0k");
      } else {
        MountCalls.bind(RootPlace.link(nullDevice()), place.link());
      }
    }
  }

  /** Shows what a descriptor leads to at a place too, with all mounts below it. */
  static void bind(int source, RootPlace place, long flags) throws IOException {
    FileCalls.close(bound(source, place, flags));
  }

  private static int bound(int source, RootPlace place, long flags) throws IOException {
    MountCalls.mount(
        RootPlace.link(source), place.link(), "", MountCalls.MS_BIND | MountCalls.MS_REC, "");
    int fd = place.mounted(source);
    try {
      if (flags != 0) {
        MountCalls.restrict(fd, flags);
      }
      return fd;
    } catch (IOException | RuntimeException e) {
      FileCalls.close(fd);
      throw e;
    }
  }

  /** Returns an open descriptor of the container's /dev/null; this object closes it. */
  int nullDevice() {
    return Objects.requireNonNull(devices, "they are mounted first").nullDevice();
  }

  @Override
  public void close() {
    if (devices != null) {
      devices.close();
    }
    if (sys >= 0) {
      FileCalls.close(sys);
    }
  }
}
