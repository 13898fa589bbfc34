package io.github.baci.build.shared;

import io.github.baci.oci.MediaTypes;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/**
 * Writes records anew that are used and were written some time ago, so that what is pruned by its
 * age is what nobody uses. Where that does not go, nothing is lost but a record, later.
 */
final class Renewal {
  /** Often enough for records that are kept for two days. */
  private static final Duration AGE = Duration.ofDays(1);

  private final CacheRepository to;
  private final CacheSession session;
  private final Clock clock;
  private final List<Future<?>> writing = new ArrayList<>();

  Renewal(CacheRepository to, CacheSession session, Clock clock) {
    this.to = to;
    this.session = session;
    this.clock = clock;
  }

  /** Hears that a record was found. */
  void found(CacheRepository place, String tag, String type, CacheArtifact artifact) {
    Instant now = clock.instant();
    if (place != to
        || artifact.written().filter(time -> time.isAfter(now.minus(AGE))).isPresent()) {
      return;
    }
    synchronized (writing) {
      writing.add(session.threads().submit(() -> put(tag, type, artifact.writtenAt(now))));
    }
  }

  private String put(String tag, String type, CacheArtifact artifact)
      throws IOException, InterruptedException {
    return to.ask(
        repository -> {
          repository.manifest(artifact.manifest(type), MediaTypes.OCI_MANIFEST, tag);
          return tag;
        });
  }

  /** Returns whether a record was found for which it is time. */
  boolean isDue() {
    synchronized (writing) {
      return !writing.isEmpty();
    }
  }

  /** Waits until all is written, or given up. */
  void finish() throws InterruptedException {
    List<Future<?>> all;
    synchronized (writing) {
      all = List.copyOf(writing);
    }
    for (Future<?> each : all) {
      try {
        session.patience().await(each);
      } catch (TimeoutException | ExecutionException e) {
        return; // the next build tries again
      }
    }
  }
}
