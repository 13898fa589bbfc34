package io.github.baci.container.syscall;

import com.sun.jna.Native;

/**
 * System calls as the kernel takes them, with addresses as numbers, for whoever makes many of them
 * and looks at errors himself.
 */
public final class RawCalls {
  private RawCalls() {}

  /**
   * Makes a call.
   *
   * @return what the kernel returns: from -4095 to -1, it is an error's number, negative
   */
  public static long call(long number, long a, long b, long c, long d, long e, long f) {
    long result = Libc.syscall(number, a, b, c, d, e, f);
    return result == -1 ? -Native.getLastError() : result;
  }
}
