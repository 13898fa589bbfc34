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
 * <p>With cgroup v2 alone, the container gets a namespace and a mount of its own, in which its group
 * is the root. With v1, as in Docker, it sees the machine's groups, read-only: each of the many
 * hierarchies would have to be mounted anew, which user namespaces may not do.
 */
final class ControlGroups {
  private static final String MOUNTED = "/sys/fs/cgroup";

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
   * Mounts them below the {@code /sys} of a container.
   *
   * @param sys the mounted {@code /sys}
   */
  static void mount(String sys) throws IOException {
    String target = sys + "/fs/cgroup";
    if (RootPath.stat(FileCalls.CWD, target).isEmpty()) {
      return;
    }
    if (isUnified()) {
      try {
        MountCalls.mount(
            "cgroup",
            target,
            "cgroup2",
            MountCalls.MS_RDONLY
                | MountCalls.MS_NOSUID
                | MountCalls.MS_NODEV
                | MountCalls.MS_NOEXEC,
            "");
        return;
      } catch (SystemCallException e) {
        // Not everywhere may a user namespace mount it: then the machine's own must do.
      }
    }
    if (RootPath.stat(FileCalls.CWD, MOUNTED).isPresent()) {
      MountCalls.bind(MOUNTED, target);
      MountCalls.makeReadOnly(target);
    }
  }
}
