package io.github.baci.http;

import io.github.baci.stream.BlockInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer as a stream. Unlike the JDK's own, a read of it ends when the thread is
 * interrupted, and when the server sends nothing for too long. What it fails with otherwise is a
 * {@link HttpFailure}. A few buffers at most wait for the reader.
 */
final class BodyStream extends BlockInputStream
    implements HttpResponse.BodySubscriber<InputStream> {
  /** How many lists of buffers may wait, of 16 KiB as a rule. */
  private static final int AHEAD = 8;

  private final Duration longest;
  private final Deque<Iterator<ByteBuffer>> waiting = new ArrayDeque<>();
  private final CompletableFuture<InputStream> body = CompletableFuture.completedFuture(this);
  private Flow.@Nullable Subscription subscription;
  private ByteBuffer current = ByteBuffer.allocate(0);
  private boolean ended;
  private boolean closed;
  private @Nullable Throwable failure;
  private long received;

  BodyStream(Duration longest) {
    this.longest = longest;
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    synchronized (this) {
      subscription = given;
      if (!closed) {
        given.request(AHEAD);
        return;
      }
    }
    given.cancel();
  }

  @Override
  public synchronized void onNext(List<ByteBuffer> buffers) {
    if (closed) {
      return;
    }
    waiting.add(buffers.iterator());
    notifyAll();
  }

  @Override
  public synchronized void onError(Throwable cause) {
    failure = cause;
    notifyAll();
  }

  @Override
  public synchronized void onComplete() {
    ended = true;
    notifyAll();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!current.hasRemaining() && !next()) {
      return -1;
    }
    int count = Math.min(length, current.remaining());
    current.get(bytes, offset, count);
    received += count;
    return count;
  }

  /** Takes the next buffer; returns false at the end. */
  private synchronized boolean next() throws IOException {
    long until = System.nanoTime() + longest.toNanos();
    while (true) {
      if (takeWaiting()) {
        return true;
      }
      if (closed) {
        throw new IOException("the body was closed");
      }
      if (failure != null) {
        throw broken(failure);
      }
      if (ended) {
        return false;
      }
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        close();
        throw new HttpFailure(
            HttpFailure.Kind.STALLED,
            "the server sent nothing for %d seconds, after %d bytes"
                .formatted(longest.toSeconds(), received));
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        close();
        throw new InterruptedIOException("given up");
      }
    }
  }

  /** Takes the next buffer of those that wait, and asks for another list where one is done. */
  private boolean takeWaiting() {
    while (!waiting.isEmpty()) {
      while (waiting.peek().hasNext()) {
        ByteBuffer buffer = waiting.peek().next();
        if (buffer.hasRemaining()) {
          current = buffer;
          return true;
        }
      }
      waiting.remove();
      if (!ended) {
        Objects.requireNonNull(subscription, "buffers come of a subscription").request(1);
      }
    }
    return false;
  }

  private HttpFailure broken(Throwable cause) {
    return new HttpFailure(
        HttpFailure.Kind.BROKEN,
        0,
        "after %d bytes: %s".formatted(received, cause.getMessage()),
        Optional.empty(),
        cause);
  }

  @Override
  public synchronized void close() {
    closed = true;
    waiting.clear();
    notifyAll();
    if (subscription != null && !ended && failure == null) {
      subscription.cancel();
    }
  }
}
