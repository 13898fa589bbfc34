package io.github.baci.context;

import io.github.baci.layer.NamePath;
import java.nio.file.Path;

/**
 * Names of files by their bytes, whatever the locale is, as {@link NamePath} has them. In the C
 * locale Java cannot decode a name that is not ASCII, although the path object holds its bytes;
 * only the URI of a path shows them.
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
    String decoded = NamePath.text(file);
    return decoded.substring(decoded.lastIndexOf('/') + 1);
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
      return NamePath.text(target);
    }
    return NamePath.text(link.getRoot().resolve(target)).substring(1);
  }

  /** Returns whether a name has no character that needs to be encoded. */
  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
