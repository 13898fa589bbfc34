package io.github.baci.container.builder;

import io.github.baci.api.BaciException;
import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.SystemCallException;
import java.util.Optional;

/**
 * Tells what the system refuses to the builder, by its rules or its limits, as what it is: no fault
 * of the builder, and nothing that another Dockerfile would mend.
 */
final class SystemRefusal {
  private SystemRefusal() {}

  /**
   * Explains a call that failed.
   *
   * @return empty if the reason is not the system's, but how it was called
   */
  static Optional<BaciException> explain(SystemCallException e) {
    return advice(e.errno())
        .map(
            advice ->
                new BaciException(
                    "the system refuses what RUN needs (%s): %s".formatted(e.getMessage(), advice),
                    e));
  }

  private static Optional<String> advice(int errno) {
    return Optional.ofNullable(
        switch (errno) {
          case Errno.EPERM, Errno.EACCES ->
              "where this is a container, start it with --privileged, or with CAP_SYS_ADMIN and"
                  + " without the seccomp and AppArmor profiles that forbid it; else see what"
                  + " security module of this machine does (dmesg tells)";
          case Errno.ENOSYS ->
              "the kernel, or what plays it here, does not have this call; use Linux 5.11 or newer";
          case Errno.ENODEV ->
              "the kernel has no such file system; load its module, or use a kernel that has it";
          case Errno.EROFS -> "the directory is read-only; give another store directory";
          case Errno.EMLINK, Errno.ENAMETOOLONG ->
              "the image has more hard links to one file, or longer names or targets of links, than"
                  + " the file system of the store takes; another image, or a store directory on"
                  + " another file system, mends it";
          case Errno.EMFILE, Errno.ENFILE ->
              "too many files are open; allow more, as by 'ulimit -n 65536'";
          case Errno.ENOMEM ->
              "there is not enough memory; allow more, or run fewer builds at once";
          case Errno.EAGAIN, Errno.EUSERS ->
              "a limit of processes or namespaces is reached; allow more ('ulimit -u',"
                  + " user.max_*_namespaces)";
          default -> null;
        });
  }
}
