package io.github.baci.layer;

import io.github.baci.api.BaciException;
import io.github.baci.api.Limits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows the links of a path inside a tree, as the kernel does in a process whose root directory
 * is the tree's: absolute targets begin at the root, and {@code ..} does not leave it. What comes
 * after a missing name is taken by the letter.
 *
 * @param <N> a node of the tree
 */
public final class PathResolver<N> {
  private static final int MOST_LINKS = 255;

  /** The tree. */
  public interface Nodes<N> {
    /** Returns the root. */
    N root();

    /** Returns null if the node is no directory or has no such child. */
    @Nullable N child(N node, String name);

    /** Returns null if the node is no symbolic link. */
    @Nullable String linkTarget(N node);
  }

  /**
   * The result.
   *
   * @param names the components without links
   * @param deepest the last node that is there
   * @param existing how many of the names are there
   */
  public record Resolved<N>(List<String> names, N deepest, int existing) {}

  /** How much of a long path is shown. */
  private static final int SHOWN = 40;

  private final Nodes<N> nodes;
  private final List<String> names = new ArrayList<>();
  private final List<N> found = new ArrayList<>();

  /** Resolves in a tree; a resolver serves one path. */
  public PathResolver(Nodes<N> nodes) {
    this.nodes = nodes;
  }

  /**
   * Follows a path.
   *
   * @param path absolute, or relative to the root
   * @param followLast whether a link at the end is followed too; one before a final {@code /}
   *     always is
   * @throws BaciException after 255 links
   */
  public Resolved<N> resolve(String path, boolean followLast) {
    if (path.length() > Limits.PATH) {
      throw new BaciException(
          "the path '%s…' has %,d characters, and may have no more than %,d"
              .formatted(path.substring(0, SHOWN), path.length(), Limits.PATH));
    }
    Deque<String> rest = new ArrayDeque<>();
    prepend(rest, path);
    boolean follow = followLast || path.endsWith("/");
    int links = 0;
    while (!rest.isEmpty()) {
      String name = rest.removeFirst();
      if (name.equals("..")) {
        if (!names.isEmpty()) {
          names.remove(names.size() - 1);
          found.subList(Math.min(found.size(), names.size()), found.size()).clear();
        }
        continue;
      }
      N child = found.size() == names.size() ? nodes.child(deepest(), name) : null;
      String target = child == null ? null : nodes.linkTarget(child);
      if (target != null && (follow || !rest.isEmpty())) {
        links++;
        if (links > MOST_LINKS) {
          throw new BaciException(
              "'%s' leads through more than %d symbolic links: there is a loop at '%s'"
                  .formatted(path, MOST_LINKS, String.join("/", names) + "/" + name));
        }
        if (target.startsWith("/")) {
          names.clear();
          found.clear();
        }
        prepend(rest, target);
        continue;
      }
      names.add(name);
      if (child != null) {
        found.add(child);
      }
    }
    return new Resolved<>(List.copyOf(names), deepest(), found.size());
  }

  private N deepest() {
    return found.isEmpty() ? nodes.root() : found.get(found.size() - 1);
  }

  private static void prepend(Deque<String> rest, String path) {
    String[] components = path.split("/");
    for (int i = components.length - 1; i >= 0; i--) {
      if (!components[i].isEmpty() && !components[i].equals(".")) {
        rest.addFirst(components[i]);
      }
    }
  }
}
