package io.github.baci.layer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The names of files as text. To Linux a name is a row of bytes; most are UTF-8, and those that are
 * not have to come out of an image as they went in. So a byte that is no part of valid UTF-8
 * becomes the code unit U+DC80 to U+DCFF of its value, as in Python's "surrogateescape" (PEP 383).
 * No valid text has such a unit without one from U+D800 to U+DBFF before it, and no name that is
 * decoded here has one of those by itself: what is decoded is encoded to the same bytes.
 */
public final class NameBytes {
  private static final char ESCAPE = '\udc00';
  private static final char REPLACEMENT = '\ufffd';
  private static final int FIRST_ESCAPED = 0x80;

  private NameBytes() {}

  /** Returns the text of a name. */
  public static String decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  /** Returns the text of a name that is a part of some bytes. */
  public static String decode(byte[] bytes, int offset, int length) {
    String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0 ? text : decodeEscaping(bytes, offset, length);
  }

  private static String decodeEscaping(byte[] bytes, int offset, int length) {
    ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
    CharBuffer out = CharBuffer.allocate(length);
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isError()) {
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (ESCAPE | (in.get() & 0xff)));
      }
      decoder.reset();
      result = decoder.decode(in, out, true);
    }
    return out.flip().toString();
  }

  /** Returns the bytes of a name. */
  public static byte[] encode(String name) {
    return isUtf8(name) ? name.getBytes(StandardCharsets.UTF_8) : encodeEscaped(name);
  }

  private static byte[] encodeEscaped(String name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(2 * name.length());
    int from = 0;
    for (int i = 0; i < name.length(); i++) {
      if (isEscape(name, i)) {
        out.writeBytes(name.substring(from, i).getBytes(StandardCharsets.UTF_8));
        out.write(name.charAt(i));
        from = i + 1;
      }
    }
    out.writeBytes(name.substring(from).getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  /** Returns whether a name has no byte but those of valid UTF-8. */
  public static boolean isUtf8(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (isEscape(name, i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns whether some bytes stand behind every unit of a text: whether it is valid, or what
   * {@link #decode} gives.
   */
  public static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      boolean isPair =
          Character.isHighSurrogate(unit)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (isPair) {
        i++;
      } else if (Character.isSurrogate(unit) && !isEscape(text, i)) {
        return false;
      }
    }
    return true;
  }

  /** Returns a name for people to read: bytes that are not UTF-8 are written as {@code \xE9}. */
  public static String printable(String name) {
    if (isUtf8(name)) {
      return name;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      if (isEscape(name, i)) {
        text.append("\\x%02X".formatted(name.charAt(i) & 0xff));
      } else {
        text.append(name.charAt(i));
      }
    }
    return text.toString();
  }

  private static boolean isEscape(String name, int index) {
    char unit = name.charAt(index);
    return unit >= (ESCAPE | FIRST_ESCAPED)
        && unit <= (ESCAPE | 0xff)
        && (index == 0 || !Character.isHighSurrogate(name.charAt(index - 1)));
  }
}
