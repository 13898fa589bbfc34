package io.github.baci.container.traced;

import io.github.baci.container.syscall.RawCalls;

/** The calls of ptrace, and waiting; all for the one thread that traces. */
final class Ptrace {
  static final int SIGTRAP = 5;
  static final int SIGKILL = 9;
  static final int SIGSTOP = 19;

  static final int EVENT_FORK = 1;
  static final int EVENT_VFORK = 2;
  static final int EVENT_CLONE = 3;
  static final int EVENT_EXEC = 4;
  static final int EVENT_SECCOMP = 7;
  static final int EVENT_STOP = 128;

  private static final int CONT = 7;
  private static final int SYSCALL = 24;
  private static final int GETEVENTMSG = 0x4201;
  private static final int SEIZE = 0x4206;
  private static final int INTERRUPT = 0x4207;
  private static final int LISTEN = 0x4208;
  private static final long OPTIONS =
      1 // TRACESYSGOOD
          | 1 << EVENT_FORK
          | 1 << EVENT_VFORK
          | 1 << EVENT_CLONE
          | 1 << EVENT_EXEC
          | 1 << EVENT_SECCOMP
          | 1 << 20; // EXITKILL

  private static final long WALL = 0x40000000L;
  private static final long NOTHREAD = 0x20000000L;
  private static final long NOHANG = 1;
  private static final long UNTRACED = 2;
  private static final int SET_CHILD_SUBREAPER = 36;
  private static final int EINTR = 4;

  private static final long PTRACE = GuestCall.PTRACE.number();
  private static final long WAIT4 = GuestCall.WAIT4.number();

  private final NativeBuffer status = new NativeBuffer(8);
  private final NativeBuffer message = new NativeBuffer(8);

  static long call(long request, long pid, long address, long data) {
    return RawCalls.call(PTRACE, request, pid, address, data, 0, 0);
  }

  /** Begins to trace a process. */
  static long seize(int pid) {
    return call(SEIZE, pid, 0, OPTIONS);
  }

  /** Stops a process that runs. */
  static long interrupt(int pid) {
    return call(INTERRUPT, pid, 0, 0);
  }

  /** Lets a process go on to the next call that the filter knows. */
  static void resume(int pid, int signal) {
    call(CONT, pid, 0, signal);
  }

  /** Lets a process go on to the end of its system call, or to the begin of the next. */
  static void resumeToCall(int pid, int signal) {
    call(SYSCALL, pid, 0, signal);
  }

  /** Lets a stopped process stay stopped, but hear of its continuation. */
  static void listen(int pid) {
    call(LISTEN, pid, 0, 0);
  }

  /** Returns what an event says, as the number of a new process. */
  long message(int pid) {
    return call(GETEVENTMSG, pid, 0, message.address()) < 0 ? -1 : message.getLong(0);
  }

  /** Waits for any traced process or child of this thread; returns its number, or an error. */
  int await() {
    return await(-1, WALL | NOTHREAD);
  }

  /** Waits for a child of this thread to stop or end. */
  int awaitStop(int pid) {
    return await(pid, WALL | NOTHREAD | UNTRACED);
  }

  private int await(int pid, long options) {
    while (true) {
      long found = RawCalls.call(WAIT4, pid, status.address(), options, 0, 0, 0);
      if (found != -EINTR) {
        return (int) found;
      }
    }
  }

  /** Makes this process the parent of what its descendants leave behind. */
  static void adoptOrphans() {
    RawCalls.call(GuestCall.PRCTL.number(), SET_CHILD_SUBREAPER, 1, 0, 0, 0, 0);
  }

  /** Takes away a child of this process that has ended, if there is one of that number. */
  static void reap(int pid) {
    RawCalls.call(WAIT4, pid, 0, WALL | NOHANG, 0, 0, 0);
  }

  /** Returns the status that was waited for. */
  int status() {
    return status.getInt(0);
  }
}
