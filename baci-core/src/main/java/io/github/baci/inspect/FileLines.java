package io.github.baci.inspect;

import io.github.baci.inspect.FileChange.Aspect;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.NameBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Files as {@code ls} writes them, with sizes in decimal units. */
final class FileLines {
  private static final double STEP = 1000;
  private static final String PERMISSIONS = "rwxrwxrwx";

  private FileLines() {}

  /** Returns mode, owner, size, time and name. */
  static String line(ListedFile file) {
    Attributes attributes = file.attributes();
    String line =
        "%s %5s %9s %-20s %s"
            .formatted(
                mode(file),
                attributes.uid() + ":" + attributes.gid(),
                size(file),
                attributes.mtime().toInstant(),
                name(file));
    return attributes.xattrs().isEmpty() ? line : line + "  " + attributes.xattrs();
  }

  /** Returns the path, with a {@code /} after a directory, and where a link leads. */
  static String name(ListedFile file) {
    String name = plain(file.path());
    if (file.isDirectory() && !name.equals("/")) {
      return name + "/";
    }
    return file.target()
        .map(target -> name + " -> " + plain(target))
        .or(() -> file.hardLink().map(first -> name + " = " + plain(first)))
        .orElse(name);
  }

  /** Returns what changed, with the values before and after where they are short. */
  static String difference(FileChange change) {
    ListedFile before = change.before().orElseThrow();
    ListedFile after = change.after().orElseThrow();
    List<String> words = new ArrayList<>();
    for (Aspect aspect : change.aspects()) {
      words.add(
          switch (aspect) {
            case TYPE -> "type %s -> %s".formatted(before.type(), after.type());
            case MODE ->
                "mode %04o -> %04o"
                    .formatted(before.attributes().mode(), after.attributes().mode());
            case OWNER -> "owner %s -> %s".formatted(owner(before), owner(after));
            case SIZE -> "size %s -> %s".formatted(size(before), size(after));
            case TIME ->
                "time %s -> %s"
                    .formatted(
                        before.attributes().mtime().toInstant(),
                        after.attributes().mtime().toInstant());
            case LINK -> "link %s -> %s".formatted(link(before), link(after));
            case CONTENT, DEVICE, XATTRS -> aspect.label();
          });
    }
    return String.join(", ", words);
  }

  private static String owner(ListedFile file) {
    return file.attributes().uid() + ":" + file.attributes().gid();
  }

  private static String link(ListedFile file) {
    return plain(file.target().or(file::hardLink).orElse("(none)"));
  }

  private static String mode(ListedFile file) {
    int mode = file.attributes().mode();
    StringBuilder text = new StringBuilder(kind(file));
    for (int i = 0; i < PERMISSIONS.length(); i++) {
      boolean set = (mode & (0400 >> i)) != 0;
      text.append(set ? PERMISSIONS.charAt(i) : '-');
    }
    special(text, 3, (mode & 04000) != 0, 's');
    special(text, 6, (mode & 02000) != 0, 's');
    special(text, 9, (mode & 01000) != 0, 't');
    return text.toString();
  }

  private static void special(StringBuilder text, int at, boolean set, char letter) {
    if (set) {
      text.setCharAt(at, text.charAt(at) == 'x' ? letter : Character.toUpperCase(letter));
    }
  }

  private static String kind(ListedFile file) {
    return switch (file.type()) {
      case "directory" -> "d";
      case "symlink" -> "l";
      case "block-device" -> "b";
      case "character-device" -> "c";
      case "fifo" -> "p";
      default -> "-";
    };
  }

  private static String size(ListedFile file) {
    return file.entry() instanceof LayerEntry.Device device
        ? device.major() + ", " + device.minor()
        : size(file.size());
  }

  /** Writes a number of bytes with one unit, as in {@code 48.2 MB}. */
  static String size(long bytes) {
    if (bytes < STEP) {
      return bytes + " B";
    }
    double value = bytes / STEP;
    for (String unit : new String[] {"kB", "MB"}) {
      if (value < STEP) {
        return String.format(Locale.ROOT, "%.1f %s", value, unit);
      }
      value /= STEP;
    }
    return String.format(Locale.ROOT, "%.1f GB", value);
  }

  /**
   * Makes control characters and bytes that are no text visible, so that no name can forge a line
   * or move the cursor.
   */
  static String plain(String name) {
    String text = NameBytes.printable(name);
    if (text.chars().noneMatch(Character::isISOControl)) {
      return text;
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        plain.append("\\u%04x".formatted((int) c));
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
