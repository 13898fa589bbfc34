package io.github.baci.build.shared;

import io.github.baci.api.Digest;
import io.github.baci.build.parts.ContextFiles;
import io.github.baci.build.parts.Part;
import io.github.baci.build.parts.Parts;
import io.github.baci.build.parts.Piece;
import io.github.baci.compress.StoredMember;
import io.github.baci.registry.BlobSink;
import io.github.baci.registry.SinkFailure;
import io.github.baci.store.OutputFile;
import io.github.baci.store.Store;
import io.github.baci.store.Store.Area;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/** Pieces of images in the store: brought side by side, and put together to files meanwhile. */
final class PieceStore {
  /** Pieces are large enough that more connections would not bring them faster. */
  private static final int AT_ONCE = 12;

  private static final int BUFFER = 128 << 10;

  private final Store store;
  private final ExecutorService threads;
  private final Patience patience;
  private final ContextFiles context;

  PieceStore(Store store, CacheSession session) {
    this.store = store;
    this.threads = session.threads();
    this.patience = session.patience();
    this.context = session.context();
  }

  /** Returns how many bytes of pieces are not in the store. */
  long missing(List<Piece.Blob> pieces) {
    long bytes = 0;
    for (Piece.Blob piece : pieces) {
      bytes += store.find(Area.BLOBS, piece.digest().hex()).isEmpty() ? piece.size() : 0;
    }
    return bytes;
  }

  /**
   * Brings what is not there, or is damaged, and writes the files of it as it comes.
   *
   * @param targets where they are written, in the order of the image's files
   * @throws ExecutionException if a piece does not come, or is another than its digest says
   * @throws TimeoutException if nothing comes any more
   * @throws io.github.baci.api.BaciException if a file cannot be written
   * @throws IOException if a piece cannot be read
   */
  List<FetchedFile> bring(WholeImage image, List<Path> targets, CacheRepository place)
      throws ExecutionException, InterruptedException, TimeoutException, IOException {
    List<FetchedFile> written = new ArrayList<>();
    try (Coming coming = new Coming(image.blobs(), place)) {
      for (int i = 0; i < image.files().size(); i++) {
        written.add(compose(image.files().get(i), targets.get(i), coming));
      }
    }
    return written;
  }

  /** Pieces on their way, several at once, in the order in which they are waited for. */
  private final class Coming implements AutoCloseable {
    private final CacheRepository place;
    private final Map<Digest, CompletableFuture<Void>> pieces = new LinkedHashMap<>();
    private final Queue<Piece.Blob> left;
    private final List<Future<?>> running = new ArrayList<>();

    Coming(List<Piece.Blob> wanted, CacheRepository place) {
      this.place = place;
      this.left = new ConcurrentLinkedQueue<>(wanted);
      wanted.forEach(piece -> pieces.put(piece.digest(), new CompletableFuture<>()));
      patience.moved();
      for (int i = 0; i < Math.min(AT_ONCE, wanted.size()); i++) {
        running.add(threads.submit(this::bringAll));
      }
    }

    private void bringAll() {
      try {
        for (Piece.Blob piece = left.poll(); piece != null; piece = left.poll()) {
          bring(piece, place);
          piece(piece).complete(null);
        }
      } catch (Throwable e) { // whoever waits has to hear of it, whatever it is
        pieces.values().forEach(piece -> piece.completeExceptionally(e));
      }
    }

    private CompletableFuture<Void> piece(Piece.Blob blob) {
      return Objects.requireNonNull(pieces.get(blob.digest()), "one of the image's pieces");
    }

    /** Waits until a piece is in the store. */
    void await(Piece.Blob blob) throws ExecutionException, InterruptedException, TimeoutException {
      patience.await(piece(blob));
    }

    @Override
    public void close() {
      left.clear();
      running.forEach(each -> each.cancel(true));
    }
  }

