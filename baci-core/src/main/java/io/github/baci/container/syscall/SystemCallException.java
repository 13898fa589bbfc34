package io.github.baci.container.syscall;

import java.io.IOException;

/** A system call failed. */
public final class SystemCallException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final int errno;

  /**
   * Makes the exception.
   *
   * @param call what was called, with its important arguments
   * @param errno the number of the error
   */
  public SystemCallException(String call, int errno) {
    super(call + ": " + Errno.describe(errno));
    this.call = call;
    this.errno = errno;
  }

  /** Returns what was called, with its important arguments. */
  public String call() {
    return call;
  }

  /**
   * Returns whether it is one call that failed.
   *
   * @param name its name, as in {@code exec}
   */
  public boolean isOf(String name) {
    return call.equals(name) || call.startsWith(name + " ");
  }

  /** Returns the number of the error, one of {@link Errno}. */
  public int errno() {
    return errno;
  }
}
