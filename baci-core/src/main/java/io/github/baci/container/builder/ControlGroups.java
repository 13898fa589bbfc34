package io.github.baci.container.builder;

import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.MountCalls;
import io.github.baci.container.syscall.SystemCallException;
import io.github.baci.container.syscall.ThreadCalls;
import java.io.IOException;

/**
 * The control groups that a container sees. Programs, as JVMs, learn their limits from what {@code
 * /proc/self/cgroup} and the mounts on {@code /sys/fs/cgroup} say together; where the two do not
 * match, some fail: JDK 17 with a NullPointerException.
 *
 * <p>With cgroup v2 alone, the container gets a namespace and a mount of its own, in which its
 * group is the root. With v1, as in Docker, it sees the machine's groups, read-only: each of the
 * many hierarchies would have to be mounted anew, which user namespaces may not do.
 */
final class ControlGroups {
  private static final String MOUNTED = "/sys/fs/cgroup";

  private static final long READ_ONLY =
      MountCalls.MS_RDONLY | MountCalls.MS_NOSUID | MountCalls.MS_NODEV | MountCalls.MS_NOEXEC;

  private ControlGroups() {}

  /** Gives the thread a cgroup namespace, where there will be a mount that matches it. */
  static void unshare() throws IOException {
    if (!isUnified()) {
      return;
    }
    try {
      ThreadCalls.unshare(ThreadCalls.CLONE_NEWCGROUP);
    } catch (SystemCallException e) {
      if (e.errno() != Errno.EINVAL) { // not every kernel has these namespaces
        throw e;
      }
    }
  }

  private static boolean isUnified() {
    try {
      return MountCalls.fileSystemType(MOUNTED) == MountCalls.CGROUP2_SUPER_MAGIC;
    } catch (SystemCallException e) {
      return false; // nothing is mounted
    }
  }

  /**
   * Mounts them in the {@code /sys} of a container.
   *
   * @param sys a descriptor of the mounted {@code /sys}
   * @param isNew whether it is a file system of its own, and not the machine's with all its mounts
   */
  static void mount(int sys, boolean isNew) throws IOException {
    try (RootPlace place = RootPlace.find(sys, "fs/cgroup")) {
      if (!place.exists() || (isUnified() && mountUnified(place)) || !isNew) {
        return;
      }
      int host = FileCalls.openPlace(FileCalls.CWD, MOUNTED);
      try {
        SystemMounts.bind(host, place, READ_ONLY);
      } finally {
        FileCalls.close(host);
      }
    }
  }

  private static boolean mountUnified(RootPlace place) throws IOException {
    try {
      MountCalls.mount("cgroup", place.link(), "cgroup2", READ_ONLY, "");
      return true;
    } catch (SystemCallException e) {
      return false; // Not every user namespace may: then the machine's own must do.
    }
  }
}
