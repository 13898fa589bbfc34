package io.github.baci.layer;

import io.github.baci.layer.LayerEntry.Content;
import io.github.baci.layer.LayerEntry.Device;
import io.github.baci.layer.LayerEntry.Directory;
import io.github.baci.layer.LayerEntry.Fifo;
import io.github.baci.layer.LayerEntry.HardLink;
import io.github.baci.layer.LayerEntry.OpaqueDirectory;
import io.github.baci.layer.LayerEntry.RegularFile;
import io.github.baci.layer.LayerEntry.Symlink;
import io.github.baci.layer.LayerEntry.Whiteout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * Writes the headers of entries, one after the other into the same array, as a layer may have very
 * many: one ustar block, and before it, where ustar has no room for a value, a PAX extended header.
 * Owner names are left empty. The same entry always gives the same bytes. For one thread.
 */
public final class TarHeader {
  /** The begin of the names of whiteouts, in OCI layers. */
  static final String WHITEOUT_PREFIX = ".wh.";

  /** The name of the file that makes its directory opaque, in OCI layers. */
  static final String OPAQUE_NAME = ".wh..wh..opq";

  private static final int BLOCK = TarBlock.SIZE;

  private static final int MODE = 0;
  private static final int UID = 1;
  private static final int GID = 2;
  private static final int SIZE = 3;
  private static final int MTIME = 4;
  private static final int FIELDS = 5;
  private static final int[] OFFSETS = {100, 108, 116, 124, 136};
  private static final int[] LENGTHS = {8, 8, 8, 12, 12};

  private static final int NAME_LENGTH = 100;
  private static final int PREFIX_LENGTH = 155;
  private static final long LARGEST_OWNER = 07777777;
  private static final long LARGEST_SIZE = 077777777777L;
  private static final byte[] USTAR = "ustar\00000".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PAX_NAME = "././@PaxHeader".getBytes(StandardCharsets.US_ASCII);

  /** Begins with the block that is always there; an extended header is moved in before it. */
  private byte[] bytes = new byte[3 * BLOCK];

  private int length;

  /** The values of the fields that every block has. */
  private final long[] numbers = new long[FIELDS];

  private final ExtendedHeader records = new ExtendedHeader();

  /**
   * Returns the header of an entry of any tar, in an array of its own.
   *
   * @param entry as {@link #set} takes it
   * @return whole blocks; the bytes of a regular file follow them, filled up to a block
   */
  public static byte[] encode(Content entry) {
    TarHeader header = new TarHeader();
    header.set(entry);
    return Arrays.copyOf(header.bytes, header.length);
  }

  /**
   * Makes the header of an entry of any tar, in place of the one before.
   *
   * @param entry its path and, for a hard link, the target are written as they are, with a {@code
   *     /} after that of a directory; the root gets the name {@code ./}
   */
  public void set(Content entry) {
    records.clear();
    make(entry);
  }

  /**
   * Makes the header of an entry of a layer, in place of the one before: whiteouts in the form of
   * OCI, and a mark for files that only have such a name.
   */
  void setForLayer(LayerEntry entry) {
    records.clear();
    if (entry instanceof Whiteout whiteout) {
      String path = whiteout.path();
      mark(LayerPath.child(LayerPath.parent(path), WHITEOUT_PREFIX + LayerPath.name(path)));
    } else if (entry instanceof OpaqueDirectory opaque) {
      mark(LayerPath.child(opaque.path(), OPAQUE_NAME));
    } else if (entry instanceof Content content) {
      String path = content.path();
      if (path.startsWith(WHITEOUT_PREFIX, path.lastIndexOf('/') + 1)) {
        records.put(PaxRecords.ORDINARY, bytes("1"));
      }
      make(content);
    } else {
      throw new IllegalArgumentException(entry.toString());
    }
  }

  /** Returns the array whose begin holds the header that was made last. */
  public byte[] array() {
    return bytes;
  }

  /**
   * Returns how many bytes the header has: whole blocks; the bytes of a regular file follow them,
   * filled up to a block.
   */
  public int length() {
    return length;
  }

  private void mark(String path) {
    make(new RegularFile(path, Attributes.of(0, 0, 0, Mtime.EPOCH), 0, 0));
  }

  private void make(Content entry) {
    byte[] block = bytes;
    Arrays.fill(block, 0, BLOCK, (byte) 0);
    length = BLOCK;
    Attributes attributes = entry.attributes();
    String path =
        entry.path().isEmpty()
            ? "./"
            : entry instanceof Directory ? entry.path() + "/" : entry.path();
    putPath(block, path, records);
    putLink(block, linkTarget(entry), records);
    numbers[MODE] = attributes.mode();
    setNumber(UID, attributes.uid(), LARGEST_OWNER, "uid");
    setNumber(GID, attributes.gid(), LARGEST_OWNER, "gid");
    setNumber(SIZE, entry instanceof RegularFile file ? file.size() : 0, LARGEST_SIZE, "size");
    setTime(attributes.mtime());
    if (entry instanceof Device device) {
      putOctal(block, 329, 8, device.major());
      putOctal(block, 337, 8, device.minor());
    }
    if (!attributes.xattrs().isEmpty()) {
      for (Map.Entry<String, byte[]> xattr : attributes.xattrs().asMap().entrySet()) {
        records.put(PaxRecords.XATTR + xattr.getKey(), xattr.getValue());
      }
    }
    finish(type(entry));
    if (!records.isEmpty()) {
      putExtended();
    }
  }

