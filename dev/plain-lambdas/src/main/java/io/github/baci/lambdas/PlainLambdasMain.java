package io.github.baci.lambdas;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Rewrites the lambdas of a jar's classes in place, and adds a file that has many of the classes.
 */
public final class PlainLambdasMain {
  private static final String SUFFIX = ".class";

  private PlainLambdasMain() {}

  /**
   * Rewrites a jar.
   *
   * @param arguments the jar; what the names of the classes to be rewritten begin with; a file that
   *     says which of them are packed, in which order ({@link ClassPackWriter}); and the name that
   *     the pack has in the jar
   */
  public static void main(String[] arguments) throws IOException {
    Path jar = Path.of(arguments[0]);
    String prefix = arguments[1];
    Map<String, byte[]> files = new LinkedHashMap<>();
    SortedMap<String, byte[]> classes = new TreeMap<>();
    long time;
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      time = zip.stream().mapToLong(ZipEntry::getTime).min().orElse(0);
      for (ZipEntry entry : Collections.list(zip.entries())) {
        try (InputStream in = zip.getInputStream(entry)) {
          byte[] bytes = in.readAllBytes();
          files.put(entry.getName(), bytes);
          if (entry.getName().startsWith(prefix) && entry.getName().endsWith(SUFFIX)) {
            classes.put(name(entry.getName()), bytes);
          }
        }
      }
    }
    SortedMap<String, byte[]> rewritten = PlainLambdas.rewrite(classes);
    rewritten.forEach((name, bytes) -> files.put(name + SUFFIX, bytes));
    List<String> packed = Files.readAllLines(Path.of(arguments[2]));
    files.put(arguments[3], ClassPackWriter.pack(rewritten, packed));
    Path part = jar.resolveSibling(jar.getFileName() + ".part");
    try (OutputStream out = Files.newOutputStream(part);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTime(time);
        zip.putNextEntry(entry);
        zip.write(file.getValue());
      }
    }
    Files.move(part, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String name(String file) {
    return file.substring(0, file.length() - SUFFIX.length());
  }
}
