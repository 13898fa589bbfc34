package io.github.baci.layer;

/**
 * Paths as layers have them: relative, without leading or trailing {@code /}, without {@code .},
 * {@code ..} and empty components; the root is the empty string.
 */
public final class LayerPath {
  private LayerPath() {}

  /**
   * Brings a path into the form of layers. It is taken from the root, whether it begins with {@code
   * /} or not, and {@code ..} at the root stays there. Links are not followed.
   */
  public static String clean(String path) {
    if (isClean(path)) {
      return path;
    }
    StringBuilder clean = new StringBuilder(path.length());
    int length = path.length();
    int start = 0;
    while (start <= length) {
      int end = path.indexOf('/', start);
      if (end < 0) {
        end = length;
      }
      String component = path.substring(start, end);
      if (component.equals("..")) {
        clean.setLength(Math.max(0, clean.lastIndexOf("/")));
      } else if (!component.isEmpty() && !component.equals(".")) {
        if (clean.length() > 0) {
          clean.append('/');
        }
        clean.append(component);
      }
      start = end + 1;
    }
    return clean.toString();
  }

  /** Returns whether a path is in the form of layers. */
  public static boolean isClean(String path) {
    int length = path.length();
    if (length == 0) {
      return true;
    }
    int start = 0;
    while (true) {
      int end = path.indexOf('/', start);
      int size = (end < 0 ? length : end) - start;
      if (size == 0
          || (size <= 2
              && path.charAt(start) == '.'
              && (size == 1 || path.charAt(start + 1) == '.'))) {
        return false;
      }
      if (end < 0) {
        return true;
      }
      start = end + 1;
    }
  }

  /** Returns whether {@code ..} leads out of the place that the path is taken from. */
  public static boolean escapes(String path) {
    if (!path.contains("..")) {
      return false;
    }
    int depth = 0;
    for (String component : path.split("/")) {
      if (component.equals("..")) {
        depth--;
        if (depth < 0) {
          return true;
        }
      } else if (!component.isEmpty() && !component.equals(".")) {
        depth++;
      }
    }
    return false;
  }

  /** Returns the directory of a clean path; that of the root is the root. */
  public static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  /** Returns the last component of a clean path; empty for the root. */
  public static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Returns the clean path of a name in a directory. */
  public static String child(String directory, String name) {
    return directory.isEmpty() ? name : directory + "/" + name;
  }
}
