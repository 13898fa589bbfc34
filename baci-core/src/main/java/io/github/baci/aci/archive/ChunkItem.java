package io.github.baci.aci.archive;

import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerEntry.Content;
import io.github.baci.layer.TarHeader;
import io.github.baci.layer.TreeNode;
import java.util.Map;
import java.util.SortedMap;
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

  /** Writes what decides the bytes of this item; as much of it as no other item has. */
  void writeIdentity(IdentityBytes out) {
    out.putLong(from);
    out.putLong(length);
    if (length > 0) {
      out.putDiffId(node.layer());
      out.putLong(offset());
    }
    Content entry = node.entry();
    out.putText(path);
    if (linkTarget != null) {
      out.putByte('h');
      out.putText(linkTarget);
    } else if (entry instanceof LayerEntry.RegularFile file) {
      out.putByte('f');
      out.putLong(file.size());
    } else if (entry instanceof LayerEntry.Directory) {
      out.putByte('d');
    } else if (entry instanceof LayerEntry.Symlink link) {
      out.putByte('s');
      out.putText(link.target());
    } else if (entry instanceof LayerEntry.Device device) {
      out.putByte(device.kind() == LayerEntry.Device.Kind.BLOCK ? 'b' : 'c');
      out.putInt(device.major());
      out.putInt(device.minor());
    } else {
      out.putByte('p');
    }
    writeAttributes(node.attributes(), out);
  }

  private static void writeAttributes(Attributes attributes, IdentityBytes out) {
    out.putInt(attributes.mode());
    out.putInt((int) attributes.uid());
    out.putInt((int) attributes.gid());
    out.putLong(attributes.mtime().seconds());
    out.putInt(attributes.mtime().nanos());
    if (attributes.xattrs().isEmpty()) {
      out.putInt(0);
      return;
    }
    SortedMap<String, byte[]> xattrs = attributes.xattrs().asMap();
    out.putInt(xattrs.size());
    for (Map.Entry<String, byte[]> xattr : xattrs.entrySet()) {
      out.putText(xattr.getKey());
      out.putBytes(xattr.getValue());
    }
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
