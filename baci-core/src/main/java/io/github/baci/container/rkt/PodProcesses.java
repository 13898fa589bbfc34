package io.github.baci.container.rkt;

import io.github.baci.container.syscall.ProcessCalls;
import io.github.baci.container.syscall.SystemCallException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What runs in a pod, known by its root directory. */
final class PodProcesses {
  /** While processes are killed, they may start others. */
  private static final int ROUNDS = 20;

  private PodProcesses() {}

  /** Kills everything whose root directory is in a pod that isolates nothing. */
  static void kill(String uuid) throws IOException {
    if (uuid.isEmpty()) {
      return;
    }
    boolean found = true;
    for (int i = 0; i < ROUNDS && found; i++) {
      found = killOnce(uuid);
    }
  }

  private static boolean killOnce(String uuid) throws IOException {
    boolean found = false;
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path each : processes) {
        if (root(each).contains("/" + uuid + "/")) {
          found = true;
          try {
            ProcessCalls.kill(
                Integer.parseInt(each.getFileName().toString()), ProcessCalls.SIGKILL);
          } catch (SystemCallException e) {
            // It has just ended.
          }
        }
      }
    }
    return found;
  }

  /**
   * Finds the app of a pod in which a supervisor runs it: the process below rkt that is in the
   * app's control group, as a unit of systemd, or in its root directory, and whose parent is not.
   *
   * @param rkt rkt's own process
   * @param name what rkt calls the app
   * @return its process ID; empty before it is started and after it has ended
   */
  static OptionalLong app(ProcessHandle rkt, String name) {
    for (ProcessHandle each : rkt.descendants().toList()) {
      if (isOfApp(each.pid(), name)
          && each.parent().filter(parent -> !isOfApp(parent.pid(), name)).isPresent()) {
        return OptionalLong.of(each.pid());
      }
    }
    return OptionalLong.empty();
  }

  private static boolean isOfApp(long pid, String name) {
    Path process = Path.of("/proc", Long.toString(pid));
    if (root(process).endsWith("/rootfs")) {
      return true;
    }
    try {
      return Files.readString(process.resolve("cgroup")).contains("/" + name + ".service\n");
    } catch (IOException e) {
      return false; // It has just ended.
    }
  }

  private static String root(Path process) {
    try {
      return Files.readSymbolicLink(process.resolve("root")).toString();
    } catch (IOException e) {
      return ""; // It has just ended.
    }
  }
}
