package io.github.baci.layer;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of PAX extended headers that matter for an entry (POSIX.1-2001, with the extensions
 * of star, GNU tar and libarchive).
 */
final class PaxRecords {
  /** Marks an entry of ours whose name has the form of a whiteout but is just a name. */
  static final String ORDINARY = "BACI.ordinary";

  static final String XATTR = "SCHILY.xattr.";
  private static final String LIBARCHIVE_XATTR = "LIBARCHIVE.xattr.";
  private static final int NANO_DIGITS = 9;

  @Nullable String path;
  @Nullable String linkPath;
  @Nullable Long size;
  @Nullable Long uid;
  @Nullable Long gid;
  @Nullable Mtime mtime;
  boolean ordinary;
  final SparseRecords sparse = new SparseRecords();
  private final Map<String, byte[]> xattrs = new HashMap<>();
  private final Map<String, byte[]> libarchiveXattrs = new HashMap<>();

  /** What GNU tar says about a sparse file. */
  static final class SparseRecords {
    @Nullable String name;
    @Nullable Long realSize;
    int major;
    int minor;
    boolean present;
    List<Long> map = new ArrayList<>();
  }

  Xattrs xattrs() {
    if (xattrs.isEmpty() && libarchiveXattrs.isEmpty()) {
      return Xattrs.NONE;
    }
    Map<String, byte[]> all = new HashMap<>(libarchiveXattrs);
    all.putAll(xattrs);
    return Xattrs.of(all);
  }

  /** Begins the records of an entry with those of the global headers before it. */
  PaxRecords copyOfGlobal() {
    PaxRecords copy = new PaxRecords();
    copy.uid = uid;
    copy.gid = gid;
    copy.mtime = mtime;
    copy.xattrs.putAll(xattrs);
    copy.libarchiveXattrs.putAll(libarchiveXattrs);
    return copy;
  }

  /** Reads all records of a header, each {@code LENGTH KEY=VALUE\n}. */
  void read(byte[] header, int length) throws TarDamage {
    int start = 0;
    while (start < length) {
      int space = start;
      int size = 0;
      while (space < length && header[space] >= '0' && header[space] <= '9' && size < length) {
        size = size * 10 + header[space] - '0';
        space++;
      }
      int end = start + size;
      int equals = space + 1;
      while (equals < length && header[equals] != '=') {
        equals++;
      }
      if (space == start
          || space >= length
          || header[space] != ' '
          || end > length
          || equals >= end - 1
          || header[end - 1] != '\n') {
        throw new TarDamage("its extended header is malformed");
      }
      String key = NameBytes.decode(header, space + 1, equals - space - 1);
      record(key, header, equals + 1, end - 1 - (equals + 1));
      start = end;
    }
  }

  private void record(String key, byte[] bytes, int offset, int length) throws TarDamage {
    if (key.startsWith(XATTR)) {
      byte[] value = new byte[length];
      System.arraycopy(bytes, offset, value, 0, length);
      xattrs.put(xattr(key.substring(XATTR.length())), value);
      return;
    }
    if (key.startsWith(LIBARCHIVE_XATTR)) {
      libarchiveXattr(key.substring(LIBARCHIVE_XATTR.length()), bytes, offset, length);
      return;
    }
    switch (key) {
      case "path" -> path = name(bytes, offset, length);
      case "linkpath" -> linkPath = name(bytes, offset, length);
      case "size" -> size = integer(key, bytes, offset, length);
      case "uid" -> uid = integer(key, bytes, offset, length);
      case "gid" -> gid = integer(key, bytes, offset, length);
      case "mtime" -> mtime = time(ascii(bytes, offset, length));
      case ORDINARY -> ordinary = true;
      default -> {
        if (key.startsWith("GNU.sparse.")) {
          sparse(key.substring("GNU.sparse.".length()), bytes, offset, length);
        }
      }
    }
  }

  private void sparse(String key, byte[] bytes, int offset, int length) throws TarDamage {
    sparse.present = true;
    switch (key) {
      case "name" -> sparse.name = name(bytes, offset, length);
      case "size", "realsize" -> sparse.realSize = integer(key, bytes, offset, length);
      case "major" -> sparse.major = (int) (number(key, ascii(bytes, offset, length)) & 0xffff);
      case "minor" -> sparse.minor = (int) (number(key, ascii(bytes, offset, length)) & 0xffff);
      case "offset", "numbytes" -> sparse.map.add(number(key, ascii(bytes, offset, length)));
      case "map" -> {
        for (String number : ascii(bytes, offset, length).split(",")) {
          sparse.map.add(number(key, number));
        }
      }
      default -> {
        // numblocks says nothing that the map does not.
      }
    }
  }

  private void libarchiveXattr(String key, byte[] bytes, int offset, int length) throws TarDamage {
    try {
      String name = URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
      String text = ascii(bytes, offset, length).replace("=", "");
      libarchiveXattrs.put(xattr(name), Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw new TarDamage("its extended attribute '" + key + "' is not encoded as it should be");
    }
  }

  private static String xattr(String name) throws TarDamage {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw new TarDamage("its extended header has an attribute whose name is no name");
    }
    return name;
  }

  /** An empty value takes back what a global header said. */
  private static @Nullable String name(byte[] bytes, int offset, int length) throws TarDamage {
    String name = NameBytes.decode(bytes, offset, length);
    if (name.indexOf('\0') >= 0) {
      throw new TarDamage("its extended header has a name with a NUL character");
    }
    return name.isEmpty() ? null : name;
  }

  private static @Nullable Long integer(String key, byte[] bytes, int offset, int length)
      throws TarDamage {
    return length == 0 ? null : number(key, ascii(bytes, offset, length));
  }

  private static long number(String key, String text) throws TarDamage {
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new TarDamage("its extended header has '%s' for '%s'".formatted(text, key));
  }

  private static String ascii(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
  }

  /** Reads seconds since the epoch with an optional fraction, which is cut after nanoseconds. */
  private static @Nullable Mtime time(String text) throws TarDamage {
    if (text.isEmpty()) {
      return null;
    }
    int point = text.indexOf('.');
    String whole = point < 0 ? text : text.substring(0, point);
    String fraction = point < 0 ? "" : text.substring(point + 1);
    try {
      long seconds = whole.equals("-") || whole.isEmpty() ? 0 : Long.parseLong(whole);
      if (!fraction.chars().allMatch(c -> c >= '0' && c <= '9')) {
        throw new NumberFormatException(fraction);
      }
      String digits =
          fraction.length() > NANO_DIGITS ? fraction.substring(0, NANO_DIGITS) : fraction;
      int nanos = Integer.parseInt(digits + "0".repeat(NANO_DIGITS - digits.length()));
      return text.startsWith("-") && nanos > 0
          ? new Mtime(seconds - 1, 1_000_000_000 - nanos)
          : new Mtime(seconds, nanos);
    } catch (NumberFormatException e) {
      throw new TarDamage("its extended header has the time '" + text + "'");
    }
  }
}
