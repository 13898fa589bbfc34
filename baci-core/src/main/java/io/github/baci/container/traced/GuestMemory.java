package io.github.baci.container.traced;

import io.github.baci.container.syscall.RawCalls;
import org.jspecify.annotations.Nullable;

/** The memory of stopped processes. For one thread. */
final class GuestMemory {
  private static final int PAGE = 4096;
  private static final int LIKELY = 256;
  private static final long READ = GuestCall.PROCESS_VM_READV.number();
  private static final long WRITE = GuestCall.PROCESS_VM_WRITEV.number();

  /** The longest path, with the zero at its end. */
  static final int PATH_MAX = 4096;

  private final NativeBuffer local = new NativeBuffer(16);
  private final NativeBuffer remote = new NativeBuffer(16);
  private final NativeBuffer text = new NativeBuffer(PATH_MAX);

  /** The error of the last text that could not be read. */
  private int error;

  /** Reads bytes; returns their number or an error. */
  long read(int pid, long address, NativeBuffer into, int at, int length) {
    return transfer(READ, pid, address, into, at, length);
  }

  /** Writes bytes; returns their number or an error. */
  long write(int pid, long address, NativeBuffer from, int at, int length) {
    return transfer(WRITE, pid, address, from, at, length);
  }

  private long transfer(long call, int pid, long address, NativeBuffer buffer, int at, int length) {
    local.putLong(0, buffer.address() + at);
    local.putLong(8, length);
    remote.putLong(0, address);
    remote.putLong(8, length);
    return RawCalls.call(call, pid, local.address(), 1, remote.address(), 1, 0);
  }

  /** Reads a path, or returns null; then {@link #error} says why. */
  @Nullable String path(int pid, long address) {
    int done = 0;
    while (done < PATH_MAX) {
      long at = address + done;
      int toPageEnd = (int) (PAGE - (at & (PAGE - 1)));
      int length = Math.min(Math.min(toPageEnd, PATH_MAX - done), done == 0 ? LIKELY : PAGE);
      long count = read(pid, at, text, done, length);
      if (count <= 0) {
        error = Errors.EFAULT;
        return null;
      }
      int end = text.indexOfZero(done, done + (int) count);
      if (end >= 0) {
        return text.text(0, end);
      }
      done += (int) count;
    }
    error = Errors.ENAMETOOLONG;
    return null;
  }

  /** Returns the error of the last path, negative. */
  long error() {
    return -error;
  }
}
