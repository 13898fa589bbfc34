package io.github.baci.layer;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The index of a layer, as a file of its own:
 *
 * <pre>
 * 8 bytes  magic and version
 * number   length of the tar
 * number   count of distinct attributes; then each: mode, uid, gid, seconds (signed), nanos,
 *          count of xattrs, for each name and value
 * number   count of entries; then each: type (1 byte), how many bytes of the path are those of the
 *          path before, the rest of the path, and, for all but whiteouts, the number of the
 *          attributes; then
 *            file:    size, offset as distance (signed) from the end of the file before
 *            links:   target
 *            device:  major, minor
 * number   count of bytes; then the checksums of the tar's blocks
 * 4 bytes  CRC-32C of all that
 * </pre>
 *
 * <p>Numbers have seven bits a byte, the lowest first; strings their length in bytes and {@link
 * NameBytes}.
 *
 * @param tarSize the length of the tar in bytes
 * @param entries the entries in the order of the tar
 * @param checksums the checksums of the blocks of the tar
 */
record LayerIndex(long tarSize, List<LayerEntry> entries, BlockChecksums checksums) {
  private static final byte[] MAGIC = {'b', 'a', 'c', 'i', 'i', 'd', 'x', 2};
  private static final int CHECKSUM = 4;

  private static final int DIRECTORY = 0;
  private static final int FILE = 1;
  private static final int SYMLINK = 2;
  private static final int HARD_LINK = 3;
  private static final int CHARACTER_DEVICE = 4;
  private static final int BLOCK_DEVICE = 5;
  private static final int FIFO = 6;
  private static final int WHITEOUT = 7;
  private static final int OPAQUE = 8;

  LayerIndex {
    entries = List.copyOf(entries);
  }

  byte[] encode() {
    IndexOutput out = new IndexOutput(64 + 40 * entries.size());
    out.bytes(MAGIC);
    out.number(tarSize);
    Map<Attributes, Integer> attributes = new LinkedHashMap<>();
    for (LayerEntry entry : entries) {
      if (entry instanceof LayerEntry.Content content) {
        attributes.putIfAbsent(content.attributes(), attributes.size());
      }
    }
    out.number(attributes.size());
    attributes.keySet().forEach(each -> encode(each, out));
    out.number(entries.size());
    byte[] previous = {};
    long end = 0;
    for (LayerEntry entry : entries) {
      out.number(type(entry));
      previous = out.path(entry.path(), previous);
      if (entry instanceof LayerEntry.Content content) {
        out.number(
            Objects.requireNonNull(attributes.get(content.attributes()), "all have a number"));
      }
      if (entry instanceof LayerEntry.RegularFile file) {
        out.number(file.size());
        out.signed(file.offset() - end);
        end = file.offset() + file.size();
      } else if (entry instanceof LayerEntry.Symlink link) {
        out.string(link.target());
      } else if (entry instanceof LayerEntry.HardLink link) {
        out.string(link.target());
      } else if (entry instanceof LayerEntry.Device device) {
        out.number(device.major());
        out.number(device.minor());
      }
    }
    byte[] sums = checksums.encode();
    out.number(sums.length);
    out.bytes(sums);
    byte[] body = out.toByteArray(CHECKSUM);
    CRC32C checksum = new CRC32C();
    checksum.update(body, 0, body.length - CHECKSUM);
    ByteBuffer.wrap(body).putInt(body.length - CHECKSUM, (int) checksum.getValue());
    return body;
  }

  private static void encode(Attributes attributes, IndexOutput out) {
    out.number(attributes.mode());
    out.number(attributes.uid());
    out.number(attributes.gid());
    out.signed(attributes.mtime().seconds());
    out.number(attributes.mtime().nanos());
    if (attributes.xattrs().isEmpty()) {
      out.number(0);
      return;
    }
    Map<String, byte[]> xattrs = attributes.xattrs().asMap();
    out.number(xattrs.size());
    xattrs.forEach(
        (name, value) -> {
          out.string(name);
          out.number(value.length);
          out.bytes(value);
        });
  }

