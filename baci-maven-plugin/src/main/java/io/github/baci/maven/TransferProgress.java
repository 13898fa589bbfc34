package io.github.baci.maven;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Shows how images come in and go out: on a terminal as bars on one line that is written anew,
 * elsewhere as a line at each quarter of those that take long, and one at the end.
 */
final class TransferProgress {
  private static final int BAR_WIDTH = 20;
  private static final int QUARTERS = 4;
  private static final int LONGEST_NAME = 30;
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final LiveLine live;
  private final Consumer<String> lines;
  private final LongSupplier nanoTime;
  private final Map<String, Integer> shown = new HashMap<>();

  /** When each image began, or had its last line. */
  private final Map<String, Long> spoken = new HashMap<>();

  /**
   * Takes where to write.
   *
   * @param live shows the bars, if there is a terminal
   * @param lines hears whole lines
   * @param nanoTime tells the time, as {@link System#nanoTime} does
   */
  TransferProgress(LiveLine live, Consumer<String> lines, LongSupplier nanoTime) {
    this.live = live;
    this.lines = lines;
    this.nanoTime = nanoTime;
  }

  /** Which way an image goes. */
  enum Way {
    /** From a registry. */
    PULL("Pulling", "Pulled"),
    /** To a registry. */
    PUSH("Pushing", "Pushed");

    private final String present;
    private final String past;

    Way(String present, String past) {
      this.present = present;
      this.past = past;
    }
  }

  /** Takes the state of one image's transfer, in bytes. */
  synchronized void update(Way way, String image, long done, long total) {
    int steps = live.isShown() ? BAR_WIDTH : QUARTERS;
    int reached = total <= 0 ? 0 : (int) Math.min(steps, done * steps / total);
    Integer before = shown.put(image, reached);
    if (before != null && before >= reached) {
      shown.put(image, before);
      return;
    }
    if (total > 0 && done >= total) {
      live.remove(image);
      lines.accept("%s %s (%s)".formatted(way.past, image, ByteCount.of(total)));
    } else if (live.isShown()) {
      String bar = bar(image, reached, total);
      live.put(image, () -> bar);
    } else {
      speak(way, image, done, total);
    }
  }

  /** Writes a line, unless the last one, or the beginning, was a moment ago. */
  private void speak(Way way, String image, long done, long total) {
    long now = nanoTime.getAsLong();
    Long last = spoken.putIfAbsent(image, now);
    if (last == null || now - last < QUIET_NANOS) {
      return;
    }
    spoken.put(image, now);
    lines.accept(
        "%s %s: %s of %s".formatted(way.present, image, ByteCount.of(done), ByteCount.of(total)));
  }

  private static String bar(String image, int reached, long total) {
    String name =
        image.length() <= LONGEST_NAME ? image : "…" + image.substring(image.length() - 29);
    return "%s [%s%s] %s"
        .formatted(name, "=".repeat(reached), " ".repeat(BAR_WIDTH - reached), ByteCount.of(total));
  }
}
