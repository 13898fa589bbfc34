package io.github.baci.container.traced;

import io.github.baci.container.syscall.RawCalls;

/**
 * The numbers that a guest has for its threads and processes. In a pid namespace of its own they
 * are others than the tracer's, and the kernel says both in {@code /proc/PID/status}. For one
 * thread.
 */
final class GuestNumbers {
  private static final int SIZE = 4096;
  private static final int O_CLOEXEC = 02000000;
  private static final String PROCESS = "\nNStgid:\t";
  private static final String THREAD = "\nNSpid:\t";

  private final int proc;
  private final NativeBuffer path = new NativeBuffer(64);
  private final NativeBuffer text = new NativeBuffer(SIZE);

  /**
   * Begins.
   *
   * @param proc a descriptor of a /proc in which threads have the tracer's numbers; -1 if the
   *     guest's are the same
   */
  GuestNumbers(int proc) {
    this.proc = proc;
  }

  /** Fills in the guest's numbers of a thread that has the tracer's. */
  void tell(Task task) {
    if (proc < 0) {
      return;
    }
    path.putText(0, task.pid + "/status");
    long fd = RawCalls.call(GuestCall.OPENAT.number(), proc, path.address(), O_CLOEXEC, 0, 0, 0);
    if (fd < 0) {
      return; // it has just been killed, and nobody asks for its number any more
    }
    long length = RawCalls.call(GuestCall.PREAD64.number(), fd, text.address(), SIZE, 0, 0, 0);
    RawCalls.call(GuestCall.CLOSE.number(), fd, 0, 0, 0, 0, 0);
    if (length > 0) {
      String status = text.text(0, (int) length);
      task.groupNumber = innermost(status, PROCESS, task.groupNumber);
      task.number = innermost(status, THREAD, task.number);
    }
  }

  /** Returns the last number of a line, that of the innermost namespace. */
  static int innermost(String status, String name, int otherwise) {
    int at = status.indexOf(name);
    int end = at < 0 ? -1 : status.indexOf('\n', at + name.length());
    if (end < 0) {
      return otherwise;
    }
    int last = Math.max(status.lastIndexOf('\t', end), at + name.length() - 1);
    return Integer.parseInt(status.substring(last + 1, end));
  }
}