  private static int type(LayerEntry entry) {
    if (entry instanceof LayerEntry.Directory) {
      return DIRECTORY;
    } else if (entry instanceof LayerEntry.RegularFile) {
      return FILE;
    } else if (entry instanceof LayerEntry.Symlink) {
      return SYMLINK;
    } else if (entry instanceof LayerEntry.HardLink) {
      return HARD_LINK;
    } else if (entry instanceof LayerEntry.Device device) {
      return device.kind() == LayerEntry.Device.Kind.CHARACTER ? CHARACTER_DEVICE : BLOCK_DEVICE;
    } else if (entry instanceof LayerEntry.Fifo) {
      return FIFO;
    }
    return entry instanceof LayerEntry.Whiteout ? WHITEOUT : OPAQUE;
  }

  /** Returns whether a file that cannot be decoded is of an earlier version, and no damaged one. */
  static boolean isOfEarlierVersion(byte[] file) {
    int version = MAGIC.length - 1;
    return file.length > version
        && ByteBuffer.wrap(file, 0, version).equals(ByteBuffer.wrap(MAGIC, 0, version))
        && file[version] < MAGIC[version];
  }

  /** Returns empty if the file is damaged or of another version. */
  static Optional<LayerIndex> decode(byte[] file) {
    int length = file.length - CHECKSUM;
    if (length < MAGIC.length
        || !ByteBuffer.wrap(file, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
      return Optional.empty();
    }
    CRC32C checksum = new CRC32C();
    checksum.update(file, 0, length);
    if (ByteBuffer.wrap(file).getInt(length) != (int) checksum.getValue()) {
      return Optional.empty();
    }
    try {
      return Optional.of(decode(new IndexInput(file, MAGIC.length, length)));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return Optional.empty(); // the checksum is right, but something else wrote it
    }
  }

  private static LayerIndex decode(IndexInput in) {
    long tarSize = in.number();
    Attributes[] attributes = new Attributes[in.length()];
    for (int i = 0; i < attributes.length; i++) {
      attributes[i] = decodeAttributes(in);
    }
    LayerEntry[] entries = new LayerEntry[in.length()];
    long end = 0;
    for (int i = 0; i < entries.length; i++) {
      int type = in.count();
      String path = in.path();
      if (type >= WHITEOUT) {
        entries[i] = hiding(type, path);
        continue;
      }
      Attributes own = attributes[in.count()];
      entries[i] =
          switch (type) {
            case DIRECTORY -> new LayerEntry.Directory(path, own);
            case FILE -> {
              long size = in.number();
              long offset = end + in.signed();
              end = offset + size;
              yield new LayerEntry.RegularFile(path, own, size, offset);
            }
            case SYMLINK -> new LayerEntry.Symlink(path, own, in.string());
            case HARD_LINK -> new LayerEntry.HardLink(path, own, in.string());
            case CHARACTER_DEVICE ->
                new LayerEntry.Device(
                    path, own, LayerEntry.Device.Kind.CHARACTER, in.count(), in.count());
            case BLOCK_DEVICE ->
                new LayerEntry.Device(
                    path, own, LayerEntry.Device.Kind.BLOCK, in.count(), in.count());
            case FIFO -> new LayerEntry.Fifo(path, own);
            default -> throw unknown(type);
          };
    }
    byte[] sums = in.bytes(in.length());
    if (sums.length != BlockChecksums.encodedLength(tarSize)) {
      throw new IllegalArgumentException("checksums of another tar");
    }
    return new LayerIndex(tarSize, List.of(entries), BlockChecksums.decode(sums));
  }

  private static LayerEntry hiding(int type, String path) {
    return switch (type) {
      case WHITEOUT -> new LayerEntry.Whiteout(path);
      case OPAQUE -> new LayerEntry.OpaqueDirectory(path);
      default -> throw unknown(type);
    };
  }

  private static IllegalArgumentException unknown(int type) {
    return new IllegalArgumentException("entry type " + type);
  }

  private static Attributes decodeAttributes(IndexInput in) {
    int mode = in.count();
    long uid = in.number();
    long gid = in.number();
    long seconds = in.signed();
    int nanos = in.count();
    int count = in.length();
    Map<String, byte[]> xattrs = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      xattrs.put(in.string(), in.bytes(in.length()));
    }
    return new Attributes(mode, uid, gid, new Mtime(seconds, nanos), Xattrs.of(xattrs));
  }
}
