package io.github.baci.container.builder;

import io.github.baci.api.BaciException;
import io.github.baci.api.Option;
import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.ExtendedAttributes;
import io.github.baci.container.syscall.SystemCallException;

/** Gives files the extended attributes that layers have, as far as the system takes them. */
final class LayerXattrs {
  private LayerXattrs() {}

  /**
   * Sets an attribute, unless it is of a kind that is not everybody's to set: labels of security
   * modules and trusted attributes are not, and not every file system has all kinds. The layer's
   * tar has it in any case.
   *
   * @param file the path of the file on disk
   * @param entry its path in the layer, for messages
   * @throws BaciException if the kernel or the file system does not take such a name or value
   */
  static void set(String file, String entry, String name, byte[] value) throws SystemCallException {
    try {
      ExtendedAttributes.set(file, name, value);
    } catch (SystemCallException e) {
      switch (e.errno()) {
        case Errno.EPERM, Errno.EOPNOTSUPP -> {}
        case Errno.EINVAL, Errno.ERANGE, Errno.E2BIG, Errno.ENOSPC ->
            throw new BaciException(
                ("'%s' of the image has the extended attribute '%s' with %,d bytes, which cannot be"
                        + " set (%s): take another image if it makes no sense, else another store"
                        + " (%s), on a file system with room for it, as XFS has")
                    .formatted(
                        entry,
                        name,
                        value.length,
                        Errno.describe(e.errno()),
                        Option.STORE_DIRECTORY),
                e);
        default -> throw e;
      }
    }
  }
}
