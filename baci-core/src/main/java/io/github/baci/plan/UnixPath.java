package io.github.baci.plan;

import java.util.ArrayDeque;
import java.util.Deque;

/** Arithmetic on absolute paths, without a file system: links are not known here. */
final class UnixPath {
  private UnixPath() {}

  /**
   * Resolves a path against an absolute directory. Dots and repeated slashes go; {@code ..} stops
   * at the root.
   *
   * @return an absolute path that ends in a slash only if it is {@code /}
   */
  static String resolve(String directory, String path) {
    Deque<String> names = new ArrayDeque<>();
    String whole = path.startsWith("/") ? path : directory + "/" + path;
    for (String name : whole.split("/")) {
      if (name.equals("..")) {
        names.pollLast();
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.addLast(name);
      }
    }
    return "/" + String.join("/", names);
  }

  /** Returns the last name of a path; empty for the root. */
  static String baseName(String path) {
    String clean = resolve("/", path);
    return clean.substring(clean.lastIndexOf('/') + 1);
  }
}
