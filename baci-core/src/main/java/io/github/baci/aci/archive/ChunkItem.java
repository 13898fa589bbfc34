package io.github.baci.aci.archive;

import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerEntry.Content;
import io.github.baci.layer.TarHeader;
import io.github.baci.layer.TreeNode;
import org.jspecify.annotations.Nullable;

/**
 * An entry of an archive, or a slice of a large file.
 *
 * @param path the path in the image
 * @param node the file
 * @param linkTarget the path of the name that stands earlier in the archive, if this is a further
 *     name of a file, else null
 * @param from where the slice begins in the file; the header stands before the first slice
 * @param length how many bytes of content the slice has
 */
record ChunkItem(String path, TreeNode node, @Nullable String linkTarget, long from, long length) {
  private static final String ROOTFS = "rootfs";
  private static final int BLOCK = 512;

  /** Returns whether the header of the entry stands before it, as before no later slice. */
  boolean hasHeader() {
    return from == 0;
  }

  /** Makes the header of the entry. */
  void makeHeader(TarHeader header) {
    header.set(entry());
  }

  /** Returns how many zeros fill the entry up after this slice. */
  int padding() {
    return from + length < contentSize() ? 0 : (int) (-contentSize() & (BLOCK - 1));
  }

  /** Returns where the slice begins in the tar of the node's layer. */
  long offset() {
    return ((LayerEntry.RegularFile) node.entry()).offset() + from;
  }

  /**
   * Writes what decides the bytes of this item, in a form that can be read in one way alone; as
   * much of it as no other item has. What an item has in common with the one before it is not
   * repeated: a JVM that has just begun hashes slowly.
   */
  void writeIdentity(IdentityBytes out) {
    Content entry = node.entry();
    if (linkTarget != null) {
      out.putByte('h');
      out.putPath(path);
      out.putText(linkTarget);
    } else if (entry instanceof LayerEntry.RegularFile file) {
      boolean isWhole = from == 0 && length == file.size();
      out.putByte(isWhole ? 'f' : 'F');
      out.putPath(path);
      out.putNumber(file.size());
      if (!isWhole) {
        out.putNumber(from);
        out.putNumber(length);
      }
      if (length > 0) {
        out.putLayer(node.layer());
        out.putNumber(offset());
      }
    } else if (entry instanceof LayerEntry.Directory) {
      out.putByte('d');
      out.putPath(path);
    } else if (entry instanceof LayerEntry.Symlink link) {
      out.putByte('s');
      out.putPath(path);
      out.putText(link.target());
    } else if (entry instanceof LayerEntry.Device device) {
      out.putByte(device.kind() == LayerEntry.Device.Kind.BLOCK ? 'b' : 'c');
      out.putPath(path);
      out.putInt(device.major());
      out.putInt(device.minor());
    } else {
      out.putByte('p');
      out.putPath(path);
    }
    out.putAttributes(node.attributes());
  }

  private long contentSize() {
    return linkTarget == null && node.entry() instanceof LayerEntry.RegularFile file
        ? file.size()
        : 0;
  }

  /** Returns the entry as it stands in the archive. All names of a file have its attributes. */
  private Content entry() {
    String name = archivePath(path);
    Attributes attributes = node.attributes();
    if (linkTarget != null) {
      return new LayerEntry.HardLink(name, attributes, archivePath(linkTarget));
    }
    Content entry = node.entry();
    if (entry instanceof LayerEntry.RegularFile file) {
      return new LayerEntry.RegularFile(name, attributes, file.size(), 0);
    } else if (entry instanceof LayerEntry.Directory) {
      return new LayerEntry.Directory(name, attributes);
    } else if (entry instanceof LayerEntry.Symlink link) {
      return new LayerEntry.Symlink(name, attributes, link.target());
    } else if (entry instanceof LayerEntry.Device device) {
      return new LayerEntry.Device(name, attributes, device.kind(), device.major(), device.minor());
    } else if (entry instanceof LayerEntry.Fifo) {
      return new LayerEntry.Fifo(name, attributes);
    }
    throw new IllegalStateException("a tree holds no " + entry);
  }

  private static String archivePath(String path) {
    return path.isEmpty() ? ROOTFS : ROOTFS + "/" + path;
  }
}
