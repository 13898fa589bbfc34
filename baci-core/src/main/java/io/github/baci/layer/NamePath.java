package io.github.baci.layer;

import java.net.URI;
import java.nio.file.Path;

/**
 * Names of files, as {@link NameBytes} has them, and path objects. A path object holds bytes, but
 * its text is what the locale makes of them; only its URI shows them, whatever the locale is.
 */
public final class NamePath {
  private NamePath() {}

  /**
   * Returns the path of a file in a directory.
   *
   * @param name its path in the directory
   */
  public static Path in(Path directory, String name) {
    if (NameBytes.isUtf8(name)) {
      return directory.resolve(name);
    }
    StringBuilder uri = new StringBuilder(directory.toUri().toString());
    if (uri.charAt(uri.length() - 1) != '/') {
      uri.append('/');
    }
    for (byte b : NameBytes.encode(name)) {
      if (b == '/') {
        uri.append('/');
      } else {
        uri.append("%%%02X".formatted(b & 0xff));
      }
    }
    return Path.of(URI.create(uri.toString()));
  }

  /** Returns the whole of an absolute path of a Unix system. */
  public static String text(Path file) {
    String text = file.toString();
    return isAscii(text) ? text : decode(file);
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static String decode(Path file) {
    String raw = URI.create(file.toUri().toString()).getRawPath();
    byte[] bytes = new byte[raw.length()];
    int count = 0;
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) == '%') {
        bytes[count++] = (byte) Integer.parseInt(raw, i + 1, i + 3, 16);
        i += 2;
      } else {
        bytes[count++] = (byte) raw.charAt(i);
      }
    }
    String decoded = NameBytes.decode(bytes, 0, count);
    // The URI of a directory ends in a slash.
    return decoded.length() > 1 && decoded.endsWith("/")
        ? decoded.substring(0, decoded.length() - 1)
        : decoded;
  }
}
