package io.github.baci.container.builder;

import io.github.baci.api.BaciException;
import io.github.baci.api.Option;
import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.ExtendedAttributes;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.container.syscall.SystemCallException;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Makes files in a directory that a layer is unpacked to, with all their attributes. */
final class LayerFiles {
  private static final int UMASK_SAFE = 0755;

  private final int root;
  private final Path path;
  private final IdMapping mapping;

  /**
   * Works in a directory.
   *
   * @param root a descriptor of the directory
   * @param path its path
   */
  LayerFiles(int root, Path path, IdMapping mapping) {
    this.root = root;
    this.path = path;
    this.mapping = mapping;
  }

  /**
   * Makes a directory that gives nothing to what is made in it, be it a group or access control
   * lists. It gets its own attributes when all is in it, by {@link #finish}.
   */
  void directory(LayerEntry.Directory directory) throws IOException {
    if (!directory.path().isEmpty()) {
      FileCalls.mkdir(root, directory.path(), UMASK_SAFE);
    }
  }

  /** Gives a directory in which all is made its attributes. */
  void finish(LayerEntry.Directory directory) throws IOException {
    Attributes attributes = directory.attributes();
    String name = directory.path().isEmpty() ? "." : directory.path();
    chown(name, attributes);
    if (attributes.mode() != UMASK_SAFE) {
      FileCalls.chmod(root, name, attributes.mode());
    }
    xattrs(name, attributes);
    time(name, attributes);
  }

  /** Makes a regular file, opened by the caller's writer. */
  void regular(LayerEntry.RegularFile file, LayerTarReader content) throws IOException {
    Attributes attributes = file.attributes();
    int fd =
        FileCalls.open(
            root,
            file.path(),
            FileCalls.O_WRONLY | FileCalls.O_CREAT | FileCalls.O_EXCL,
            attributes.mode() & UMASK_SAFE);
    try {
      content.copy(file.offset(), file.size(), fd);
      if (ownerMatters(attributes)) {
        try {
          FileCalls.fchown(fd, attributes.uid(), attributes.gid());
        } catch (SystemCallException e) {
          throw refused(e, attributes);
        }
      }
      if ((attributes.mode() & ~UMASK_SAFE) != 0) {
        FileCalls.fchmod(fd, attributes.mode());
      }
      xattrs(file.path(), attributes);
      FileCalls.futimes(fd, attributes.mtime().seconds(), attributes.mtime().nanos());
    } finally {
      FileCalls.close(fd);
    }
  }

  /** Makes what has no content: a link or a pipe. */
  void special(LayerEntry.Content entry) throws IOException {
    Attributes attributes = entry.attributes();
    if (entry instanceof LayerEntry.Symlink link) {
      FileCalls.symlink(link.target(), root, link.path());
    } else if (entry instanceof LayerEntry.Fifo fifo) {
      FileCalls.mknod(
          root, fifo.path(), FileStatus.S_IFIFO | (attributes.mode() & UMASK_SAFE), 0, 0);
    } else {
      throw new IllegalArgumentException(entry.toString());
    }
    chown(entry.path(), attributes);
    if (!(entry instanceof LayerEntry.Symlink) && (attributes.mode() & ~UMASK_SAFE) != 0) {
      FileCalls.chmod(root, entry.path(), attributes.mode());
    }
    xattrs(entry.path(), attributes);
    time(entry.path(), attributes);
  }

  void hardLink(String existing, String newPath) throws IOException {
    FileCalls.link(root, existing, newPath);
  }

  void whiteout(String removed) throws IOException {
    FileCalls.mknod(root, removed, FileStatus.S_IFCHR, 0, 0);
  }

  void opaque(String directory, String attribute) throws IOException {
    ExtendedAttributes.set(absolute(directory), attribute, new byte[] {'y'});
  }

  private void time(String name, Attributes attributes) throws IOException {
    FileCalls.utimes(root, name, attributes.mtime().seconds(), attributes.mtime().nanos());
  }

  private void chown(String name, Attributes attributes) throws IOException {
    if (ownerMatters(attributes)) {
      try {
        FileCalls.chown(root, name, attributes.uid(), attributes.gid());
      } catch (SystemCallException e) {
        throw refused(e, attributes);
      }
    }
  }

  /** Says it in words where the range of a user does not reach an id. */
  private static IOException refused(SystemCallException e, Attributes attributes) {
    if (e.errno() != Errno.EINVAL) {
      return e;
    }
    throw new BaciException(
        ("a file of the image belongs to %d:%d, but the builder has no such id: give the user that"
                + " builds a larger range of ids in /etc/subuid and /etc/subgid, or have commands"
                + " traced, which takes no range (%s=traced)")
            .formatted(attributes.uid(), attributes.gid(), Option.ENGINE),
        e);
  }

  /** What is made here belongs to 0:0, as long as the directories around it do. */
  private boolean ownerMatters(Attributes attributes) {
    return mapping != IdMapping.SINGLE
        && mapping != IdMapping.PRETENDED
        && (attributes.uid() != 0 || attributes.gid() != 0);
  }

  private void xattrs(String name, Attributes attributes) throws IOException {
    if (attributes.xattrs().isEmpty()) {
      return;
    }
    for (Map.Entry<String, byte[]> entry : attributes.xattrs().asMap().entrySet()) {
      if (OverlayFlavour.isOwn(entry.getKey())) {
        continue; // would make the overlay look for files elsewhere, or hide them
      }
      LayerXattrs.set(absolute(name), name, entry.getKey(), entry.getValue());
    }
  }

  private String absolute(String name) {
    return name.isEmpty() ? path.toString() : path + "/" + name;
  }
}
