package io.github.baci.aci.archive;

import io.github.baci.api.Digest;
import io.github.baci.api.ImageId;
import io.github.baci.store.Records;
import io.github.baci.store.Store;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Works the image ID out. After each layer of some size the state of the hash is kept in the store,
 * under a digest of what decides all bytes up to there; an archive that begins the same is hashed
 * from there on, and what stands before need not be read.
 *
 * <p>Where archives begin otherwise from build to build, as {@link ArchiveBeginning} knows, the
 * JDK's own digest is taken, which cannot give its state but takes half the time. For one thread at
 * a time.
 */
final class ImageIdHash {
  /**
   * A shorter way is hashed faster than a file of the store is written. A JVM that has just begun
   * hashes slowly, as it interprets.
   */
  private static final long LEAST_WAY = 1 << 20;

  private static final String SUFFIX = ".sha512";

  private final Records records;
  private final Sha512 hash = new Sha512();
  private final List<Mark> marks = new ArrayList<>();
  private final Map<Integer, Mark> markByChunk = new HashMap<>();
  private final Map<String, byte[]> states = new HashMap<>();
  private final @Nullable MessageDigest whole;
  private int start;

  /** The end of a chunk where the state is worth keeping. */
  private record Mark(int chunk, String way) {
    String key() {
      return way + SUFFIX;
    }
  }

  /**
   * Goes as far as the store knows the way.
   *
   * @param changes whether it is likely that the next archive begins otherwise again
   */
  ImageIdHash(Store store, List<Chunk> chunks, List<byte[]> identities, boolean changes)
      throws IOException {
    this.records = new Records(store);
    findMarks(chunks, identities);
    for (int i = marks.size() - 1; i >= 0 && start == 0; i--) {
      Mark mark = marks.get(i);
      Optional<byte[]> state = records.find(Store.Area.CHUNKS, mark.key());
      if (state.isPresent() && hash.restore(state.get())) {
        start = mark.chunk + 1;
      }
    }
    this.whole = changes && start == 0 ? Digest.Algorithm.SHA512.newMessageDigest() : null;
  }

  /** Returns the chunks that end where a state is worth keeping, each with its mark's key. */
  Map<Integer, String> marks() {
    Map<Integer, String> keys = new LinkedHashMap<>();
    for (Mark mark : marks) {
      keys.put(mark.chunk, mark.key());
    }
    return keys;
  }

  /** Returns the number of the first chunk whose bytes the hash needs. */
  int start() {
    return start;
  }

  /** Returns whether the hash needs the bytes of a chunk. */
  boolean needs(int chunk) {
    return chunk >= start;
  }

  /** Hashes the bytes of the next chunk that is needed. */
  void update(int chunk, ChunkBuffer bytes) {
    if (whole != null) {
      whole.update(bytes.array(), 0, bytes.length());
      return;
    }
    hash.update(bytes.array(), bytes.length());
    Mark mark = markByChunk.get(chunk);
    if (mark != null) {
      states.put(mark.key(), hash.save());
    }
  }

  /** Hashes the tail of the archive and returns the image ID. */
  ImageId finish(byte[] tail) {
    if (whole != null) {
      whole.update(tail);
      return new ImageId(Digest.sha512(whole.digest()));
    }
    hash.update(tail, tail.length);
    return new ImageId(hash.digest());
  }

  /** Puts what the next archive may need into the store. */
  void commit() throws IOException {
    for (Map.Entry<String, byte[]> state : states.entrySet()) {
      records.put(Store.Area.CHUNKS, state.getKey(), state.getValue());
    }
  }

  private void findMarks(List<Chunk> chunks, List<byte[]> identities) {
    MessageDigest way = Digest.Algorithm.SHA256.newMessageDigest();
    way.update(TarFormat.digest());
    long bytes = 0;
    long last = 0;
    for (int i = 0; i < chunks.size(); i++) {
      way.update(identities.get(i));
      bytes += chunks.get(i).contentBytes();
      boolean layerEnds =
          i + 1 == chunks.size() || chunks.get(i + 1).layer() != chunks.get(i).layer();
      if (layerEnds && bytes - last >= LEAST_WAY) {
        last = bytes;
        Mark mark = new Mark(i, Digest.sha256(digestSoFar(way)).hex());
        marks.add(mark);
        markByChunk.put(i, mark);
      }
    }
  }

  private static byte[] digestSoFar(MessageDigest digest) {
    try {
      return ((MessageDigest) digest.clone()).digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of the JDK can be cloned", e);
    }
  }
}
