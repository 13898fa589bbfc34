package io.github.baci.layer;

/**
 * One entry of a layer. Paths are relative to the image's root, separated by {@code /}, without a
 * leading or trailing {@code /} and without {@code .}, {@code ..} or empty components; the root
 * itself is the empty string.
 */
public sealed interface LayerEntry {

  /** Returns the path of the entry; for a whiteout, of what it removes. */
  String path();

  /** An entry that puts something at its path, as whiteouts do not. */
  sealed interface Content extends LayerEntry {
    /** Returns mode, owner, time and extended attributes. */
    Attributes attributes();

    /** Returns the same entry with other attributes. */
    Content withAttributes(Attributes attributes);
  }

  /** A directory. */
  record Directory(String path, Attributes attributes) implements Content {
    @Override
    public Directory withAttributes(Attributes newAttributes) {
      return new Directory(path, newAttributes);
    }
  }

  /**
   * A regular file.
   *
   * @param size its length in bytes
   * @param offset where its bytes begin in the layer's tar
   */
  record RegularFile(String path, Attributes attributes, long size, long offset)
      implements Content {
    @Override
    public RegularFile withAttributes(Attributes newAttributes) {
      return new RegularFile(path, newAttributes, size, offset);
    }
  }

  /**
   * A symbolic link.
   *
   * @param target the target as written, absolute or relative
   */
  record Symlink(String path, Attributes attributes, String target) implements Content {
    @Override
    public Symlink withAttributes(Attributes newAttributes) {
      return new Symlink(path, newAttributes, target);
    }
  }

  /**
   * A further name for a file that this layer or one below it holds.
   *
   * @param target the path of that file in the image, in the form of {@link #path}
   */
  record HardLink(String path, Attributes attributes, String target) implements Content {
    @Override
    public HardLink withAttributes(Attributes newAttributes) {
      return new HardLink(path, newAttributes, target);
    }
  }

  /** A character or block device. */
  record Device(String path, Attributes attributes, Kind kind, int major, int minor)
      implements Content {
    /** The kind of a device. */
    public enum Kind {
      /** A character device. */
      CHARACTER,
      /** A block device. */
      BLOCK
    }

    @Override
    public Device withAttributes(Attributes newAttributes) {
      return new Device(path, newAttributes, kind, major, minor);
    }
  }

  /** A named pipe. */
  record Fifo(String path, Attributes attributes) implements Content {
    @Override
    public Fifo withAttributes(Attributes newAttributes) {
      return new Fifo(path, newAttributes);
    }
  }

  /** Removes what the layers below have at this path (OCI: {@code .wh.NAME}). */
  record Whiteout(String path) implements LayerEntry {}

  /** Hides what the layers below have in this directory (OCI: {@code .wh..wh..opq} in it). */
  record OpaqueDirectory(String path) implements LayerEntry {}
}
