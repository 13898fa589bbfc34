package io.github.baci.maven;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The last line of a terminal, which is written anew as things go on, while the lines of the log go
 * above it. Without a terminal nothing is shown. Safe for several threads.
 */
final class LiveLine {
  private static final String CLEAR = "\r\u001b[K";

  /** What is longer than the terminal is wide is cut, since a second line could not be cleared. */
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";

  private final Optional<PrintWriter> terminal;
  private final Map<Object, Supplier<String>> parts = new LinkedHashMap<>();
  private boolean onScreen;

  /** Takes the terminal, if there is one. */
  LiveLine(Optional<PrintWriter> terminal) {
    this.terminal = terminal;
  }

  /** Returns whether there is a terminal to show it. */
  boolean isShown() {
    return terminal.isPresent();
  }

  /**
   * Shows a part from now on, or another text for it.
   *
   * @param text is asked each time that the line is written; a part without text is left out
   */
  synchronized void put(Object key, Supplier<String> text) {
    parts.put(key, text);
    draw();
  }

  /** Shows a part no more. */
  synchronized void remove(Object key) {
    if (parts.remove(key) != null) {
      draw();
    }
  }

  /** Does something that writes lines of the log above this line. */
  synchronized void above(Runnable writing) {
    clear();
    writing.run();
    draw();
  }

  /** Writes the line anew, for the parts that change with time. */
  synchronized void draw() {
    String text =
        terminal.isEmpty()
            ? ""
            : parts.values().stream()
                .map(Supplier::get)
                .filter(part -> !part.isEmpty())
                .map(PlainLog::text)
                .collect(Collectors.joining("  "));
    if (text.isEmpty()) {
      clear();
      return;
    }
    terminal.get().print(CLEAR + NO_WRAP + text + WRAP);
    terminal.get().flush();
    onScreen = true;
  }

  /** Takes the line off the screen for good. */
  synchronized void close() {
    parts.clear();
    clear();
  }

  private void clear() {
    if (onScreen) {
      terminal.get().print(CLEAR);
      terminal.get().flush();
      onScreen = false;
    }
  }
}
