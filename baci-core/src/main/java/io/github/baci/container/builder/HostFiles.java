package io.github.baci.container.builder;

import io.github.baci.api.BaciException;
import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.MountCalls;
import io.github.baci.container.syscall.SystemCallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of the machine that the builder sees. The process that becomes a command has been the
 * builder's program before, and a command can get hold of that program by {@code /proc/self/exe};
 * so all of the machine is read-only for the builder, but for what it has to write.
 */
final class HostFiles {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final int MOUNT_POINT = 4;

  private HostFiles() {}

  /**
   * Makes all mounts of the process read-only and without setuid programs.
   *
   * @param writable directories and files that stay as they are, with all below them
   * @throws BaciException if the system refuses it
   */
  static void protect(List<Path> writable) throws IOException {
    try {
      List<Copy> copies = new ArrayList<>();
      try {
        for (Path path : outermost(writable)) {
          copies.add(new Copy(MountCalls.copy(path.toString()), path));
        }
        protectAll();
        for (Copy copy : copies) {
          MountCalls.attach(copy.fd(), copy.path().toString());
        }
      } finally {
        copies.forEach(copy -> FileCalls.close(copy.fd()));
      }
    } catch (SystemCallException e) {
      if (e.errno() != Errno.ENOSYS) {
        throw refused(e);
      }
      protectOneByOne(outermost(writable));
    }
  }

  /** What stays writable, and where it is mounted again. */
  private record Copy(int fd, Path path) {}

  /** Leaves out what lies below another path. */
  static List<Path> outermost(List<Path> paths) throws IOException {
    List<Path> real = new ArrayList<>();
    for (Path path : paths) {
      real.add(path.toRealPath());
    }
    List<Path> result = new ArrayList<>();
    for (Path path : real) {
      boolean isBelow =
          real.stream().anyMatch(other -> !other.equals(path) && path.startsWith(other));
      if (!isBelow && !result.contains(path)) {
        result.add(path);
      }
    }
    return result;
  }

  private static void protectAll() throws IOException {
    int root = FileCalls.openPlace(FileCalls.CWD, "/");
    try {
      MountCalls.restrict(root, MountCalls.MS_RDONLY | MountCalls.MS_NOSUID);
    } finally {
      FileCalls.close(root);
    }
  }

  /** Does the same with the calls of Linux before 5.12. */
  private static void protectOneByOne(List<Path> writable) throws IOException {
    try {
      for (Path path : writable) {
        MountCalls.bind(path.toString(), path.toString());
      }
      for (String line : Files.readAllLines(MOUNTS)) {
        Path point = Path.of(unescaped(line.split(" ")[MOUNT_POINT]));
        if (writable.stream().noneMatch(point::startsWith)) {
          MountCalls.restrictAlone(point.toString(), MountCalls.MS_RDONLY | MountCalls.MS_NOSUID);
        }
      }
    } catch (SystemCallException e) {
      throw refused(e);
    }
  }

  /** Returns a path of the kernel's list, in which some characters are octal numbers. */
  static String unescaped(String text) {
    return text.replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }

  private static BaciException refused(SystemCallException cause) {
    return new BaciException(
        ("RUN needs to make this machine's files read-only for the builder, which the system"
                + " refuses (%s): where this is a container, start it with CAP_SYS_ADMIN and without a"
                + " seccomp profile that forbids mounts")
            .formatted(cause.getMessage()),
        cause);
  }
}
