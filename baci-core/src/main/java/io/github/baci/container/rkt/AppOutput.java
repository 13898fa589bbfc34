package io.github.baci.container.rkt;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes from the output of a pod what rkt adds to it: the prefix of each line and the carriage
 * return at its end where a systemd writes for the app, what that systemd and the program that
 * starts it say themselves, and one harmless message. What does not begin like one of these is
 * passed on at once, be the line complete or not.
 */
final class AppOutput {
  private static final int LONGEST_NAME = 63;
  private static final int LINES_KEPT = 5;
  private static final int LONGEST_LINE_KEPT = 1000;
  private static final String HARMLESS = "run: group \"rkt\" not found[^\n]*\n";

  /** Lines of systemd-nspawn, and of other units than the app's: those of the app have a prefix. */
  private static final String OF_THE_SUPERVISOR =
      String.join(
          "|",
          "Spawning container rkt-[^\n]*\n",
          "Press \\^] three times within 1s to kill container\\.\r?\n",
          "Container rkt-[^\n]*\n",
          "stage1: warning: error setting journal ACLs[^\n]*\n",
          "Some capabilities will not be set because [^\n]*\n",
          "Attempted to remove disk file system under \"/run/systemd/[^\n]*\n",
          "/etc/localtime is not a symlink, not updating container timezone\\.\r?\n",
          "\\[ {0,8}[0-9]{1,9}\\.[0-9]{1,9}\\] [^\n]*\n");

  private final Pattern prefix;
  private final Pattern noise;
  private final Consumer<byte[]> listener;
  private final Consumer<String> debug;
  private final ByteArrayOutputStream passed = new ByteArrayOutputStream();
  private final StringBuilder start = new StringBuilder();
  private final StringBuilder line = new StringBuilder();
  private final Deque<String> lastLines = new ArrayDeque<>();
  private boolean isInLine;
  private boolean hasPrefix;
  private boolean hasReturn;

  /**
   * Begins an output.
   *
   * @param imageName the image's name, whose last part the app is called by
   * @param isSupervised whether a systemd writes for the app
   * @param listener hears what the app wrote
   * @param debug hears the lines that are left out
   */
  AppOutput(
      String imageName, boolean isSupervised, Consumer<byte[]> listener, Consumer<String> debug) {
    String appName = appName(imageName);
    String shown = appName.substring(0, Math.min(appName.length(), LONGEST_NAME));
    this.prefix =
        Pattern.compile(
            "\\[ {0,8}[0-9]{1,9}\\.[0-9]{1,9}\\] " + Pattern.quote(shown) + "\\[[0-9]{1,9}\\]: ");
    this.noise = Pattern.compile(isSupervised ? HARMLESS + "|" + OF_THE_SUPERVISOR : HARMLESS);
    this.listener = listener;
    this.debug = debug;
  }

  /** Returns what rkt calls the app of an image: the last part of its name, as a unit's name. */
  static String appName(String imageName) {
    return imageName.substring(imageName.lastIndexOf('/') + 1).replaceAll("[._~]", "-");
  }

  /** Takes some bytes. */
  void write(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      take(bytes[i]);
    }
    hand();
  }

  /** Takes that nothing follows. */
  void end() {
    flushStart();
    if (hasReturn) {
      pass((byte) '\r');
    }
    keepLine();
    hand();
  }

  /** Returns the last lines, with what rkt itself said. */
  String lastLines() {
    return String.join("\n", lastLines);
  }

  private void take(byte next) {
    if (isInLine) {
      inLine(next);
      return;
    }
    start.append((char) (next & 0xff));
    Matcher begin = prefix.matcher(start);
    if (begin.matches()) {
      start.setLength(0);
      hasPrefix = true;
      isInLine = true;
      return;
    }
    boolean mayBePrefix = begin.hitEnd();
    Matcher left = noise.matcher(start);
    if (left.matches()) {
      debug.accept("rkt: " + start.toString().stripTrailing());
      start.setLength(0);
    } else if (!mayBePrefix && (!left.hitEnd() || start.length() > LONGEST_LINE_KEPT)) {
      flushStart();
    }
  }

  private void flushStart() {
    byte[] held = start.toString().getBytes(StandardCharsets.ISO_8859_1);
    start.setLength(0);
    isInLine = true;
    for (byte each : held) {
      inLine(each);
    }
  }

  private void inLine(byte next) {
    if (hasReturn && next != '\n') {
      pass((byte) '\r');
    }
    hasReturn = hasPrefix && next == '\r';
    if (hasReturn) {
      return;
    }
    pass(next);
    if (next == '\n') {
      keepLine();
      isInLine = false;
      hasPrefix = false;
    }
  }

  private void pass(byte next) {
    passed.write(next);
    if (next != '\n' && line.length() < LONGEST_LINE_KEPT) {
      line.append((char) (next & 0xff));
    }
  }

  private void keepLine() {
    if (line.length() > 0) {
      lastLines.add(
          new String(
              line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
      line.setLength(0);
    }
    if (lastLines.size() > LINES_KEPT) {
      lastLines.removeFirst();
    }
  }

  private void hand() {
    if (passed.size() > 0) {
      listener.accept(passed.toByteArray());
      passed.reset();
    }
  }
}
