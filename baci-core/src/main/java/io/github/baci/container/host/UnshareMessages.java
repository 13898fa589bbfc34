package io.github.baci.container.host;

/**
 * What messages of util-linux's {@code unshare} mean. It ends with status 1 whatever the kernel has
 * refused, so that its words alone tell which call it was, and the C library's words behind them
 * with what error. {@link Programs} has them in English.
 */
final class UnshareMessages {
  private UnshareMessages() {}

  /** Returns whether namespaces could not be made. */
  static boolean tellOfNamespaces(String said) {
    return said.contains("unshare failed");
  }

  /** Returns whether /proc could not be mounted. */
  static boolean tellOfProc(String said) {
    return said.contains("mount /proc failed");
  }

  /** Returns whether a call failed with EPERM, as a system call filter answers. */
  static boolean tellOfNoPermission(String said) {
    return said.contains("Operation not permitted");
  }

  /** Returns whether a call failed with EACCES, as a security module answers. */
  static boolean tellOfDenial(String said) {
    return said.contains("Permission denied");
  }
}
