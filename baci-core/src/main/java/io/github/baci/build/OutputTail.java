package io.github.baci.build;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Keeps the last lines of what a command writes. Of a line that it wrote over by carriage returns,
 * as progress does, the last state counts: a hundred of them are one line.
 */
final class OutputTail {
  private static final int LINES = 20;
  private static final int LINE_BYTES = 1000;

  private final Deque<String> lines = new ArrayDeque<>();
  private final byte[] line = new byte[LINE_BYTES];
  private int length;
  private boolean returned;

  synchronized void add(byte[] bytes) {
    for (byte b : bytes) {
      if (b == '\n') {
        endLine();
      } else if (b == '\r') {
        returned = true;
      } else {
        if (returned) {
          length = 0;
          returned = false;
        }
        if (length < LINE_BYTES) {
          line[length++] = b;
        }
      }
    }
  }

  private void endLine() {
    String text = new String(line, 0, length, StandardCharsets.UTF_8).stripTrailing();
    length = 0;
    returned = false;
    if (!text.isEmpty()) {
      lines.add(text);
      if (lines.size() > LINES) {
        lines.remove();
      }
    }
  }

  /** Returns the last lines that are not blank, the oldest first. */
  synchronized List<String> lines() {
    if (length > 0) {
      endLine();
    }
    return new ArrayList<>(lines);
  }
}
