package io.github.baci.container.builder;

import io.github.baci.container.syscall.ExtendedAttributes;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.NamePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Traits that the kernel itself keeps: the builder may give files to anybody. */
final class KernelTraits implements FileTraits {
  /** What a layer says is given to the file itself. */
  static final FileTraits ALL = new KernelTraits(true);

  /** The same, where all files belong to one user. */
  static final FileTraits WITHOUT_OWNERS = new KernelTraits(false);

  private final boolean hasOwners;

  /**
   * Takes what is possible.
   *
   * @param hasOwners whether there are other users than the builder's
   */
  private KernelTraits(boolean hasOwners) {
    this.hasOwners = hasOwners;
  }

  @Override
  public void give(Path file, LayerEntry.Content entry) throws IOException {
    Attributes attributes = entry.attributes();
    String path = NamePath.text(file);
    // The mode behind the owner and attributes behind both: a change of owner takes them away.
    if (hasOwners) {
      FileCalls.chown(FileCalls.CWD, path, attributes.uid(), attributes.gid());
    }
    if (!(entry instanceof LayerEntry.Symlink)) {
      FileCalls.chmod(FileCalls.CWD, path, attributes.mode());
    }
    for (Map.Entry<String, byte[]> xattr : attributes.xattrs().asMap().entrySet()) {
      LayerXattrs.set(path, entry.path(), xattr.getKey(), xattr.getValue());
    }
  }

  @Override
  public void made(Path file) {
    // what the kernel says of it is right
  }

  @Override
  public FileStatus seen(FileStatus real) {
    return real;
  }

  @Override
  public Map<String, byte[]> xattrs(Path file, FileStatus real) throws IOException {
    return ExtendedAttributes.all(NamePath.text(file));
  }
}
