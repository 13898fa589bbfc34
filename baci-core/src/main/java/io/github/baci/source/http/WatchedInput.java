package io.github.baci.source.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer, which is closed when a read of it waits too long: the JDK's client would
 * wait forever.
 */
final class WatchedInput extends FilterInputStream {
  private final Duration longest;
  private final ScheduledThreadPoolExecutor watch;
  private volatile boolean stalled;

  WatchedInput(InputStream body, Duration longest) {
    super(body);
    this.longest = longest;
    this.watch =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "baci-http-watch");
              thread.setDaemon(true);
              return thread;
            });
    watch.setRemoveOnCancelPolicy(true);
  }

  private interface Read {
    int read() throws IOException;
  }

  @Override
  public int read() throws IOException {
    return watched(in::read);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return watched(() -> in.read(bytes, offset, length));
  }

  private int watched(Read read) throws IOException {
    ScheduledFuture<?> end =
        watch.schedule(this::giveUp, longest.toMillis(), TimeUnit.MILLISECONDS);
    try {
      int result = read.read();
      if (stalled) {
        throw new IOException("the body was closed");
      }
      return result;
    } catch (IOException e) {
      if (stalled) {
        throw new IOException(
            "the server sent nothing for %d seconds".formatted(longest.toSeconds()), e);
      }
      throw e;
    } finally {
      end.cancel(false);
    }
  }

  private void giveUp() {
    stalled = true;
    try {
      in.close();
    } catch (IOException e) {
      // The reader fails anyway.
    }
  }

  @Override
  public void close() throws IOException {
    watch.shutdownNow();
    super.close();
  }
}
