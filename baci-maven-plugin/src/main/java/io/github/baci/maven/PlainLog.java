package io.github.baci.maven;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.maven.plugin.logging.Log;

/**
 * Maven's log, for texts that strangers have a part in: names, labels, answers of servers. A
 * character that would steer a terminal, or turn the text that a person reads around, is written as
 * its number, as in {@code \x1b} and {@code \u202e}; and each further line of a text is indented,
 * so that none looks like a line of the log. What commands write keeps its colours.
 */
final class PlainLog implements Log {
  private static final char ESCAPE = 0x1b;
  private static final String PLAIN = "\u001b[m";

  private final Log log;

  private PlainLog(Log log) {
    this.log = log;
  }

  /** Returns a log that writes to another one. */
  static PlainLog of(Log log) {
    return log instanceof PlainLog plain ? plain : new PlainLog(log);
  }

  /** Returns a text with its line ends, tabs and blanks, and nothing else that is not seen. */
  static String text(String text) {
    return plain(text, false);
  }

  /**
   * Returns a line that a command wrote. Colours and other looks (SGR of ECMA-48) stay, and end
   * with the line.
   */
  static String output(String line) {
    return plain(line, true);
  }

  private static String plain(String text, boolean hasLooks) {
    int clean = 0;
    while (clean < text.length() && isSeen(text.charAt(clean))) {
      clean++;
    }
    if (clean == text.length()) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length() + 16).append(text, 0, clean);
    boolean isColoured = false;
    for (int at = clean; at < text.length(); at++) {
      char c = text.charAt(at);
      int end = hasLooks && c == ESCAPE ? endOfLook(text, at) : -1;
      if (end > 0) {
        plain.append(text, at, end);
        at = end - 1;
        isColoured = true;
      } else if (isSeen(c)) {
        plain.append(c);
      } else {
        plain.append(c < 0x100 ? "\\x" : "\\u");
        for (int shift = c < 0x100 ? 4 : 12; shift >= 0; shift -= 4) {
          plain.append(Character.forDigit(c >> shift & 0xf, 16));
        }
      }
    }
    return isColoured ? plain.append(PLAIN).toString() : plain.toString();
  }

  /** Returns the end of {@code ESC [ NUMBER ; NUMBER m}, or -1. */
  private static int endOfLook(String text, int start) {
    if (start + 1 >= text.length() || text.charAt(start + 1) != '[') {
      return -1;
    }
    for (int at = start + 2; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == 'm') {
        return at + 1;
      } else if ((c < '0' || c > '9') && c != ';' && c != ':') {
        return -1;
      }
    }
    return -1;
  }

  /** Controls (C0, C1), and what changes the direction of a text, are not. */
  private static boolean isSeen(char c) {
    if (c < 0x20) {
      return c == '\n' || c == '\t';
    }
    boolean isTurning =
        (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029;
    return (c < 0x7f || c > 0x9f) && !isTurning;
  }

  private static String lines(CharSequence content) {
    String text = text(String.valueOf(content));
    int end = text.indexOf('\n');
    if (end < 0) {
      return text;
    }
    StringBuilder lines = new StringBuilder(text.length() + 16);
    int from = 0;
    for (; end >= 0; end = text.indexOf('\n', from)) {
      lines.append(text, from, end + 1);
      from = end + 1;
      if (from < text.length() && text.charAt(from) > ' ') {
        lines.append("  ");
      }
    }
    return lines.append(text, from, text.length()).toString();
  }

  private static String trace(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text, true));
    return text.toString().stripTrailing();
  }

  /** Writes a line that {@link #output} has made plain. */
  void line(String line) {
    log.info(line);
  }

  @Override
  public boolean isDebugEnabled() {
    return log.isDebugEnabled();
  }

  @Override
  public void debug(CharSequence content) {
    log.debug(lines(content));
  }

  @Override
  public void debug(CharSequence content, Throwable error) {
    debug(content + "\n" + trace(error));
  }

  @Override
  public void debug(Throwable error) {
    if (isDebugEnabled()) {
      debug(trace(error));
    }
  }

  @Override
  public boolean isInfoEnabled() {
    return log.isInfoEnabled();
  }

  @Override
  public void info(CharSequence content) {
    log.info(lines(content));
  }

  @Override
  public void info(CharSequence content, Throwable error) {
    info(content + "\n" + trace(error));
  }

  @Override
  public void info(Throwable error) {
    info(trace(error));
  }

  @Override
  public boolean isWarnEnabled() {
    return log.isWarnEnabled();
  }

  @Override
  public void warn(CharSequence content) {
    log.warn(lines(content));
  }

  @Override
  public void warn(CharSequence content, Throwable error) {
    warn(content + "\n" + trace(error));
  }

  @Override
  public void warn(Throwable error) {
    warn(trace(error));
  }

  @Override
  public boolean isErrorEnabled() {
    return log.isErrorEnabled();
  }

  @Override
  public void error(CharSequence content) {
    log.error(lines(content));
  }

  @Override
  public void error(CharSequence content, Throwable error) {
    error(content + "\n" + trace(error));
  }

  @Override
  public void error(Throwable error) {
    error(trace(error));
  }
}
