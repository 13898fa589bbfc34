package io.github.baci.lambdas;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * Writes many class files into one, which is decompressed faster than each for itself. Its format
 * is told by the plugin's {@code ClassPack}, which reads it.
 *
 * <p>What is packed is said in lines: the name of a class with dots, or of a package and a full
 * stop with an asterisk after it, for all classes of that package that no earlier line has. Lines
 * that are empty or begin with {@code #} say nothing. A class has those with it that it contains,
 * and those of its lambdas.
 */
final class ClassPackWriter {
  private static final int INDEX = 4;
  private static final int INDEX_ENTRY = 8;

  /**
   * Where a class begins in the pack.
   *
   * @param hash of its name
   */
  private record Begin(int hash, int at) {}

  private ClassPackWriter() {}

  /**
   * Makes a pack.
   *
   * @param classes class files by internal name
   * @param lines what is packed, in this order
   * @throws IllegalArgumentException if a line names what is not there
   */
  static byte[] pack(SortedMap<String, byte[]> classes, List<String> lines) throws IOException {
    Set<String> names = names(classes, lines);
    int at = INDEX + INDEX_ENTRY * names.size();
    List<Begin> begins = new ArrayList<>();
    ByteArrayOutputStream files = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(files);
    for (String name : names) {
      String dotted = name.replace('/', '.');
      begins.add(new Begin(dotted.hashCode(), at + files.size()));
      byte[] text = dotted.getBytes(StandardCharsets.US_ASCII);
      out.writeShort(text.length);
      out.write(text);
      out.writeInt(classes.get(name).length);
      out.write(classes.get(name));
    }
    begins.sort(Comparator.comparingInt(Begin::hash));
    ByteArrayOutputStream pack = new ByteArrayOutputStream();
    DataOutputStream index = new DataOutputStream(pack);
    index.writeInt(begins.size());
    for (Begin begin : begins) {
      index.writeInt(begin.hash());
      index.writeInt(begin.at());
    }
    files.writeTo(index);
    return pack.toByteArray();
  }

  private static Set<String> names(SortedMap<String, byte[]> classes, List<String> lines) {
    Set<String> names = new LinkedHashSet<>();
    for (String line : lines) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String wanted = line.strip().replace('.', '/');
        boolean isThere = false;
        for (String name : classes.keySet()) {
          if (isMeant(name, wanted)) {
            isThere = true;
            names.add(name);
          }
        }
        if (!isThere) {
          throw new IllegalArgumentException("there is nothing to pack of " + line);
        }
      }
    }
    return names;
  }

  private static boolean isMeant(String name, String wanted) {
    if (wanted.endsWith("/*")) {
      int slash = wanted.length() - 2;
      return name.lastIndexOf('/') == slash && name.startsWith(wanted.substring(0, slash));
    }
    return name.equals(wanted) || name.startsWith(wanted + "$");
  }
}
