package io.github.baci.container.syscall;

import java.util.Map;

/**
 * The errors of system calls that the builder tells apart. The numbers are the same on all CPUs.
 */
public final class Errno {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int ESRCH = 3;
  public static final int EINTR = 4;
  public static final int EIO = 5;
  public static final int ENXIO = 6;
  public static final int E2BIG = 7;
  public static final int ENOEXEC = 8;
  public static final int EBADF = 9;
  public static final int EAGAIN = 11;
  public static final int ENOMEM = 12;
  public static final int EACCES = 13;
  public static final int EBUSY = 16;
  public static final int EEXIST = 17;
  public static final int EXDEV = 18;
  public static final int ENODEV = 19;
  public static final int ENOTDIR = 20;
  public static final int EISDIR = 21;
  public static final int EINVAL = 22;
  public static final int ENFILE = 23;
  public static final int EMFILE = 24;
  public static final int ETXTBSY = 26;
  public static final int ENOSPC = 28;
  public static final int EROFS = 30;
  public static final int EMLINK = 31;
  public static final int ERANGE = 34;
  public static final int ENAMETOOLONG = 36;
  public static final int ENOSYS = 38;
  public static final int ENOTEMPTY = 39;
  public static final int ELOOP = 40;
  public static final int ENODATA = 61;
  public static final int EUSERS = 87;
  public static final int EOPNOTSUPP = 95;
  public static final int EDQUOT = 122;

  private static final Map<Integer, String> TEXTS =
      Map.ofEntries(
          Map.entry(EPERM, "operation not permitted"),
          Map.entry(ENOENT, "no such file or directory"),
          Map.entry(ESRCH, "no such process"),
          Map.entry(EINTR, "interrupted"),
          Map.entry(EIO, "input/output error"),
          Map.entry(ENXIO, "no such device or address"),
          Map.entry(E2BIG, "argument list too long"),
          Map.entry(ENOEXEC, "exec format error"),
          Map.entry(EAGAIN, "resource temporarily unavailable"),
          Map.entry(ENOMEM, "out of memory"),
          Map.entry(EACCES, "permission denied"),
          Map.entry(EBUSY, "device or resource busy"),
          Map.entry(EEXIST, "file exists"),
          Map.entry(EXDEV, "not on the same file system"),
          Map.entry(ENODEV, "no such device"),
          Map.entry(ENOTDIR, "not a directory"),
          Map.entry(EISDIR, "is a directory"),
          Map.entry(EINVAL, "invalid argument"),
          Map.entry(ENFILE, "too many open files in the system"),
          Map.entry(EMFILE, "too many open files"),
          Map.entry(ETXTBSY, "text file busy"),
          Map.entry(ENOSPC, "no space left on device"),
          Map.entry(EROFS, "read-only file system"),
          Map.entry(EMLINK, "too many links"),
          Map.entry(ERANGE, "result too large"),
          Map.entry(ENAMETOOLONG, "file name too long"),
          Map.entry(ENOSYS, "function not implemented"),
          Map.entry(ENOTEMPTY, "directory not empty"),
          Map.entry(ELOOP, "too many levels of symbolic links"),
          Map.entry(ENODATA, "no data available"),
          Map.entry(EUSERS, "too many users"),
          Map.entry(EOPNOTSUPP, "operation not supported"),
          Map.entry(EDQUOT, "disk quota exceeded"));

  private Errno() {}

  /** Returns what the error means, in the system's words. */
  public static String describe(int errno) {
    return TEXTS.getOrDefault(errno, "error " + errno);
  }
}
