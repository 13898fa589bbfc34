package io.github.baci.container.syscall;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Calls that change the mounts of the calling thread's mount namespace. */
public final class MountCalls {
  public static final long MS_RDONLY = 1;
  public static final long MS_NOSUID = 2;
  public static final long MS_NODEV = 4;
  public static final long MS_NOEXEC = 8;
  public static final long MS_REMOUNT = 32;
  public static final long MS_BIND = 4096;
  public static final long MS_MOVE = 8192;
  public static final long MS_REC = 16384;
  public static final long MS_PRIVATE = 1 << 18;

  /** What {@link #fileSystemType} returns for cgroup v2. */
  public static final long CGROUP2_SUPER_MAGIC = 0x63677270;

  private static final long MNT_DETACH = 2;
  private static final int AT_RECURSIVE = 0x8000;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int OPEN_TREE_CLONE = 1;
  private static final long PROC_SUPER_MAGIC = 0x9fa0;
  private static final int MOVE_MOUNT_F_EMPTY_PATH = 4;
  private static final int MOVE_MOUNT_T_SYMLINKS = 0x10; // as mount(2) does
  private static final int FSCONFIG_SET_FD = 5;
  private static final int FSCONFIG_CMD_CREATE = 6;
  private static final int STATFS_FLAGS = 80;
  private static final long ST_MASK = 0x40f; // ro, nosuid, nodev, noexec and noatime

  private MountCalls() {}

  /**
   * Mounts a file system, or changes a mount.
   *
   * @param type the file system, or empty where the flags need none
   * @param data options of the file system, less than a page
   */
  public static void mount(String source, String target, String type, long flags, String data)
      throws SystemCallException {
    Call.check(
        Libc.syscall(
            CallNumber.MOUNT.value(),
            Call.string(source),
            Call.string(target),
            Call.string(type),
            flags,
            Call.string(data),
            0L),
        "mount",
        type.isEmpty() ? new Shown(source) : type,
        "on",
        new Shown(target));
  }

  /** A path in a message; that of a descriptor is shown as what it leads to. */
  private record Shown(String path) {
    private static final String DESCRIPTORS = "/proc/self/fd/";

    @Override
    public String toString() {
      return path.startsWith(DESCRIPTORS)
          ? FileCalls.describe(Integer.parseInt(path.substring(DESCRIPTORS.length())))
          : path;
    }
  }

  /** Shows a file or directory, with all mounts below it, at a second place. */
  public static void bind(String source, String target) throws SystemCallException {
    mount(source, target, "", MS_BIND | MS_REC, "");
  }

  /** Takes a mount and all below it away, at the latest when nobody uses it any more. */
  public static void detach(String target) throws SystemCallException {
    Call.check(
        Libc.syscall(CallNumber.UMOUNT2.value(), Call.string(target), MNT_DETACH, 0, 0, 0, 0),
        "umount",
        target);
  }

  /**
   * Moves the working directory, which must be a mount, over the root. Whoever has the old root
   * keeps it, and has to change to the new one by {@code chroot}.
   */
  public static void moveWorkingDirectoryToRoot() throws SystemCallException {
    mount(".", "/", "", MS_MOVE, "");
  }

  /**
   * Makes the working directory, which must be a mount, the root; the old root is mounted on it.
   */
  public static void pivotRootToWorkingDirectory() throws SystemCallException {
    Call.check(
        Libc.syscall(
            CallNumber.PIVOT_ROOT.value(), Call.string("."), Call.string("."), 0L, 0L, 0L, 0L),
        "pivot_root");
  }

