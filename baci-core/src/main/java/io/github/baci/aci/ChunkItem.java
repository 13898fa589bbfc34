package io.github.baci.aci;

import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerEntry.Content;
import io.github.baci.layer.TarHeader;
import io.github.baci.layer.TreeNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

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
record ChunkItem(String path, TreeNode node, String linkTarget, long from, long length) {
  private static final String ROOTFS = "rootfs";
  private static final int BLOCK = 512;

  /** Returns the header of the entry; nothing for a slice in the middle of a file. */
  byte[] header() {
    return from > 0 ? new byte[0] : TarHeader.encode(entry());
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
   * Adds what decides the bytes of this item to a digest.
   *
   * @return how many bytes the item has in the archive
   */
  long addIdentity(MessageDigest digest) {
    byte[] header = header();
    ByteBuffer place = ByteBuffer.allocate(28).putInt(header.length).putLong(length);
    if (length > 0) {
      place.putLong(offset()).putLong(padding());
      digest.update(node.layer().diffId().hex().getBytes(StandardCharsets.US_ASCII));
    }
    digest.update(place.array());
    digest.update(header);
    return header.length + length + (length > 0 ? padding() : 0);
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
