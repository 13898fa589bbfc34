package io.github.baci.container.syscall;

import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Calls about the content of open files: bytes and holes. All positions and lengths are in bytes.
 */
public final class ContentCalls {
  private static final int SEEK_CUR = 1;
  private static final int SEEK_DATA = 3;
  private static final int SEEK_HOLE = 4;

  private ContentCalls() {}

  /** Writes bytes that lie in memory outside the heap. */
  public static void write(int fd, long address, long length) throws SystemCallException {
    long done = 0;
    while (done < length) {
      done +=
          Call.check(
              Libc.syscall(CallNumber.WRITE.value(), fd, address + done, length - done, 0, 0, 0),
              "write");
    }
  }

  /** Reads bytes at a position to memory outside the heap; fewer than wanted only at the end. */
  public static int read(int fd, long address, int length, long position)
      throws SystemCallException {
    int done = 0;
    while (done < length) {
      long count =
          Call.check(
              Libc.syscall(
                  CallNumber.PREAD64.value(),
                  fd,
                  address + done,
                  length - done,
                  position + done,
                  0,
                  0),
              "read");
      if (count == 0) {
        break;
      }
      done += (int) count;
    }
    return done;
  }

  /**
   * Finds where content begins in a file with holes.
   *
   * @return the first position from the given one on that is in no hole, or the length of the file
   */
  public static long nextContent(int fd, long position, long size) throws SystemCallException {
    long found = Libc.syscall(CallNumber.LSEEK.value(), fd, position, SEEK_DATA, 0, 0, 0);
    if (found >= 0) {
      return Math.min(found, size);
    }
    int errno = Native.getLastError();
    if (errno == Errno.ENXIO) {
      return size; // a hole to the end
    } else if (errno == Errno.EINVAL) {
      return position; // the file system knows no holes
    }
    throw Call.failure(errno, "lseek");
  }

  /**
   * Finds where content ends in a file with holes.
   *
   * @return the first position from the given one on that is in a hole, or the length of the file
   */
  public static long nextHole(int fd, long position, long size) throws SystemCallException {
    long found = Libc.syscall(CallNumber.LSEEK.value(), fd, position, SEEK_HOLE, 0, 0, 0);
    return found < 0 ? size : Math.min(found, size);
  }

  /** Makes a file longer by a hole, and goes on behind it. */
  public static void skip(int fd, long length) throws SystemCallException {
    long end =
        Call.check(Libc.syscall(CallNumber.LSEEK.value(), fd, length, SEEK_CUR, 0, 0, 0), "lseek");
    Call.check(Libc.syscall(CallNumber.FTRUNCATE.value(), fd, end, 0, 0, 0, 0), "ftruncate");
  }

  /** Copies a range of one file to the end of another one within the kernel. */
  public static void copyRange(int from, long position, int to, long length)
      throws SystemCallException {
    byte[] offset = new byte[8];
    ByteBuffer.wrap(offset).order(ByteOrder.nativeOrder()).putLong(position);
    long left = length;
    while (left > 0) {
      long count =
          Call.check(
              Libc.syscall(
                  CallNumber.COPY_FILE_RANGE.value(), (long) from, offset, to, 0L, left, 0L),
              "copy_file_range");
      if (count == 0) {
        throw Call.failure(Errno.EIO, "copy_file_range: the file is shorter than it should be");
      }
      left -= count;
    }
  }
}
