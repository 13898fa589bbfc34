package io.github.baci.layer;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.baci.api.BaciException;
import io.github.baci.compress.DecompressionLimits;
import io.github.baci.compress.Decompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Whatever bytes there are, they are a tar, a compressed stream or an index, or are refused. */
class LayerFuzz {
  private static final TarLimits LIMITS = new TarLimits(1000, 4096, 1 << 16, 1 << 20);
  private static final DecompressionLimits PLAIN = new DecompressionLimits(1 << 22, 200, 1 << 16);

  @FuzzTest
  void tar(byte[] data) throws IOException {
    byte[] tar = TarChecksums.repaired(data);
    try (TarReader reader = new TarReader(new ByteArrayInputStream(tar), "tar", LIMITS)) {
      for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
        long size = reader.content().transferTo(java.io.OutputStream.nullOutputStream());
        if (size != entry.get().size()) {
          throw new AssertionError(entry.get() + " has " + size + " bytes");
        }
      }
    } catch (BaciException expected) {
      // damaged
    }
  }

  @FuzzTest
  void layer(byte[] data) throws IOException {
    List<LayerEntry> entries;
    try {
      entries =
          new LayerTar("layer", LIMITS).read(new ByteArrayInputStream(TarChecksums.repaired(data)));
    } catch (BaciException expected) {
      return;
    }
    for (LayerEntry entry : entries) {
      if (!LayerPath.isClean(entry.path())) {
        throw new AssertionError("a path outside: " + entry);
      }
    }
    BlockChecksums.Taker checksums = new BlockChecksums.Taker();
    checksums.update(data, 0, data.length);
    byte[] index = new LayerIndex(data.length, entries, checksums.finish()).encode();
    if (!LayerIndex.decode(index).orElseThrow().entries().equals(entries)) {
      throw new AssertionError("the index says something else");
    }
  }

  @FuzzTest
  void index(byte[] data) {
    byte[] file = new byte[data.length + 12];
    System.arraycopy(new byte[] {'b', 'a', 'c', 'i', 'i', 'd', 'x', 2}, 0, file, 0, 8);
    System.arraycopy(data, 0, file, 8, data.length);
    CRC32C checksum = new CRC32C();
    checksum.update(file, 0, file.length - 4);
    ByteBuffer.wrap(file).putInt(file.length - 4, (int) checksum.getValue());
    LayerIndex.decode(file);
    LayerIndex.decode(data);
  }

  @FuzzTest
  void compressed(byte[] data) throws IOException {
    try (InputStream in = Decompressor.open(new ByteArrayInputStream(data), "stream", PLAIN)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (BaciException expected) {
      // damaged, or too much
    }
  }
}