  private void bring(Piece.Blob piece, CacheRepository place)
      throws IOException, InterruptedException {
    String key = piece.digest().hex();
    Store.Lock lock = store.lock("piece-" + key);
    try {
      Optional<Path> there = store.find(Area.BLOBS, key);
      if (there.isPresent() && isWhole(there.get(), piece)) {
        return;
      }
      if (there.isPresent()) {
        store.dropDamaged(Area.BLOBS, key);
      }
      place.look(
          repository -> {
            try (Store.Staged staged = store.stage(Area.BLOBS);
                Sink sink = new Sink(staged.path(), piece.digest())) {
              repository.blob(piece.descriptor(), sink);
              sink.check(piece.digest());
              // Whoever finds it reads it whole, and finds out if a loss of power has damaged it.
              return staged.replaceUnsynced(key);
            }
          });
    } finally {
      lock.close();
    }
  }

  private boolean isWhole(Path file, Piece.Blob piece) throws IOException {
    MessageDigest digest = piece.digest().algorithm().newMessageDigest();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
        patience.moved();
      }
    }
    return digest(piece.digest(), digest).equals(piece.digest());
  }

  private static Digest digest(Digest expected, MessageDigest digest) {
    return new Digest(expected.algorithm(), HexFormat.of().formatHex(digest.digest()));
  }

  /** Writes what is made here while the rest is on its way, and that as it comes. */
  private FetchedFile compose(WholeImage.ImageFile file, Path target, Coming coming)
      throws ExecutionException, InterruptedException, TimeoutException, IOException {
    try (OutputFile out = OutputFile.create(target);
        ContextFiles.Reading reading = context.reading()) {
      long offset = 0;
      for (Piece piece : file.pieces()) {
        if (!(piece instanceof Piece.Blob)) {
          out.goTo(offset);
          append(piece, reading, out);
        }
        offset += piece.size();
      }
      offset = 0;
      for (Piece piece : file.pieces()) {
        if (piece instanceof Piece.Blob blob) {
          coming.await(blob);
          out.goTo(offset);
          append(piece, reading, out);
        }
        offset += piece.size();
      }
      out.commit();
    }
    return new FetchedFile(target, file.size(), file.digests());
  }

  private void append(Piece piece, ContextFiles.Reading reading, OutputFile out)
      throws IOException {
    if (piece instanceof Piece.Inline inline) {
      out.write(inline.bytes(), inline.bytes().length);
    } else if (piece instanceof Piece.Stored stored) {
      byte[] member = member(stored.parts(), reading);
      if (!stored.digest().isOf(member)) {
        throw new IOException(
            "a piece of it does not come out of the files of the build context with the digest "
                + stored.digest());
      }
      out.write(member, member.length);
    } else if (piece instanceof Piece.Blob blob) {
      Path file =
          store
              .find(Area.BLOBS, blob.digest().hex())
              .orElseThrow(() -> new IOException("piece " + blob.digest() + " is gone"));
      try (FileChannel in = FileChannel.open(file)) {
        out.copy(in, 0, blob.size());
      }
    }
  }

  private static byte[] member(Parts parts, ContextFiles.Reading reading) throws IOException {
    byte[] bytes = new byte[(int) parts.size()];
    int at = 0;
    for (Part part : parts.list()) {
      reading.read(part, bytes, at);
      at += part.size();
    }
    return StoredMember.of(bytes, bytes.length);
  }

  /** Takes a piece as it comes. */
  private final class Sink implements BlobSink, AutoCloseable {
    private final FileChannel file;
    private final MessageDigest digest;
    private long received;

    Sink(Path file, Digest digest) throws IOException {
      this.file = FileChannel.open(file, StandardOpenOption.WRITE);
      this.digest = digest.algorithm().newMessageDigest();
    }

    @Override
    public long received() {
      return received;
    }

    @Override
    public void take(byte[] bytes, int offset, int length) throws IOException {
      long begin = System.nanoTime();
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      try {
        while (buffer.hasRemaining()) {
          file.write(buffer);
        }
      } catch (IOException e) {
        throw new SinkFailure(e);
      }
      digest.update(bytes, offset, length);
      received += length;
      patience.came(length, System.nanoTime() - begin);
    }

    void check(Digest expected) throws IOException {
      Digest actual = PieceStore.digest(expected, digest);
      if (!actual.equals(expected)) {
        throw new IOException(
            "a piece of it has the digest %s, not %s".formatted(actual, expected));
      }
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
