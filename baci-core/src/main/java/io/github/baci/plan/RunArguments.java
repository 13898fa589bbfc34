package io.github.baci.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ARGs of a stage as the history of a RUN names them, in BuildKit's words: {@code |2 A=1 B=2}.
 * The text is kept and grows with each ARG, because it stands at every RUN.
 */
final class RunArguments {
  private static final int FIXED_LENGTH = 32;

  private final Map<String, String> values = new LinkedHashMap<>();
  private final StringBuilder text = new StringBuilder();
  private boolean stale;

  /** Adds an ARG, or sets one that is there already. */
  void set(String name, String value) {
    String before = values.put(name, value);
    if (before == null) {
      append(name, value);
    } else if (!before.equals(value)) {
      stale = true;
    }
  }

  /** Sets an ARG if there is one of the name: ENV can give it another value. */
  void change(String name, String value) {
    if (values.containsKey(name)) {
      set(name, value);
    }
  }

  /** Returns the line of history of a RUN; with many ARGs it is long, and so is written once. */
  String history(List<String> command) {
    if (stale) {
      text.setLength(0);
      values.forEach(this::append);
      stale = false;
    }
    String end = String.join(" ", command);
    StringBuilder line = new StringBuilder(text.length() + end.length() + FIXED_LENGTH);
    line.append("RUN ");
    if (!values.isEmpty()) {
      line.append('|').append(values.size()).append(text).append(' ');
    }
    return line.append(end).append(" # buildkit").toString();
  }

  private void append(String name, String value) {
    text.append(' ').append(name).append('=').append(value);
  }
}
