package io.github.baci.source.pull;

import io.github.baci.api.BuildListener;

/** Adds up the bytes of an image's layers. */
final class PullProgress {
  private static final long STEP = 256 << 10;

  private final BuildListener listener;
  private final String image;
  private final long total;
  private long done;
  private long told;

  PullProgress(BuildListener listener, String image, long total) {
    this.listener = listener;
    this.image = image;
    this.total = total;
  }

  /** Adds bytes that came in; a negative number for bytes that have to come again. */
  synchronized void add(long bytes) {
    done += bytes;
    if (done - told >= STEP || done == total || bytes < 0) {
      told = done;
      listener.pullProgress(image, done, total);
    }
  }
}
