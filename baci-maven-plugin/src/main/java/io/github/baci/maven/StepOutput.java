package io.github.baci.maven;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts the bytes that a command writes into lines. Safe for several threads. */
final class StepOutput {
  private static final int LONGEST_LINE = 16 * 1024;

  private final Consumer<String> lines;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

  /** Takes who hears the lines, without their ends. */
  StepOutput(Consumer<String> lines) {
    this.lines = lines;
  }

  /** Takes some bytes; what follows the last line end is kept for later. */
  synchronized void write(byte[] bytes) {
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        pending.write(bytes, start, i - start);
        emit();
        start = i + 1;
      } else if (i - start + pending.size() >= LONGEST_LINE) {
        pending.write(bytes, start, i - start);
        emit();
        start = i;
      }
    }
    pending.write(bytes, start, bytes.length - start);
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
    if (line.endsWith("\r")) {
      line = line.substring(0, line.length() - 1);
    }
    // What a program wrote over with carriage returns, it did not mean to stay.
    lines.accept(line.substring(line.lastIndexOf('\r') + 1));
  }
}
