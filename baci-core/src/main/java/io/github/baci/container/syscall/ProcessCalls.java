package io.github.baci.container.syscall;

import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Calls about other processes. */
public final class ProcessCalls {
  /** The signal that cannot be caught. */
  public static final int SIGKILL = 9;

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
}
