package io.github.baci.build.parts;

import io.github.baci.api.Digest;
import io.github.baci.context.ContextEntry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The larger files that a build takes from its context, by the digests of their bytes: whoever
 * builds the same has them too, so that nobody need send them. Safe for several threads.
 */
public final class ContextFiles {
  /** Smaller files are not worth an entry in a record. */
  public static final int LEAST = 64 << 10;

  private Supplier<List<ContextEntry>> source = List::of;
  private @Nullable Map<Digest, ContextEntry> known;
  private final Object indexing = new Object();
  private @Nullable PartIndex index;

  /**
   * Hears where to ask for the files, once it is known what the build takes.
   *
   * @param files is called when they are needed first
   */
  public void are(Supplier<List<ContextEntry>> files) {
    synchronized (indexing) {
      synchronized (this) {
        source = files;
        known = null;
      }
      index = null;
    }
  }

  private synchronized Map<Digest, ContextEntry> all() {
    Map<Digest, ContextEntry> files = known;
    if (files == null) {
      files = new LinkedHashMap<>();
      for (ContextEntry entry : source.get()) {
        files.putIfAbsent(Digest.sha256(entry.contentDigest()), entry);
      }
      known = files;
    }
    return files;
  }

  /** Returns the digests of the files. */
  Collection<Digest> digests() {
    return List.copyOf(all().keySet());
  }

  long size(Digest file) {
    return Objects.requireNonNull(all().get(file), "one of the files").size();
  }

  /** Returns whether all that parts are taken of is there. */
  public boolean have(Parts parts) {
    Map<Digest, ContextEntry> files = all();
    for (Part part : parts.list()) {
      if (part instanceof Part.OfFile of) {
        ContextEntry file = files.get(of.file());
        if (file == null || of.offset() > file.size() - of.size()) {
          return false;
        }
      }
    }
    return true;
  }

  /** Returns how many bytes all files have. */
  long total() {
    return all().values().stream().mapToLong(ContextEntry::size).sum();
  }

  /** Returns where bytes of the files are found; the files are read for it once. */
  PartIndex index() throws IOException {
    synchronized (indexing) {
      PartIndex made = index;
      if (made == null) {
        made = PartIndex.of(this);
        index = made;
      }
      return made;
    }
  }

  /** Begins to read. */
  public Reading reading() {
    return new Reading();
  }

  /** Reads files one after the other. For one thread. */
  public final class Reading implements Closeable {
    private @Nullable Digest open;
    private @Nullable FileChannel channel;

    private Reading() {}

    /**
     * Reads some bytes of a file.
     *
     * @return how many bytes the file has there, up to what was wanted
     * @throws IOException if it is none of the files, or cannot be read
     */
    int read(Digest file, long offset, byte[] target, int at, int length) throws IOException {
      FileChannel from = open(file);
      ByteBuffer buffer = ByteBuffer.wrap(target, at, length);
      while (buffer.hasRemaining()) {
        if (from.read(buffer, offset + buffer.position() - at) < 0) {
          break;
        }
      }
      return buffer.position() - at;
    }

    /**
     * Reads a part to its end.
     *
     * @throws IOException if its file is not there, or has become shorter, or cannot be read
     */
    public void read(Part part, byte[] target, int at) throws IOException {
      if (part instanceof Part.Literal literal) {
        System.arraycopy(literal.bytes(), 0, target, at, literal.size());
      } else if (part instanceof Part.OfFile of
          && read(of.file(), of.offset(), target, at, of.size()) < of.size()) {
        throw new IOException("a file of the build context has become shorter");
      }
    }

    private FileChannel open(Digest file) throws IOException {
      FileChannel there = channel;
      if (there != null && file.equals(open)) {
        return there;
      }
      close();
      ContextEntry entry = all().get(file);
      if (entry == null) {
        throw new IOException("the build context has no file with the digest " + file);
      }
      FileChannel opened = entry.open();
      channel = opened;
      open = file;
      return opened;
    }

    @Override
    public void close() throws IOException {
      if (channel != null) {
        channel.close();
        channel = null;
      }
    }
  }
}
