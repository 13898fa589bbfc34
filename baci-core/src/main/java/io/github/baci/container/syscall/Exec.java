package io.github.baci.container.syscall;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.Collection;
import java.util.List;

/** Puts a program in the place of this process, with what the calling thread has become. */
public final class Exec {
  private static final int SIG_SETMASK = 2;
  private static final int SIGNAL_SET_SIZE = 8; // the kernel's

  private Exec() {}

  /**
   * Executes a program; no signal is blocked in it. Returns only by an exception.
   *
   * @param path the program
   * @param environment the whole environment, as {@code NAME=value}
   * @throws SystemCallException whose message begins with {@code exec}
   */
  public static void replace(String path, List<String> arguments, Collection<String> environment)
      throws SystemCallException {
    Call.check(
        Libc.syscall(
            CallNumber.RT_SIGPROCMASK.value(),
            SIG_SETMASK,
            new byte[SIGNAL_SET_SIZE],
            0L,
            (long) SIGNAL_SET_SIZE,
            0L,
            0L),
        "sigprocmask");
    try (Memory argv = Spawn.strings(arguments);
        Memory envp = Spawn.strings(environment)) {
      Call.check(
          Libc.syscall(
              CallNumber.EXECVE.value(),
              Call.string(path),
              Pointer.nativeValue(argv),
              Pointer.nativeValue(envp),
              0L,
              0L,
              0L),
          "exec",
          path);
    }
  }
}
