package io.github.baci.container.syscall;

import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Calls about other processes. */
public final class ProcessCalls {
  /** The signal that cannot be caught. */
  public static final int SIGKILL = 9;

  /** The resource limit that Linux keeps and passes on, but does not enforce. */
  private static final int RLIMIT_RSS = 5;

  private static final long HIGHEST_MARK = 1L << 61;
  private static final int PR_SET_CHILD_SUBREAPER = 36;
  private static final int WNOHANG = 1;
  private static final int P_PID = 1;
  private static final long WEXITED = 4;
  private static final long WNOWAIT = 0x01000000;

  private ProcessCalls() {}

  /** Sends a signal. */
  public static void kill(int pid, int signal) throws SystemCallException {
    Call.check(Libc.syscall(CallNumber.KILL.value(), pid, signal, 0, 0, 0, 0), "kill", pid, signal);
  }

  /** Waits until a child has ended, but leaves it there, so that its number is not used anew. */
  public static void awaitEnd(int pid) throws SystemCallException {
    byte[] unusedInfo = new byte[128];
    while (true) {
      long result =
          Libc.syscall(
              CallNumber.WAITID.value(), P_PID, pid, unusedInfo, WEXITED | WNOWAIT, 0L, 0L);
      if (result == 0) {
        return;
      }
      int errno = Native.getLastError();
      if (errno != Errno.EINTR) {
        throw Call.failure(errno, "waitid", pid);
      }
    }
  }

  /**
   * Waits for a child to end and takes it away.
   *
   * @return its exit code, or 128 and the number of the signal that killed it
   */
  public static int reap(int pid) throws SystemCallException {
    byte[] status = new byte[4];
    while (true) {
      long result = Libc.syscall(CallNumber.WAIT4.value(), pid, status, 0, 0, 0, 0);
      if (result == pid) {
        int value = ByteBuffer.wrap(status).order(ByteOrder.nativeOrder()).getInt();
        int signal = value & 0x7f;
        return signal == 0 ? (value >> 8) & 0xff : 128 + signal;
      }
      int errno = Native.getLastError();
      if (errno != Errno.EINTR) {
        throw Call.failure(errno, "wait4", pid);
      }
    }
  }

  /** Takes a child away if it has ended; does nothing if it has not, or is nobody's child here. */
  public static void reapIfEnded(int pid) {
    Libc.syscall(CallNumber.WAIT4.value(), pid, new byte[4], WNOHANG, 0, 0, 0);
  }

  /** Makes descendants whose parent ends children of this process. */
  public static void becomeSubreaper() throws SystemCallException {
    Call.check(
        Libc.syscall(CallNumber.PRCTL.value(), PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0, 0),
        "prctl PR_SET_CHILD_SUBREAPER");
  }

  /**
   * Marks this process, and so those that it starts from now on, and all that these start: sets the
   * soft limit of resident memory, which everybody can see in {@code /proc/PID/limits}.
   *
   * @param number tells marks apart
   * @return the limit
   */
  public static long mark(int number) throws SystemCallException {
    byte[] limits = new byte[16];
    ByteBuffer values = ByteBuffer.wrap(limits).order(ByteOrder.nativeOrder());
    Call.check(
        Libc.syscall(CallNumber.PRLIMIT64.value(), 0L, (long) RLIMIT_RSS, 0L, limits, 0L, 0L),
        "prlimit");
    long hard = values.getLong(8);
    long mark = (hard < 0 || hard > HIGHEST_MARK ? HIGHEST_MARK : hard) - number;
    values.putLong(0, mark);
    Call.check(
        Libc.syscall(CallNumber.PRLIMIT64.value(), 0L, (long) RLIMIT_RSS, limits, 0L, 0L, 0L),
        "prlimit");
    return mark;
  }
}
