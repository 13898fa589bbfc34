package io.github.baci.maven;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Shows how images come in and go out: on a terminal as bars on one line that is written anew,
 * elsewhere as a line at each quarter.
 */
final class TransferProgress {
  private static final int BAR_WIDTH = 20;
  private static final int QUARTERS = 4;
  private static final int LONGEST_NAME = 30;

  private final LiveLine live;
  private final Consumer<String> lines;
  private final Map<String, Integer> shown = new HashMap<>();

  /**
   * Takes where to write.
   *
   * @param live shows the bars, if there is a terminal
   * @param lines hears whole lines
   */
  TransferProgress(LiveLine live, Consumer<String> lines) {
    this.live = live;
    this.lines = lines;
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
    if (!live.isShown() || (total > 0 && done >= total)) {
      live.remove(image);
      lines.accept(text(way, image, done, total));
    } else {
      String bar = bar(image, reached, total);
      live.put(image, () -> bar);
    }
  }

  private static String bar(String image, int reached, long total) {
    String name =
        image.length() <= LONGEST_NAME ? image : "…" + image.substring(image.length() - 29);
    return "%s [%s%s] %s"
        .formatted(name, "=".repeat(reached), " ".repeat(BAR_WIDTH - reached), ByteCount.of(total));
  }

  private static String text(Way way, String image, long done, long total) {
    if (total > 0 && done >= total) {
      return "%s %s (%s)".formatted(way.past, image, ByteCount.of(total));
    }
    return String.format(
        Locale.ROOT,
        "%s %s: %s of %s",
        way.present,
        image,
        ByteCount.of(done),
        ByteCount.of(total));
  }
}
