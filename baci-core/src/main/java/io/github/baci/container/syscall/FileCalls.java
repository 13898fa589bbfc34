package io.github.baci.container.syscall;

import com.sun.jna.Native;
import io.github.baci.layer.NameBytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Calls about files: their places, names and attributes, and descriptors of them. What they hold is
 * for {@link ContentCalls}. Paths are relative to a directory's descriptor, or, with {@link #CWD},
 * to the thread's working directory. They may have any length.
 */
public final class FileCalls {
  /** Stands for the thread's working directory. */
  public static final int CWD = -100;

  public static final int O_RDONLY = 0;
  public static final int O_WRONLY = 1;
  public static final int O_RDWR = 2;
  public static final int O_CREAT = 0100;
  public static final int O_EXCL = 0200;
  public static final int O_TRUNC = 01000;
  public static final int O_NONBLOCK = 04000;
  public static final int O_CLOEXEC = 02000000;
  public static final int O_PATH = 010000000;

  private static final int O_DIRECTORY = Flags.directory();
  private static final int O_NOFOLLOW = Flags.noFollow();
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_REMOVEDIR = 0x200;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_BASIC_STATS = 0x7ff;
  private static final int POLL_TO_END = 0x10;
  private static final long CLOSE_RANGE_CLOEXEC = 4;
  private static final long F_DUPFD_CLOEXEC = 1030;

  private FileCalls() {}

  /** Opens a file and returns its descriptor, which programs do not inherit. */
  public static int open(int directory, String path, int flags, int mode)
      throws SystemCallException {
    try (DeepPath at = DeepPath.of(directory, path)) {
      return (int)
          Call.check(
              Libc.syscall(
                  CallNumber.OPENAT.value(),
                  at.directory(),
                  at.path(),
                  (long) (flags | O_CLOEXEC),
                  mode,
                  0,
                  0),
              "open",
              path);
    }
  }

  /** Opens a directory, but no link to one. */
  public static int openDirectory(int directory, String path) throws SystemCallException {
    return open(directory, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);
  }

  /** Opens a directory on the way to something else. */
  static int openOnWay(int directory, String path) throws SystemCallException {
    return open(directory, path, O_PATH | O_DIRECTORY | O_NOFOLLOW, 0);
  }

  /** Opens a place in the file system, of a link itself, for nothing but to name it. */
  public static int openPlace(int directory, String name) throws SystemCallException {
    return open(directory, name, O_PATH | O_NOFOLLOW, 0);
  }

  /** Returns a further descriptor of the same open file, which programs do not inherit. */
  public static int duplicate(int fd) throws SystemCallException {
    return (int)
        Call.check(
            Libc.syscall(CallNumber.FCNTL.value(), (long) fd, F_DUPFD_CLOEXEC, 0L, 0L, 0L, 0L),
            "fcntl F_DUPFD_CLOEXEC");
  }

  /**
   * Lets programs inherit no descriptor but 0, 1 and 2. Where the kernel cannot (Linux before
   * 5.11), nothing changes.
   */
  public static void inheritNone() {
    Libc.syscall(CallNumber.CLOSE_RANGE.value(), 3L, 0xffffffffL, CLOSE_RANGE_CLOEXEC, 0L, 0L, 0L);
  }

  /** Returns the path that the system shows for a descriptor, for messages. */
  static String describe(int fd) {
    try {
      return readlink(CWD, "/proc/self/fd/" + fd);
    } catch (SystemCallException e) {
      return "descriptor " + fd;
    }
  }

  /** Closes a descriptor. */
  public static void close(int fd) {
    Libc.syscall(CallNumber.CLOSE.value(), fd, 0, 0, 0, 0, 0);
  }

  /** Makes a directory. */
  public static void mkdir(int directory, String path, int mode) throws SystemCallException {
    try (DeepPath at = DeepPath.of(directory, path)) {
      Call.check(
          Libc.syscall(CallNumber.MKDIRAT.value(), at.directory(), at.path(), mode, 0, 0, 0),
          "mkdir",
          path);
    }
  }

  /** Makes a device, pipe or empty file. */
  public static void mknod(int directory, String path, int mode, int major, int minor)
      throws SystemCallException {
    long device =
        (minor & 0xffL)
            | ((major & 0xfffL) << 8)
            | ((minor & ~0xffL) << 12)
            | ((major & ~0xfffL) << 32);
    try (DeepPath at = DeepPath.of(directory, path)) {
      Call.check(
          Libc.syscall(CallNumber.MKNODAT.value(), at.directory(), at.path(), mode, device, 0, 0),
          "mknod",
          path);
    }
  }

  /** Makes a symbolic link. */
  public static void symlink(String target, int directory, String path) throws SystemCallException {
    try (DeepPath at = DeepPath.of(directory, path)) {
      Call.check(
          Libc.syscall(
              CallNumber.SYMLINKAT.value(),
              Call.string(target),
              at.directory(),
              at.path(),
              0L,
              0L,
              0L),
          "symlink",
          path);
    }
  }

  /** Gives a file a further name. */
  public static void link(int directory, String existing, String path) throws SystemCallException {
    try (DeepPath from = DeepPath.of(directory, existing);
        DeepPath at = DeepPath.of(directory, path)) {
      Call.check(
          Libc.syscall(
              CallNumber.LINKAT.value(),
              from.directory(),
              from.path(),
              at.directory(),
              at.path(),
              0L,
              0L),
          "link",
          path);
    }
  }

  /** Moves a file or directory; what was at the new place is replaced. */
  public static void rename(int fromDirectory, String from, int toDirectory, String to)
      throws SystemCallException {
    Call.check(
        Libc.syscall(
            CallNumber.RENAMEAT2.value(),
            (long) fromDirectory,
            Call.string(from),
            (long) toDirectory,
            Call.string(to),
            0L,
            0L),
        "rename",
        from);
  }

