package io.github.baci.json;

import java.nio.charset.StandardCharsets;

/**
 * Writes a document on one line, with the same bytes as Jackson's generator, of which sixty classes
 * would have to be loaded. Values come in the order of the document; whoever writes it sees to it
 * that what is begun is ended.
 */
public final class JsonWriter {
  private static final String HEX = "0123456789ABCDEF";

  private final StringBuilder text = new StringBuilder(1024);
  private boolean isNext;

  /** Begins an object. */
  public void startObject() {
    start('{');
  }

  /** Begins an object that is a field. */
  public void startObject(String field) {
    name(field);
    startObject();
  }

  /** Ends an object. */
  public void endObject() {
    end('}');
  }

  /** Begins an array. */
  public void startArray() {
    start('[');
  }

  /** Begins an array that is a field. */
  public void startArray(String field) {
    name(field);
    startArray();
  }

  /** Ends an array. */
  public void endArray() {
    end(']');
  }

  /** Writes the name of a field, whose value comes next. */
  public void name(String field) {
    separate();
    quote(field);
    text.append(':');
    isNext = false;
  }

  /** Writes a string. */
  public void string(String value) {
    separate();
    quote(value);
  }

  /**
   * Writes a number, a truth value or null.
   *
   * @param value as JSON has it
   */
  public void literal(String value) {
    separate();
    text.append(value);
  }

  /** Writes an integer. */
  public void number(long value) {
    separate();
    text.append(value);
  }

  /** Writes a field that is a string. */
  public void field(String name, String value) {
    name(name);
    string(value);
  }

  /** Writes a field that is an integer. */
  public void field(String name, long value) {
    name(name);
    number(value);
  }

  /** Writes a field that is a truth value. */
  public void field(String name, boolean value) {
    name(name);
    literal(value ? "true" : "false");
  }

  /** Returns the document as UTF-8, in which halves of characters are escaped. */
  public byte[] bytes() {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char one = text.charAt(i);
      if (Character.isSurrogate(one)) {
        escape(one, escaped);
      } else {
        escaped.append(one);
      }
    }
    return escaped.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the document. */
  @Override
  public String toString() {
    return text.toString();
  }

  private void start(char bracket) {
    separate();
    text.append(bracket);
    isNext = false;
  }

  private void end(char bracket) {
    text.append(bracket);
    isNext = true;
  }

  private void separate() {
    if (isNext) {
      text.append(',');
    }
    isNext = true;
  }

  /** Writes a string as RFC 8259, section 7, has it; escapes only what must be escaped. */
  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char one = value.charAt(i);
      if (one == '"' || one == '\\') {
        text.append('\\').append(one);
      } else if (one >= ' ') {
        text.append(one);
      } else {
        control(one);
      }
    }
    text.append('"');
  }

  private void control(char one) {
    int letter = "\b\t\n\f\r".indexOf(one);
    if (letter >= 0) {
      text.append('\\').append("btnfr".charAt(letter));
    } else {
      escape(one, text);
    }
  }

  private static void escape(char one, StringBuilder target) {
    target.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      target.append(HEX.charAt(one >> shift & 15));
    }
  }
}