  private static char type(Content entry) {
    if (entry instanceof Directory) {
      return '5';
    } else if (entry instanceof Symlink) {
      return '2';
    } else if (entry instanceof HardLink) {
      return '1';
    } else if (entry instanceof Device device) {
      return device.kind() == Device.Kind.CHARACTER ? '3' : '4';
    } else if (entry instanceof Fifo) {
      return '6';
    }
    return '0';
  }

  private static String linkTarget(Content entry) {
    if (entry instanceof Symlink link) {
      return link.target();
    }
    return entry instanceof HardLink link ? link.target() : "";
  }

  private static void putPath(byte[] block, String path, ExtendedHeader records) {
    byte[] name = bytes(path);
    if (name.length == path.length()) {
      if (name.length <= NAME_LENGTH) {
        System.arraycopy(name, 0, block, 0, name.length);
        return;
      }
      // The slash between prefix and name is not written; the prefix may not be empty, nor the
      // name.
      int slash = path.lastIndexOf('/', Math.min(PREFIX_LENGTH, name.length - 2));
      if (slash > 0 && name.length - slash - 1 <= NAME_LENGTH) {
        System.arraycopy(name, 0, block, 345, slash);
        System.arraycopy(name, slash + 1, block, 0, name.length - slash - 1);
        return;
      }
    }
    records.put("path", name);
    System.arraycopy(name, 0, block, 0, Math.min(NAME_LENGTH, name.length));
    onlyAscii(block, 0);
  }

  private static void putLink(byte[] block, String target, ExtendedHeader records) {
    if (target.isEmpty()) {
      return;
    }
    byte[] name = bytes(target);
    System.arraycopy(name, 0, block, 157, Math.min(NAME_LENGTH, name.length));
    if (name.length != target.length() || name.length > NAME_LENGTH) {
      records.put("linkpath", name);
      onlyAscii(block, 157);
    }
  }

  private static void onlyAscii(byte[] block, int offset) {
    for (int i = offset; i < offset + NAME_LENGTH; i++) {
      if (block[i] < 0) {
        block[i] = '_';
      }
    }
  }

  private void setNumber(int field, long value, long largest, String key) {
    if (value > largest) {
      records.put(key, bytes(Long.toString(value)));
      numbers[field] = 0;
    } else {
      numbers[field] = value;
    }
  }

  private void setTime(Mtime mtime) {
    boolean fits = mtime.seconds() >= 0 && mtime.seconds() <= LARGEST_SIZE;
    numbers[MTIME] = fits ? mtime.seconds() : 0;
    if (!fits || mtime.nanos() != 0) {
      records.putTime(mtime);
    }
  }

  private static void putOctal(byte[] block, int offset, int length, long value) {
    long rest = value;
    for (int i = offset + length - 2; i >= offset; i--) {
      block[i] = (byte) ('0' + (rest & 7));
      rest >>>= 3;
    }
    if (rest != 0) {
      throw new IllegalArgumentException(value + " does not fit into a tar header");
    }
  }

  /** Puts the numbers, the type and the checksum into the block at the begin. */
  private void finish(char type) {
    byte[] block = bytes;
    for (int field = 0; field < FIELDS; field++) {
      putOctal(block, OFFSETS[field], LENGTHS[field], numbers[field]);
    }
    block[156] = (byte) type;
    System.arraycopy(USTAR, 0, block, 257, 8);
    Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += block[i] & 0xff;
    }
    putOctal(block, 148, 7, sum);
  }

  /** Puts the extended header before the block. */
  private void putExtended() {
    int size = records.length();
    int padded = size + TarBlock.padding(size);
    length = BLOCK + padded + BLOCK;
    if (bytes.length < length) {
      bytes = Arrays.copyOf(bytes, length);
    }
    System.arraycopy(bytes, 0, bytes, BLOCK + padded, BLOCK);
    Arrays.fill(bytes, 0, BLOCK, (byte) 0);
    System.arraycopy(PAX_NAME, 0, bytes, 0, PAX_NAME.length);
    numbers[MODE] = 0644;
    numbers[UID] = 0;
    numbers[GID] = 0;
    numbers[SIZE] = size;
    numbers[MTIME] = 0;
    finish('x');
    records.write(bytes, BLOCK);
    Arrays.fill(bytes, BLOCK + size, BLOCK + padded, (byte) 0);
  }

  private static byte[] bytes(String text) {
    return NameBytes.encode(text);
  }
}
