package io.github.baci.context;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.layer.Xattrs;
import io.github.baci.store.Records;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Digests and extended attributes of the files of one context. What is found out is kept in the
 * store, one table for each context directory, and taken from there while a file's device, inode,
 * size and times are the same.
 *
 * <p>A file that was written just before it was read could be written again within the same tick of
 * the clock, and look the same. What is found out of so young a file is not kept.
 */
final class ContextDigests {
  private static final int BUFFER = 128 * 1024;
  private static final int FILES_PER_TASK = 16;
  private static final int LEAST_BUFFER = 8 * 1024;
  private static final byte[] NO_DIGEST = new byte[32];

  private final Optional<Store> store;
  private final String key;
  private final XattrReader xattrs;
  private final ConcurrentLinkedQueue<DigestTable.Known> news = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Hasher> hashers = new ConcurrentLinkedQueue<>();
  private volatile @Nullable DigestTable table;

  ContextDigests(BuildContext context, Optional<Store> store) {
    this.store = store;
    this.key =
        "context-"
            + Digest.sha256Of(
                    context.directory().toUri().toString().getBytes(StandardCharsets.UTF_8))
                .hex();
    this.xattrs = new XattrReader(context.directory());
  }

  byte[] content(ContextEntry entry) {
    return known(entry).digest().clone();
  }

  Xattrs xattrs(ContextEntry entry) {
    if (!known(entry).hasXattrs()) {
      return Xattrs.NONE;
    }
    try {
      return xattrs.read(entry);
    } catch (IOException e) {
      throw entry.unreadable(e);
    }
  }

  private DigestTable.Known known(ContextEntry entry) {
    DigestTable.Known known = entry.known();
    if (known == null) {
      known = lookUp(entry).orElseGet(() -> findOut(entry));
      entry.learn(known);
    }
    return known;
  }

  private Optional<DigestTable.Known> lookUp(ContextEntry entry) {
    FileStat stat = entry.stat();
    if (stat.kind() != FileKind.FILE && stat.kind() != FileKind.DIRECTORY) {
      return Optional.of(new DigestTable.Known(stat, NO_DIGEST, false, false));
    }
    return stat.hasIdentity() ? table().find(stat) : Optional.empty();
  }

  private DigestTable.Known findOut(ContextEntry entry) {
    FileStat stat = entry.stat();
    try {
      byte[] digest = stat.kind() == FileKind.FILE ? hash(entry) : NO_DIGEST;
      DigestTable.Known known =
          new DigestTable.Known(stat, digest, !xattrs.read(entry).isEmpty(), false);
      if (stat.hasIdentity()
          && stat.isSettledAt(TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()))) {
        news.add(known);
      }
      return known;
    } catch (IOException e) {
      throw entry.unreadable(e);
    }
  }

  private byte[] hash(ContextEntry entry) throws IOException {
    Hasher polled = hashers.poll();
    Hasher hasher = polled == null ? new Hasher() : polled;
    byte[] digest = hasher.hash(entry);
    hashers.add(hasher);
    return digest;
  }

  /** What one thread needs to hash a file; used again, as there may be very many. */
  private static final class Hasher {
    private final MessageDigest digest = Digest.Algorithm.SHA256.newMessageDigest();
    private ByteBuffer buffer = ByteBuffer.allocate(LEAST_BUFFER);

    byte[] hash(ContextEntry entry) throws IOException {
      long size = entry.size();
      if (size > 0) {
        if (size >= buffer.capacity() && buffer.capacity() < BUFFER) {
          buffer = ByteBuffer.allocate(BUFFER);
        }
        try (FileChannel channel = entry.open()) {
          // No more than it had: a file that grows as fast as it is read has no end.
          for (long left = size; left > 0; left -= buffer.position()) {
            if (channel.read(buffer.clear().limit((int) Math.min(left, buffer.capacity()))) < 0) {
              break;
            }
            digest.update(buffer.flip());
          }
        }
      }
      return digest.digest();
    }
  }

  /** Reads everything below some entries that is not skipped, on all cores. */
  void prefetch(Collection<ContextEntry> entries, Predicate<String> skipped) {
    ConcurrentLinkedQueue<ContextEntry> unknown = new ConcurrentLinkedQueue<>();
    List<Scan> scans = new ArrayList<>();
    for (ContextEntry entry : entries) {
      scans.add(new Scan(entry, skipped, unknown));
    }
    join(scans);
    List<ContextEntry> all = new ArrayList<>(unknown);
    List<RecursiveAction> hashes = new ArrayList<>();
    for (int i = 0; i < all.size(); i += FILES_PER_TASK) {
      hashes.add(new Hashes(all.subList(i, Math.min(i + FILES_PER_TASK, all.size()))));
    }
    join(hashes);
  }

  /** Reads some entries. */
  private final class Hashes extends RecursiveAction {
    private static final long serialVersionUID = 1L;

    private final transient List<ContextEntry> entries;

    Hashes(List<ContextEntry> entries) {
      this.entries = entries;
    }

    @Override
    protected void compute() {
      for (ContextEntry entry : entries) {
        known(entry);
      }
    }
  }

  private static void join(Collection<? extends RecursiveAction> tasks) {
    ForkJoinTask.invokeAll(tasks);
  }

  /** Lists a directory and all below it, and remembers what has to be read. */
  private final class Scan extends RecursiveAction {
    private static final long serialVersionUID = 1L;

    private final transient ContextEntry entry;
    private final transient Predicate<String> skipped;
    private final transient ConcurrentLinkedQueue<ContextEntry> unknown;

    Scan(
        ContextEntry entry,
        Predicate<String> skipped,
        ConcurrentLinkedQueue<ContextEntry> unknown) {
      this.entry = entry;
      this.skipped = skipped;
      this.unknown = unknown;
    }

    @Override
    protected void compute() {
      look(entry);
      List<Scan> below = new ArrayList<>();
      for (ContextEntry child : entry.children()) {
        if (skipped.test(child.path())) {
          continue;
        }
        child.look();
        if (child.kind() == FileKind.DIRECTORY) {
          below.add(new Scan(child, skipped, unknown));
        } else {
          look(child);
        }
      }
      invokeAll(below);
    }

    private void look(ContextEntry found) {
      if (found.known() == null) {
        lookUp(found).ifPresentOrElse(found::learn, () -> unknown.add(found));
      }
    }
  }

  private DigestTable table() {
    DigestTable loaded = table;
    if (loaded == null) {
      synchronized (this) {
        loaded = table;
        if (loaded == null) {
          loaded = load();
          table = loaded;
        }
      }
    }
    return loaded;
  }

  private DigestTable load() {
    return DigestTable.of(
        store.flatMap(known -> new Records(known).find(Store.Area.FILES, key)).orElse(new byte[0]));
  }

  /** Writes what this build found out into the store. */
  void save() {
    if (store.isEmpty() || news.isEmpty()) {
      return;
    }
    byte[] content = table().with(Arrays.asList(news.toArray(DigestTable.Known[]::new)));
    try {
      new Records(store.get()).put(Store.Area.FILES, key, content);
      news.clear();
    } catch (IOException e) {
      throw new BaciException(
          "cannot write to the store %s: %s; is it full, or not yours?"
              .formatted(store.get().root(), e),
          e);
    }
  }
}
