package io.github.baci.maven;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Many classes in one file of the jar, which is read as far as it is needed: to decompress one
 * stream takes a fraction of what hundreds of small ones take, of which each has to be found first.
 * The file is made by the build of the plugin, in the order in which an ordinary build needs
 * classes.
 *
 * <p>All numbers are big-endian. The number of classes; for each, in the order of the hashes, the
 * {@linkplain String#hashCode() hash} of its name and where it begins; then the classes: the length
 * of the name (2 bytes), the name in ASCII with dots, the length of the class file, the class file.
 */
final class ClassPack {
  /** The name of the file in the jar. */
  static final String NAME = "META-INF/baci/classes";

  private static final int INDEX = 4;
  private static final int INDEX_ENTRY = 8;
  private static final int STEP = 64 << 10;

  /**
   * Where a class file lies.
   *
   * @param bytes not to be changed
   */
  record Place(byte[] bytes, int offset, int length) {}

  private final byte[] bytes;
  private final InputStream in;
  private int filled;

  private ClassPack(byte[] bytes, InputStream in) {
    this.bytes = bytes;
    this.in = in;
  }

  /**
   * Opens the pack of a jar.
   *
   * @param jar stays open as long as the pack is used, and has the file
   */
  static ClassPack in(ZipFile jar) {
    ZipEntry entry = jar.getEntry(NAME);
    try {
      return new ClassPack(new byte[(int) entry.getSize()], jar.getInputStream(entry));
    } catch (IOException e) {
      return new ClassPack(new byte[INDEX], InputStream.nullInputStream());
    }
  }

  /** Finds a class; what is not here, or cannot be read, is in the jar by itself. */
  synchronized @Nullable Place find(String name) {
    try {
      int hash = name.hashCode();
      need(INDEX);
      int low = 0;
      int high = number(0);
      need(INDEX + high * INDEX_ENTRY);
      while (low < high) { // the first that is not below
        int middle = (low + high) >>> 1;
        if (number(INDEX + middle * INDEX_ENTRY) < hash) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      int end = number(0);
      for (int i = low; i < end && number(INDEX + i * INDEX_ENTRY) == hash; i++) {
        Place place = at(number(INDEX + i * INDEX_ENTRY + 4), name);
        if (place != null) {
          return place;
        }
      }
      return null;
    } catch (IOException e) {
      return null;
    }
  }

  private @Nullable Place at(int begin, String name) throws IOException {
    need(begin + 2);
    int length = ((bytes[begin] & 0xff) << 8) | (bytes[begin + 1] & 0xff);
    int file = begin + 2 + length;
    need(file + 4);
    if (!name.equals(new String(bytes, begin + 2, length, StandardCharsets.ISO_8859_1))) {
      return null;
    }
    int size = number(file);
    need(file + 4 + size);
    return new Place(bytes, file + 4, size);
  }

  private int number(int at) {
    return (bytes[at] << 24)
        | ((bytes[at + 1] & 0xff) << 16)
        | ((bytes[at + 2] & 0xff) << 8)
        | (bytes[at + 3] & 0xff);
  }

  /** Reads on, until there is so much. */
  private void need(int end) throws IOException {
    if (end > filled) {
      int goal = Math.min(bytes.length, Math.max(end, filled + STEP));
      filled += in.readNBytes(bytes, filled, goal - filled);
      if (end > filled) {
        throw new IOException("the file ends before its end");
      }
    }
  }
}
