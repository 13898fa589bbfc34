package io.github.baci.context;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What earlier builds learnt of files, by device, inode, size and both times. Kept as one block of
 * bytes, and looked up in it, so that opening the table of a large context costs next to nothing.
 *
 * <p>Format, big-endian: 8 bytes of magic, a record after the other, and the CRC-32C of all that in
 * 8 bytes. A table that is damaged is empty: everything in it can be found again.
 */
final class DigestTable {
  private static final long MAGIC = 0x62616369_64673031L;
  private static final int HEADER = 8;
  private static final int TRAILER = 8;
  private static final int RECORD = 5 * Long.BYTES + 32 + Long.BYTES;
  private static final long HAS_XATTRS = 1;

  /** How many records that a build did not look at are kept for others. */
  private static final int MAXIMUM_UNUSED = 100_000;

  /**
   * What is known of one file.
   *
   * @param digest the SHA-256 digest of its bytes; all zeros if it is no regular file
   * @param hasXattrs whether it has extended attributes, which are then to be read again
   * @param before whether an earlier build found it out
   */
  record Known(FileStat stat, byte[] digest, boolean hasXattrs, boolean before) {}

  private final byte[] content;
  private final ByteBuffer bytes;
  private final int count;
  private final int[] slots;
  private final boolean[] used;

  private DigestTable(byte[] content, int count) {
    this.content = content;
    this.bytes = ByteBuffer.wrap(content);
    this.count = count;
    this.slots = new int[Math.max(16, Integer.highestOneBit(Math.max(1, count)) * 4)];
    this.used = new boolean[count];
    for (int i = 0; i < count; i++) {
      int slot = slot(longAt(i, 0), longAt(i, 1));
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = i + 1;
    }
  }

  /** Reads a table as {@link #with} made it. */
  static DigestTable of(byte[] content) {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    int body = content.length - HEADER - TRAILER;
    if (body < 0
        || body % RECORD != 0
        || bytes.getLong(0) != MAGIC
        || bytes.getLong(HEADER + body) != checksum(content, HEADER + body)) {
      return new DigestTable(new byte[0], 0);
    }
    return new DigestTable(content, body / RECORD);
  }

  /** Finds what is known of a file that has not changed since. Safe for several threads. */
  Optional<Known> find(FileStat stat) {
    for (int slot = slot(stat.device(), stat.inode());
        slots[slot] != 0;
        slot = (slot + 1) & (slots.length - 1)) {
      int record = slots[slot] - 1;
      if (longAt(record, 0) == stat.device()
          && longAt(record, 1) == stat.inode()
          && longAt(record, 2) == stat.size()
          && longAt(record, 3) == stat.mtimeNanos()
          && longAt(record, 4) == stat.changed()) {
        used[record] = true;
        int digestAt = HEADER + record * RECORD + 5 * Long.BYTES;
        byte[] digest = Arrays.copyOfRange(content, digestAt, digestAt + 32);
        return Optional.of(
            new Known(stat, digest, (bytes.getLong(digestAt + 32) & HAS_XATTRS) != 0, true));
      }
    }
    return Optional.empty();
  }

  /** Returns a table of the same with some news in it. */
  byte[] with(Collection<Known> news) {
    List<Integer> kept = new ArrayList<>();
    int unused = 0;
    for (int i = 0; i < count; i++) {
      if (used[i] || unused++ < MAXIMUM_UNUSED) {
        kept.add(i);
      }
    }
    ByteBuffer out = ByteBuffer.allocate(HEADER + (kept.size() + news.size()) * RECORD + TRAILER);
    out.putLong(MAGIC);
    // The newest first: a record that is found first hides older ones of the same inode.
    for (Known known : news) {
      FileStat stat = known.stat();
      out.putLong(stat.device()).putLong(stat.inode()).putLong(stat.size());
      out.putLong(stat.mtimeNanos()).putLong(stat.changed());
      out.put(known.digest()).putLong(known.hasXattrs() ? HAS_XATTRS : 0);
    }
    for (int record : kept) {
      out.put(content, HEADER + record * RECORD, RECORD);
    }
    byte[] table = out.array();
    out.putLong(checksum(table, out.position()));
    return table;
  }

  private long longAt(int record, int field) {
    return bytes.getLong(HEADER + record * RECORD + field * Long.BYTES);
  }

  private int slot(long device, long inode) {
    long hash = (device * 31 + inode) * 0x9E3779B97F4A7C15L;
    return (int) (hash >>> 32) & (slots.length - 1);
  }

  private static long checksum(byte[] content, int length) {
    CRC32C crc = new CRC32C();
    crc.update(content, 0, length);
    return crc.getValue();
  }
}
