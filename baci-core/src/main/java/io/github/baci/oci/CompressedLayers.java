package io.github.baci.oci;

import io.github.baci.api.Digest;
import io.github.baci.api.LayerCompression;
import io.github.baci.compress.ChunkCodec;
import io.github.baci.image.PulledBlob;
import io.github.baci.layer.Layer;
import io.github.baci.store.Records;
import io.github.baci.store.Store;
import io.github.baci.store.Store.Area;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The compressed forms of layers. A base image's layers are taken in the form in which they were
 * pulled; every other layer is compressed once and kept in the store, with a record under its diff
 * ID that says which blob it became. Safe for several threads.
 */
public final class CompressedLayers implements AutoCloseable {
  /** A layer shorter than this is compressed anew each time, which is faster than a file. */
  private static final long LEAST_TAR = 128 << 10;

  private static final int CODEC_ID_LENGTH = 12;
  private static final int MAGIC = 4;

  private final Store store;
  private final Records records;
  private final BlobCopy copy;
  private final LayerCompression compression;
  private final ChunkCodec codec;
  private final String codecId;
  private final LayerCompressor compressor;

  /**
   * Compresses for this store.
   *
   * @param threads how many threads compress
   */
  public CompressedLayers(Store store, LayerCompression compression, int threads) {
    this.store = store;
    this.records = new Records(store);
    this.copy = new BlobCopy(store);
    this.compression = compression;
    this.codec = ChunkCodec.of(compression);
    this.codecId =
        Digest.sha256Of(
                (codec.parameters() + " " + codec.target()).getBytes(StandardCharsets.UTF_8))
            .hex()
            .substring(0, CODEC_ID_LENGTH);
    this.compressor = new LayerCompressor(codec, threads);
  }

  /** Lets layers be compressed by all threads from now on; before that, by one at a time. */
  void hurry() {
    compressor.hurry();
  }

  /** Returns whether the store has a base image's blob. */
  boolean has(PulledBlob blob) {
    return store.find(Area.BLOBS, blob.digest().hex()).isPresent();
  }

  /** Returns a base image's blob, if the store has it. */
  Optional<CompressedLayer> pulled(PulledBlob blob) throws IOException {
    Optional<Path> file = store.find(Area.BLOBS, blob.digest().hex());
    if (file.isEmpty() || Files.size(file.get()) != blob.size()) {
      return Optional.empty();
    }
    byte[] magic;
    try (InputStream in = Files.newInputStream(file.get())) {
      magic = in.readNBytes(MAGIC);
    }
    return MediaTypes.ofLayer(magic)
        .map(
            type ->
                new CompressedLayer(
                    type,
                    blob.digest(),
                    blob.size(),
                    new CompressedLayer.InFile(file.get(), copy)));
  }

  /** Returns the blob of a layer; makes it if the store does not have it. */
  public CompressedLayer of(Layer layer) throws IOException, InterruptedException {
    if (Files.size(layer.tar()) < LEAST_TAR) {
      return compressInMemory(layer);
    }
    Optional<CompressedLayer> known = find(layer);
    if (known.isPresent()) {
      return known.get();
    }
    Store.Lock lock = store.lock("compress-" + layer.diffId().hex().substring(0, 3));
    try {
      known = find(layer); // another build may have been faster
      return known.isPresent() ? known.get() : compress(layer);
    } finally {
      lock.close();
    }
  }

  private CompressedLayer compressInMemory(Layer layer) throws IOException, InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    LayerCompressor.Result result = compressor.compress(layer, bytes);
    return new CompressedLayer(
        MediaTypes.of(compression),
        result.digest(),
        result.size(),
        new CompressedLayer.InMemory(bytes.toByteArray()));
  }

  private CompressedLayer compress(Layer layer) throws IOException, InterruptedException {
    LayerCompressor.Result result;
    Path file;
    try (Store.Staged staged = store.stage(Area.BLOBS)) {
      try (OutputStream out = Files.newOutputStream(staged.path(), StandardOpenOption.WRITE)) {
        result = compressor.compress(layer, out);
      }
      file = staged.commit(result.digest().hex());
    }
    records.put(Area.CHUNKS, key(layer), result.digest() + " " + result.size());
    return new CompressedLayer(
        MediaTypes.of(compression),
        result.digest(),
        result.size(),
        new CompressedLayer.InFile(file, copy));
  }

  private Optional<CompressedLayer> find(Layer layer) throws IOException {
    Optional<String> record = records.text(Area.CHUNKS, key(layer));
    if (record.isEmpty()) {
      return Optional.empty();
    }
    String[] words = record.get().split(" ", 2);
    Digest digest = Digest.parse(words[0]);
    long size = Long.parseLong(words[1]);
    Optional<Path> file = store.find(Area.BLOBS, digest.hex());
    if (file.isEmpty() || Files.size(file.get()) != size) {
      return Optional.empty();
    }
    return Optional.of(
        new CompressedLayer(
            MediaTypes.of(compression),
            digest,
            size,
            new CompressedLayer.InFile(file.get(), copy)));
  }

  private String key(Layer layer) {
    return layer.diffId().hex() + "-" + codecId + ".blob";
  }

  @Override
  public void close() {
    compressor.close();
    codec.close();
  }
}