  /**
   * Restricts a mount and, where the kernel can (5.12), all mounts below it. What restricts them
   * already stays.
   *
   * @param fd a descriptor of the root of the mount
   * @param flags some of MS_RDONLY, MS_NOSUID, MS_NODEV and MS_NOEXEC
   */
  public static void restrict(int fd, long flags) throws SystemCallException {
    ByteBuffer attributes = ByteBuffer.allocate(32).order(ByteOrder.nativeOrder());
    attributes.putLong(0, flags); // these four have the same numbers in both calls
    long result =
        Libc.syscall(
            CallNumber.MOUNT_SETATTR.value(),
            (long) fd,
            Call.string(""),
            (long) (AT_RECURSIVE | AT_EMPTY_PATH),
            attributes.array(),
            32L,
            0L);
    if (result == 0) {
      return;
    }
    int errno = com.sun.jna.Native.getLastError();
    if (errno != Errno.ENOSYS) {
      throw Call.failure(errno, "mount_setattr", FileCalls.describe(fd));
    }
    restrictAlone("/proc/self/fd/" + fd, flags);
  }

  /** Restricts one mount, without those below it, as every kernel can. */
  public static void restrictAlone(String target, long flags) throws SystemCallException {
    long kept = statfs(target).getLong(STATFS_FLAGS);
    mount("", target, "", MS_REMOUNT | MS_BIND | flags | (kept & ST_MASK), "");
  }

  /** Returns whether a descriptor is of a proc file system. */
  public static boolean isProc(int fd) throws SystemCallException {
    return fileSystemType("/proc/self/fd/" + fd) == PROC_SUPER_MAGIC;
  }

  /** Returns the magic number of the file system that a path is on. */
  public static long fileSystemType(String path) throws SystemCallException {
    return statfs(path).getLong(0);
  }

  private static ByteBuffer statfs(String path) throws SystemCallException {
    byte[] statfs = new byte[120];
    Call.check(
        Libc.syscall(CallNumber.STATFS.value(), Call.string(path), statfs, 0L, 0L, 0L, 0L),
        "statfs",
        path);
    return ByteBuffer.wrap(statfs).order(ByteOrder.nativeOrder());
  }

  /**
   * Copies a mount, with all mounts below it, for {@link #attach}; the copy keeps what restricts
   * the mount now.
   *
   * @return a descriptor of the copy
   */
  public static int copy(String path) throws SystemCallException {
    return (int)
        Call.check(
            Libc.syscall(
                CallNumber.OPEN_TREE.value(),
                (long) FileCalls.CWD,
                Call.string(path),
                OPEN_TREE_CLONE | AT_RECURSIVE | FileCalls.O_CLOEXEC,
                0,
                0,
                0),
            "open_tree",
            path);
  }

  /** Mounts what {@link #copy} has copied. */
  public static void attach(int copy, String target) throws SystemCallException {
    Call.check(
        Libc.syscall(
            CallNumber.MOVE_MOUNT.value(),
            copy,
            Call.string(""),
            -100L,
            Call.string(target),
            MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_SYMLINKS,
            0L),
        "move_mount",
        target);
  }

  /**
   * Mounts a proc file system that shows a given pid namespace (Linux 6.17).
   *
   * @param pidNamespace a descriptor of the namespace
   * @throws SystemCallException also if the kernel is too old
   */
  public static void mountProc(int pidNamespace, String target) throws SystemCallException {
    int context =
        (int)
            Call.check(
                Libc.syscall(CallNumber.FSOPEN.value(), Call.string("proc"), 1, 0, 0, 0, 0),
                "fsopen proc");
    try {
      Call.check(
          Libc.syscall(
              CallNumber.FSCONFIG.value(),
              context,
              FSCONFIG_SET_FD,
              Call.string("pidns"),
              0L,
              pidNamespace,
              0L),
          "fsconfig proc pidns");
      Call.check(
          Libc.syscall(CallNumber.FSCONFIG.value(), context, FSCONFIG_CMD_CREATE, 0, 0, 0, 0),
          "fsconfig proc create");
      attachNew(context, 2 | 4 | 8, target); // nosuid, nodev, noexec
    } finally {
      FileCalls.close(context);
    }
  }

  private static void attachNew(int context, int attributes, String target)
      throws SystemCallException {
    int mount =
        (int)
            Call.check(
                Libc.syscall(CallNumber.FSMOUNT.value(), context, 1, attributes, 0, 0, 0),
                "fsmount");
    try {
      attach(mount, target);
    } finally {
      FileCalls.close(mount);
    }
  }
}
