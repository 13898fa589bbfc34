package io.github.baci.registry;

import io.github.baci.http.HttpBody;
import io.github.baci.http.HttpFailure;
import io.github.baci.oci.Descriptor;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Puts one blob into a repository: mounted where another repository has it, else in one request
 * ("monolithic"), else streamed and completed, else in pieces where something on the way takes no
 * large requests. What a registry would not take in one way is sent in the next.
 */
final class BlobPush {
  /** The smallest piece that some registries take of a blob, but for its last. */
  private static final long PIECE = 5 << 20;

  private static final int TOO_LARGE = 413;

  private final RegistryCaller caller;
  private final String repository;
  private final Descriptor blob;
  private final HttpBody.Content content;
  private final LongConsumer sent;
  private Way way;
  private long counted;
  private int broken;

  /** How a blob is sent. */
  enum Way {
    WHOLE,
    STREAMED,
    PIECES
  }

  BlobPush(
      RegistryCaller caller,
      String repository,
      Descriptor blob,
      HttpBody.Content content,
      LongConsumer sent,
      Way way) {
    this.caller = caller;
    this.repository = repository;
    this.blob = blob;
    this.content = content;
    this.sent = sent;
    this.way = way;
  }

  /** Returns the way that worked, for the next blob. */
  Way way() {
    return way;
  }

  /**
   * Puts the blob there.
   *
   * @param from another repository that may have it
   * @return whether it was mounted
   * @throws HttpFailure if the registry does not take it
   */
  boolean run(Optional<String> from) throws IOException, InterruptedException {
    if (from.isPresent()) {
      Optional<Optional<URI>> begun = mount(from);
      if (begun.isPresent()) {
        if (begun.get().isEmpty()) {
          return true;
        }
        if (triedOnce(begun.get().get())) {
          return false;
        }
      }
    }
    return caller
        .retry()
        .run(
            () -> {
              send(begin());
              return false;
            });
  }

  /** Asks for a mount; nothing comes of registries that refuse to answer that. */
  private Optional<Optional<URI>> mount(Optional<String> from)
      throws IOException, InterruptedException {
    try {
      return Optional.of(caller.once(new StartUpload(repository, blob.digest(), from)));
    } catch (HttpFailure e) {
      return Optional.empty();
    }
  }

  /** Uses the upload that was begun instead of a mount. */
  private boolean triedOnce(URI place) throws IOException, InterruptedException {
    try {
      send(place);
      return true;
    } catch (HttpFailure e) {
      return false;
    }
  }

  private URI begin() throws IOException, InterruptedException {
    return caller.once(new StartUpload(repository, blob.digest(), Optional.empty())).orElseThrow();
  }

  private void send(URI place) throws IOException, InterruptedException {
    URI next = place;
    while (true) {
      try {
        switch (way) {
          case WHOLE ->
              caller.once(SendBlob.last(repository, next, blob.digest(), part(0, blob.size())));
          case STREAMED -> stream(next);
          case PIECES -> pieces(next);
        }
        return;
      } catch (HttpFailure e) {
        sent.accept(-counted);
        counted = 0;
        way = other(e);
        next = begin();
      }
    }
  }

  private void stream(URI place) throws IOException, InterruptedException {
    URI end = caller.once(SendBlob.stream(repository, place, part(0, blob.size()))).orElseThrow();
    caller.once(SendBlob.last(repository, end, blob.digest(), HttpBody.NONE));
  }

  private void pieces(URI place) throws IOException, InterruptedException {
    URI next = place;
    for (long at = 0; at < blob.size(); at += PIECE) {
      long length = Math.min(PIECE, blob.size() - at);
      next = caller.once(SendBlob.piece(repository, next, at, part(at, length))).orElseThrow();
    }
    caller.once(SendBlob.last(repository, next, blob.digest(), HttpBody.NONE));
  }

  /** Chooses another way after a failure, or throws it where another way would not help. */
  private Way other(HttpFailure e) throws HttpFailure {
    if (e.kind() == HttpFailure.Kind.BROKEN) {
      broken++;
      // A server that takes no large requests may end the connection instead of saying so.
      if (broken == 2 && way != Way.PIECES && blob.size() > PIECE) {
        return Way.PIECES;
      }
      throw e;
    }
    int status = e.status().orElse(0);
    if (status == TOO_LARGE && way != Way.PIECES && blob.size() > PIECE) {
      return Way.PIECES;
    }
    if (way == Way.WHOLE && e.isRefusal() && isAboutTheWay(status)) {
      return Way.STREAMED;
    }
    throw e;
  }

  private static boolean isAboutTheWay(int status) {
    return switch (status) {
      case 400, 404, 405, 411, 415, 416 -> true;
      default -> false;
    };
  }

  /** Returns a part of the blob. */
  private HttpBody part(long start, long length) {
    return new HttpBody(
        length,
        () -> {
          InputStream in = content.open();
          try {
            in.skipNBytes(start);
          } catch (IOException e) {
            in.close();
            throw e;
          }
          return new Part(in, length);
        });
  }

  /** Ends after a number of bytes, and counts them. */
  private final class Part extends FilterInputStream {
    private long left;

    Part(InputStream in, long length) {
      super(in);
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = in.read(bytes, offset, (int) Math.min(length, left));
      if (count > 0) {
        left -= count;
        counted += count;
        sent.accept(count);
      }
      return count;
    }
  }
}
