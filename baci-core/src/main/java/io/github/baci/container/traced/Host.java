package io.github.baci.container.traced;

import io.github.baci.container.syscall.RawCalls;
import org.jspecify.annotations.Nullable;

/**
 * The calls that the tracer makes for a traced process, about files by their paths on this machine.
 * Results are as the kernel gives them. For one thread.
 */
final class Host {
  static final int CWD = -100;
  static final int NOFOLLOW = 0x100;
  static final int REMOVEDIR = 0x200;
  private static final int PATH_SIZE = 16384;
  private static final int O_CLOEXEC = 02000000;

  private static final long NEWFSTATAT = GuestCall.NEWFSTATAT.number();
  private static final long READLINKAT = GuestCall.READLINKAT.number();

  private final NativeBuffer first = new NativeBuffer(PATH_SIZE);
  private final NativeBuffer second = new NativeBuffer(PATH_SIZE);
  private final NativeBuffer text = new NativeBuffer(PATH_SIZE);

  /** Fills a structure {@code stat}. */
  long stat(String path, boolean follow, Stat into) {
    first.putText(0, path);
    return RawCalls.call(
        NEWFSTATAT, CWD, first.address(), into.buffer().address(), follow ? 0 : NOFOLLOW, 0, 0);
  }

  /** Returns the target of a link, or null. */
  @Nullable String readlink(String path) {
    first.putText(0, path);
    long length =
        RawCalls.call(READLINKAT, CWD, first.address(), text.address(), text.size(), 0, 0);
    return length < 0 ? null : text.text(0, (int) length);
  }

  /** Makes a call of the form {@code (dirfd, path, b, c, d)}. */
  long at(GuestCall call, String path, long b, long c, long d) {
    first.putText(0, path);
    return RawCalls.call(call.number(), CWD, first.address(), b, c, d, 0);
  }

  /** Makes a call of the form {@code (path, b, c)}. */
  long on(GuestCall call, String path, long b, long c) {
    first.putText(0, path);
    return RawCalls.call(call.number(), first.address(), b, c, 0, 0, 0);
  }

  /** Makes a call of the form {@code (path, name, c, d, e)}. */
  long named(GuestCall call, String path, String name, long c, long d, long e) {
    first.putText(0, path);
    second.putText(0, name);
    return RawCalls.call(call.number(), first.address(), second.address(), c, d, e, 0);
  }

  /** Makes a call of the form {@code (dirfd, path, dirfd, path, flags)}. */
  long two(GuestCall call, String path, String other, long flags) {
    first.putText(0, path);
    second.putText(0, other);
    return RawCalls.call(call.number(), CWD, first.address(), CWD, second.address(), flags, 0);
  }

  /** Makes a symbolic link. */
  long symlink(String target, String path) {
    first.putText(0, target);
    second.putText(0, path);
    return RawCalls.call(
        GuestCall.SYMLINKAT.number(), first.address(), CWD, second.address(), 0, 0, 0);
  }

  /** Makes an empty file that is not there yet. */
  long create(String path, int mode) {
    first.putText(0, path);
    int flags = 1 | 0100 | 0200 | O_CLOEXEC; // O_WRONLY, O_CREAT, O_EXCL
    long fd = RawCalls.call(GuestCall.OPENAT.number(), CWD, first.address(), flags, mode, 0, 0);
    if (fd >= 0) {
      RawCalls.call(GuestCall.CLOSE.number(), fd, 0, 0, 0, 0, 0);
      return 0;
    }
    return fd;
  }

  /** Reads a part of a file; returns the number of bytes, fewer than wanted at the end. */
  long read(String path, NativeBuffer into, int length, long offset) {
    first.putText(0, path);
    long fd = RawCalls.call(GuestCall.OPENAT.number(), CWD, first.address(), O_CLOEXEC, 0, 0, 0);
    if (fd < 0) {
      return fd;
    }
    long count =
        RawCalls.call(GuestCall.PREAD64.number(), fd, into.address(), length, offset, 0, 0);
    RawCalls.call(GuestCall.CLOSE.number(), fd, 0, 0, 0, 0, 0);
    return count;
  }
}
