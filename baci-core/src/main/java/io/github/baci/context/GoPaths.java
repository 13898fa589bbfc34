package io.github.baci.context;

import java.util.ArrayDeque;
import java.util.Deque;

/** Paths with {@code /}, cleaned as Go's {@code path.Clean} does, whatever the operating system. */
public final class GoPaths {
  private GoPaths() {}

  /**
   * Returns the shortest path that means the same: without {@code .}, empty components, a trailing
   * slash, and {@code ..} where a component goes before it. The empty path becomes {@code .}.
   */
  public static String clean(String path) {
    boolean rooted = path.startsWith("/");
    Deque<String> kept = new ArrayDeque<>();
    for (String component : path.split("/")) {
      if (component.equals("..")) {
        if (!kept.isEmpty() && !kept.getLast().equals("..")) {
          kept.removeLast();
        } else if (!rooted) {
          kept.addLast(component);
        }
      } else if (!component.isEmpty() && !component.equals(".")) {
        kept.addLast(component);
      }
    }
    String joined = String.join("/", kept);
    if (rooted) {
      return "/" + joined;
    }
    return joined.isEmpty() ? "." : joined;
  }

  /**
   * Returns a path below a root: {@code ..} cannot leave it, and neither a leading nor a trailing
   * slash is left. The root itself is the empty string.
   */
  public static String belowRoot(String path) {
    return clean("/" + path).substring(1);
  }
}
