package io.github.baci.maven;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts the bytes that a command writes into lines. What it writes over by a carriage return, as
 * progress does, it did not mean to stay: of such a line only the end is handed on. Safe for
 * several threads.
 */
final class StepOutput {
  private static final int LONGEST_LINE = 16 * 1024;

  private final Consumer<String> lines;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private boolean returned;

  /** Takes who hears the lines, without their ends. */
  StepOutput(Consumer<String> lines) {
    this.lines = lines;
  }

  /** Takes some bytes; what follows the last line end is kept for later. */
  synchronized void write(byte[] bytes) {
    for (byte b : bytes) {
      if (b == '\n') {
        emit();
      } else if (b == '\r') {
        returned = true;
      } else {
        if (returned) {
          pending.reset();
          returned = false;
        } else if (pending.size() >= LONGEST_LINE) {
          emit();
        }
        pending.write(b);
      }
    }
  }

  /** Hands on what is left: a last line without an end. */
  synchronized void finish() {
    if (pending.size() > 0) {
      emit();
    }
  }

  private void emit() {
    String line = pending.toString(StandardCharsets.UTF_8);
    pending.reset();
    returned = false;
    lines.accept(line);
  }
}
