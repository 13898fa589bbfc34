package io.github.baci.oci;

import io.github.baci.api.Digest;
import io.github.baci.store.DamagedEntryException;
import io.github.baci.store.OutputFile;
import io.github.baci.store.Records;
import io.github.baci.store.Store;
import io.github.baci.store.Store.Area;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Copies blobs of the store into archives and checks them on the way: the first time by the digest
 * that they are named by, and from then on by a checksum that was taken then and costs next to
 * nothing.
 */
final class BlobCopy {
  private static final int BUFFER = 256 << 10;

  private final Store store;
  private final Records records;

  BlobCopy(Store store) {
    this.store = store;
    this.records = new Records(store);
  }

  /**
   * Copies a blob.
   *
   * @param size its length in bytes
   * @throws DamagedEntryException if it is not what its digest says; it is gone then
   */
  void copy(Digest blob, Path file, long size, OutputFile out) throws IOException {
    String key = blob.hex() + ".sum";
    Optional<String> known = records.text(Area.CHUNKS, key);
    CRC32C crc = new CRC32C();
    MessageDigest digest = blob.algorithm().newMessageDigest();
    long copied = 0;
    try (FileChannel in = FileChannel.open(file)) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
      while (copied < size && in.read(buffer.clear()) >= 0) {
        buffer.flip().limit((int) Math.min(buffer.limit(), size - copied));
        copied += buffer.remaining();
        crc.update(buffer.duplicate());
        if (known.isEmpty()) {
          digest.update(buffer.duplicate());
        }
        out.write(buffer);
      }
    }
    String sum = size + " " + Long.toHexString(crc.getValue());
    boolean isWhole =
        copied == size
            && known
                .map(sum::equals)
                .orElseGet(() -> HexFormat.of().formatHex(digest.digest()).equals(blob.hex()));
    if (!isWhole) {
      throw DamagedEntryException.dropping(store, Area.BLOBS, blob.hex());
    }
    if (known.isEmpty()) {
      records.put(Area.CHUNKS, key, sum);
    }
  }
}
