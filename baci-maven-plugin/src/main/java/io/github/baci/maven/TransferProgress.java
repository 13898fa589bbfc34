package io.github.baci.maven;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Shows how images come in and go out: on a terminal as bars on one line that is written anew,
 * elsewhere as a line at each quarter.
 */
final class TransferProgress {
  private static final int BAR_WIDTH = 20;
  private static final int QUARTERS = 4;
  private static final int LONGEST_NAME = 30;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final Optional<PrintWriter> terminal;
  private final Consumer<String> lines;
  private final Map<String, Integer> shown = new LinkedHashMap<>();
  private final Map<String, String> bars = new LinkedHashMap<>();
  private boolean barOnScreen;

  /**
   * Takes where to write.
   *
   * @param terminal the terminal, if there is one that bars can be drawn on
   * @param lines hears whole lines
   */
  TransferProgress(Optional<PrintWriter> terminal, Consumer<String> lines) {
    this.terminal = terminal;
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
    int steps = terminal.isPresent() ? BAR_WIDTH : QUARTERS;
    int reached = total <= 0 ? 0 : (int) Math.min(steps, done * steps / total);
    Integer before = shown.put(image, reached);
    if (before != null && before >= reached) {
      shown.put(image, before);
      return;
    }
    if (terminal.isEmpty() || (total > 0 && done >= total)) {
      bars.remove(image);
      line(text(way, image, done, total));
    } else {
      bars.put(image, bar(image, reached, total));
      draw(terminal.get());
    }
  }

  /** Writes a line of the log where no bar is. */
  synchronized void line(String line) {
    around(() -> lines.accept(line));
  }

  /** Does something that writes lines of the log where no bar is. */
  synchronized void around(Runnable writing) {
    if (barOnScreen) {
      terminal.ifPresent(
          writer -> {
            writer.print(CLEAR_LINE);
            writer.flush();
          });
      barOnScreen = false;
    }
    writing.run();
    if (!bars.isEmpty()) {
      terminal.ifPresent(this::draw);
    }
  }

  /** Takes the bars off the screen for good. */
  synchronized void close() {
    bars.clear();
    around(() -> {});
  }

  private void draw(PrintWriter writer) {
    writer.print(CLEAR_LINE + String.join("  ", bars.values()));
    writer.flush();
    barOnScreen = true;
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