  /** Removes a file, or an empty directory. */
  public static void remove(int directory, String path, boolean isDirectory)
      throws SystemCallException {
    try (DeepPath at = DeepPath.of(directory, path)) {
      Call.check(
          Libc.syscall(
              CallNumber.UNLINKAT.value(),
              at.directory(),
              at.path(),
              isDirectory ? AT_REMOVEDIR : 0,
              0,
              0,
              0),
          "remove",
          path);
    }
  }

  /** Sets owner and group, of a link itself. */
  public static void chown(int directory, String path, long uid, long gid)
      throws SystemCallException {
    try (DeepPath at = DeepPath.of(directory, path)) {
      Call.check(
          Libc.syscall(
              CallNumber.FCHOWNAT.value(),
              at.directory(),
              at.path(),
              uid,
              gid,
              AT_SYMLINK_NOFOLLOW,
              0),
          "chown",
          path);
    }
  }

  /** Sets owner and group of an open file. */
  public static void fchown(int fd, long uid, long gid) throws SystemCallException {
    Call.check(Libc.syscall(CallNumber.FCHOWN.value(), fd, uid, gid, 0, 0, 0), "fchown");
  }

  /** Sets the permission bits; follows links. */
  public static void chmod(int directory, String path, int mode) throws SystemCallException {
    try (DeepPath at = DeepPath.of(directory, path)) {
      Call.check(
          Libc.syscall(CallNumber.FCHMODAT.value(), at.directory(), at.path(), mode, 0, 0, 0),
          "chmod",
          path);
    }
  }

  /** Sets the permission bits of an open file. */
  public static void fchmod(int fd, int mode) throws SystemCallException {
    Call.check(Libc.syscall(CallNumber.FCHMOD.value(), fd, mode, 0, 0, 0, 0), "fchmod");
  }

  /** Sets the time of access and modification, of a link itself. */
  public static void utimes(int directory, String path, long seconds, int nanos)
      throws SystemCallException {
    try (DeepPath at = DeepPath.of(directory, path)) {
      Call.check(
          Libc.syscall(
              CallNumber.UTIMENSAT.value(),
              at.directory(),
              at.path(),
              times(seconds, nanos),
              (long) AT_SYMLINK_NOFOLLOW,
              0L,
              0L),
          "utimensat",
          path);
    }
  }

  /** Sets the time of access and modification of an open file. */
  public static void futimes(int fd, long seconds, int nanos) throws SystemCallException {
    Call.check(
        Libc.syscall(CallNumber.UTIMENSAT.value(), fd, 0L, times(seconds, nanos), 0L, 0L, 0L),
        "utimensat");
  }

  private static byte[] times(long seconds, int nanos) {
    ByteBuffer times = ByteBuffer.allocate(32).order(ByteOrder.nativeOrder());
    times.putLong(seconds).putLong(nanos).putLong(seconds).putLong(nanos);
    return times.array();
  }

  /** Returns the status of a file, of a link itself. */
  public static FileStatus stat(int directory, String path) throws SystemCallException {
    byte[] statx = new byte[256];
    try (DeepPath at = DeepPath.of(directory, path)) {
      Call.check(
          Libc.syscall(
              CallNumber.STATX.value(),
              at.directory(),
              at.path(),
              (long) (AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH),
              STATX_BASIC_STATS,
              statx,
              0L),
          "stat",
          path);
    }
    return FileStatus.of(statx);
  }

  /** Returns the status of an open file. */
  public static FileStatus fstat(int fd) throws SystemCallException {
    return stat(fd, "");
  }

  /** Returns the target of a symbolic link. */
  public static String readlink(int directory, String path) throws SystemCallException {
    byte[] target = new byte[4096];
    try (DeepPath at = DeepPath.of(directory, path)) {
      int length =
          (int)
              Call.check(
                  Libc.syscall(
                      CallNumber.READLINKAT.value(),
                      at.directory(),
                      at.path(),
                      target,
                      (long) target.length,
                      0L,
                      0L),
                  "readlink",
                  path);
      return NameBytes.decode(target, 0, length);
    }
  }

  /** Makes a pipe: the descriptor to read from and the one to write to. */
  public static int[] pipe() throws SystemCallException {
    byte[] pair = new byte[8];
    Call.check(Libc.syscall(CallNumber.PIPE2.value(), pair, O_CLOEXEC, 0, 0, 0, 0), "pipe");
    ByteBuffer buffer = ByteBuffer.wrap(pair).order(ByteOrder.nativeOrder());
    return new int[] {buffer.getInt(), buffer.getInt()};
  }

  /** Waits until all who had opened a pipe for writing have closed it, and there was one. */
  public static void awaitHangUp(int fd) throws SystemCallException {
    ByteBuffer poll = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
    poll.putInt(0, fd);
    while (true) {
      long result = Libc.syscall(CallNumber.PPOLL.value(), poll.array(), 1L, 0L, 0L, 0L, 0L);
      if (result > 0 && (poll.getShort(6) & POLL_TO_END) != 0) {
        return;
      }
      int errno = Native.getLastError();
      if (result >= 0 || errno != Errno.EINTR) {
        throw Call.failure(errno, "poll");
      }
    }
  }

  /** The flags of open that differ between CPUs. */
  private static final class Flags {
    private static boolean isArm() {
      return System.getProperty("os.arch").equals("aarch64");
    }

    static int directory() {
      return isArm() ? 040000 : 0200000;
    }

    static int noFollow() {
      return isArm() ? 0100000 : 0400000;
    }
  }
}
