package io.github.baci.aci.archive;

import io.github.baci.api.Digest;
import io.github.baci.compress.ChunkCodec;
import io.github.baci.layer.Layer;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The chunks of some layers in the store while an archive is composed: finds those that are there,
 * and keeps those that are made. For one thread.
 */
final class CompressionRun implements AutoCloseable {
  private static final int CODEC_ID_LENGTH = 12;
  private static final byte[] NOT_KEPT = {};

  private final Store store;
  private final List<Layer> layers;
  private final ChunkCodec codec;
  private final String codecId;
  private final Map<Integer, LayerChunks> kept = new HashMap<>();
  private final Map<Integer, ChunkPackWriter> writers = new HashMap<>();
  private final List<Pending> pending = new ArrayList<>();

  /**
   * What a layer got and the store has not yet.
   *
   * @param writer has the compressed bytes
   * @param chunks those that the store has
   */
  private record Pending(ChunkPackWriter writer, LayerChunks chunks) {}

  CompressionRun(Store store, List<Layer> layers, ChunkCodec codec) {
    this.store = store;
    this.layers = layers;
    this.codec = codec;
    this.codecId = codec.isWorthKeeping() ? codecId(codec) : "";
  }

  private static String codecId(ChunkCodec codec) {
    MessageDigest digest = Digest.Algorithm.SHA256.newMessageDigest();
    digest.update(TarFormat.digest());
    digest.update((codec.parameters() + " " + codec.target()).getBytes(StandardCharsets.UTF_8));
    return Digest.sha256(digest.digest()).hex().substring(0, CODEC_ID_LENGTH);
  }

  /** Returns what tells the codec's parameters from others; empty, if its chunks are not kept. */
  String codecId() {
    return codecId;
  }

  /** Marks what the store has of a layer as used, though it is not read. */
  void use(int layer) {
    LayerChunks.use(store, layers.get(layer), codecId);
  }

  /** Returns where the compressed bytes of a chunk are, if they are in the store. */
  Optional<ChunkPack.Range> find(Chunk chunk, byte[] identity) throws IOException {
    return chunk.layer() == Chunk.NO_LAYER ? Optional.empty() : layer(chunk).find(identity);
  }

  /** Returns whether the compressed bytes of a chunk are kept. */
  boolean keeps(Chunk chunk) throws IOException {
    return chunk.layer() != Chunk.NO_LAYER && layer(chunk).takesMore();
  }

  /**
   * Compresses a chunk, if nothing of the same bytes is there. Safe for several threads.
   *
   * @param earlier where to look for it
   */
  CompressedChunk compress(ChunkBuffer buffer, Optional<EarlierChunks> earlier) throws IOException {
    if (codecId.isEmpty()) {
      return new CompressedChunk(NOT_KEPT, codec.compress(buffer.array(), buffer.length()));
    }
    MessageDigest digest = Digest.Algorithm.SHA256.newMessageDigest();
    digest.update(buffer.array(), 0, buffer.length());
    byte[] content = digest.digest();
    Optional<byte[]> known = earlier.isPresent() ? earlier.get().find(content) : Optional.empty();
    return new CompressedChunk(
        content, known.isPresent() ? known.get() : codec.compress(buffer.array(), buffer.length()));
  }

  /** Keeps the compressed bytes of a chunk, if that pays. */
  void keep(Chunk chunk, byte[] identity, CompressedChunk compressed) throws IOException {
    if (!keeps(chunk)) {
      return;
    }
    ChunkPackWriter writer = writers.get(chunk.layer());
    if (writer == null) {
      writer = new ChunkPackWriter(store);
      writers.put(chunk.layer(), writer);
      pending.add(new Pending(writer, layer(chunk)));
    }
    writer.add(identity, compressed);
  }

  /** Puts what was kept into the store. */
  void commit() throws IOException {
    for (Pending each : pending) {
      each.writer().commit(each.chunks().nextKey());
    }
    pending.clear();
  }

  @Override
  public void close() throws IOException {
    for (ChunkPackWriter writer : writers.values()) {
      writer.close();
    }
    for (LayerChunks chunks : kept.values()) {
      chunks.close();
    }
  }

  private LayerChunks layer(Chunk chunk) throws IOException {
    LayerChunks chunks = kept.get(chunk.layer());
    if (chunks == null) {
      chunks = LayerChunks.open(store, layers.get(chunk.layer()), codec, codecId);
      kept.put(chunk.layer(), chunks);
    }
    return chunks;
  }
}
