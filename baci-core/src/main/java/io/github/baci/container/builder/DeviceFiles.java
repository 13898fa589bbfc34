package io.github.baci.container.builder;

import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A directory {@code /dev} for a root in which nothing can be mounted: nodes and pipes on disk. */
final class DeviceFiles {
  /** A character device of everybody. */
  private record Node(String name, int major, int minor) {}

  private static final List<Node> NODES =
      List.of(
          new Node("null", 1, 3),
          new Node("zero", 1, 5),
          new Node("full", 1, 7),
          new Node("random", 1, 8),
          new Node("urandom", 1, 9),
          new Node("tty", 5, 0));

  /**
   * Where there is no /proc, these lead nowhere; programs that look for them find what is usual.
   */
  private static final Map<String, String> LINKS =
      Map.of("fd", "/proc/self/fd", "stdin", "/proc/self/fd/0");

  private static final List<String> OUTPUTS = List.of("stdout", "stderr");

  private DeviceFiles() {}

  /**
   * Makes the directory. In it are named pipes {@code stdout} and {@code stderr}, to be given to
   * the command as its output and errors: elsewhere, these names lead there by way of /proc.
   */
  static void make(Path directory) throws IOException {
    String dev = directory.toString();
    FileCalls.mkdir(FileCalls.CWD, dev, 0755);
    for (Node node : NODES) {
      String path = dev + "/" + node.name();
      FileCalls.mknod(FileCalls.CWD, path, FileStatus.S_IFCHR, node.major(), node.minor());
      FileCalls.chmod(FileCalls.CWD, path, 0666);
    }
    for (Map.Entry<String, String> link : LINKS.entrySet()) {
      FileCalls.symlink(link.getValue(), FileCalls.CWD, dev + "/" + link.getKey());
    }
    FileCalls.mkdir(FileCalls.CWD, dev + "/shm", 0755);
    FileCalls.chmod(FileCalls.CWD, dev + "/shm", 01777);
    FileCalls.mkdir(FileCalls.CWD, dev + "/pts", 0755);
    for (String name : OUTPUTS) {
      FileCalls.mknod(FileCalls.CWD, dev + "/" + name, FileStatus.S_IFIFO, 0, 0);
      FileCalls.chmod(FileCalls.CWD, dev + "/" + name, 0666);
    }
  }
}
