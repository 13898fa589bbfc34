package io.github.baci.container.rkt;

import io.github.baci.container.syscall.ProcessCalls;
import io.github.baci.container.syscall.SystemCallException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What runs in a pod that isolates nothing, known by its root directory. */
final class PodProcesses {
  /** While processes are killed, they may start others. */
  private static final int ROUNDS = 20;

  private PodProcesses() {}

  /** Kills everything whose root directory is in a pod. */
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

  private static String root(Path process) {
    try {
      return Files.readSymbolicLink(process.resolve("root")).toString();
    } catch (IOException e) {
      return ""; // It has just ended.
    }
  }
}
