package io.github.baci.container.builder;

import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.ExtendedAttributes;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.SystemCallException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Directories that give nothing to what is made in them: a store may lie in a directory that is
 * setgid, or has a default access control list, and neither may get into an image.
 */
final class NeutralDirectory {
  private static final int MODE = 0755;

  private NeutralDirectory() {}

  /**
   * Makes a new directory neutral: of root, or of the user where the builder may give it to nobody,
   * mode 0755, without access control lists.
   */
  static void neutralise(Path directory) throws IOException {
    String path = directory.toString();
    try {
      FileCalls.chown(FileCalls.CWD, path, 0, 0);
    } catch (SystemCallException e) {
      if (e.errno() != Errno.EPERM && e.errno() != Errno.EINVAL) { // no root in the namespace
        throw e;
      }
    }
    ExtendedAttributes.remove(path, "system.posix_acl_default");
    ExtendedAttributes.remove(path, "system.posix_acl_access");
    FileCalls.chmod(FileCalls.CWD, path, MODE);
  }
}
