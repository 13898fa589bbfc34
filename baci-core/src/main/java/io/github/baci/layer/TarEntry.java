package io.github.baci.layer;

import io.github.baci.layer.LayerEntry.Device;

/**
 * An entry of a tar as it is written there.
 *
 * @param path the path as written: it may be absolute, lead outside, and end in {@code /}
 * @param type what it is
 * @param linkTarget the target of a symbolic or hard link as written; empty for all other types
 * @param attributes mode, owner, time and extended attributes
 * @param content where the content of a file is
 * @param number which device an entry is
 * @param ordinary whether baci wrote it and says that its name, although it has the form of a
 *     whiteout, is just a name
 */
public record TarEntry(
    String path,
    Type type,
    String linkTarget,
    Attributes attributes,
    Content content,
    DeviceNumber number,
    boolean ordinary) {
  /**
   * Where the content of a file is.
   *
   * @param size the length of the content in bytes, holes included; 0 for all but files
   * @param offset where the content begins in the tar
   * @param sparse whether the tar leaves out the holes of the file, so that the content cannot be
   *     read from the tar at {@code offset}
   */
  public record Content(long size, long offset, boolean sparse) {}

  /**
   * Which device an entry is.
   *
   * @param major the major number of a device
   * @param minor the minor number of a device
   */
  public record DeviceNumber(int major, int minor) {}

  /** What an entry is. */
  public enum Type {
    /** A regular file. */
    FILE,
    /** A directory. */
    DIRECTORY,
    /** A symbolic link. */
    SYMLINK,
    /** A further name for an earlier file. */
    HARD_LINK,
    /** A character device. */
    CHARACTER_DEVICE,
    /** A block device. */
    BLOCK_DEVICE,
    /** A named pipe. */
    FIFO
  }

  /**
   * Returns this entry as one of a layer.
   *
   * @param newPath its path in the layer
   * @param newLinkTarget for a hard link, the path of its target in the layer; the target of a
   *     symbolic link stays as it is written
   */
  public LayerEntry.Content at(String newPath, String newLinkTarget) {
    return switch (type) {
      case FILE ->
          new LayerEntry.RegularFile(newPath, attributes, content.size(), content.offset());
      case DIRECTORY -> new LayerEntry.Directory(newPath, attributes);
      case SYMLINK -> new LayerEntry.Symlink(newPath, attributes, linkTarget);
      case HARD_LINK -> new LayerEntry.HardLink(newPath, attributes, newLinkTarget);
      case CHARACTER_DEVICE ->
          new Device(newPath, attributes, Device.Kind.CHARACTER, number.major(), number.minor());
      case BLOCK_DEVICE ->
          new Device(newPath, attributes, Device.Kind.BLOCK, number.major(), number.minor());
      case FIFO -> new LayerEntry.Fifo(newPath, attributes);
    };
  }

  /** Returns the length of the content in bytes, holes included. */
  public long size() {
    return content.size();
  }

  /** Returns where the content begins in the tar. */
  public long offset() {
    return content.offset();
  }

  /**
   * Returns whether the tar leaves out the holes of the file, so that the content cannot be read
   * from the tar at {@code offset}.
   */
  public boolean sparse() {
    return content.sparse();
  }

  /** Returns the major number of a device. */
  public int major() {
    return number.major();
  }

  /** Returns the minor number of a device. */
  public int minor() {
    return number.minor();
  }
}
