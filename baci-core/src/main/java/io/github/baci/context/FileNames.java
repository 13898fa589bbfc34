package io.github.baci.context;

import io.github.baci.api.BaciException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Names of files as UTF-8, whatever the locale is. In the C locale Java cannot decode a name that
 * is not ASCII, although the path object holds its bytes; only the URI of a path shows them.
 */
final class FileNames {
  private FileNames() {}

  /** Returns the last component of a path. */
  static String nameOf(Path file, boolean unix) {
    Path name = file.getFileName();
    String text = name.toString();
    if (!unix || isAscii(text)) {
      return text;
    }
    String decoded = decode(file);
    return decoded.substring(decoded.lastIndexOf('/') + 1);
  }

  /** Returns the whole of an absolute path of a Unix system. */
  static String fullName(Path file) {
    String text = file.toString();
    return isAscii(text) ? text : decode(file);
  }

  /** Returns the target of a symbolic link as it was written. */
  static String targetOf(Path link, Path target, boolean unix) {
    String text = target.toString();
    if (!unix) {
      return text.replace('\\', '/');
    }
    if (isAscii(text)) {
      return text;
    }
    if (target.isAbsolute()) {
      return decode(target);
    }
    return decode(link.getRoot().resolve(target)).substring(1);
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
    ByteBuffer bytes = ByteBuffer.allocate(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) == '%') {
        bytes.put((byte) Integer.parseInt(raw, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.put((byte) raw.charAt(i));
      }
    }
    try {
      String decoded = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
      // The URI of a directory ends in a slash.
      return decoded.length() > 1 && decoded.endsWith("/")
          ? decoded.substring(0, decoded.length() - 1)
          : decoded;
    } catch (CharacterCodingException e) {
      throw new BaciException(
          "the name of %s is not valid UTF-8; rename the file, or exclude it in .dockerignore"
              .formatted(raw),
          e);
    }
  }
}
