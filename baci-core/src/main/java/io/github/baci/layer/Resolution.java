package io.github.baci.layer;

import java.util.List;
import java.util.Optional;

/**
 * Where a path leads once its links are followed.
 *
 * @param path the path without links, whether all of it is there or not
 * @param deepest the last node on the way that is there: the one sought, if nothing is missing,
 *     else the one that the first missing name was looked for in; then it may be no directory
 * @param missing the names that are not there
 */
public record Resolution(String path, TreeNode deepest, List<String> missing) {
  /** Copies the list. */
  public Resolution {
    missing = List.copyOf(missing);
  }

  /** Returns the node at the path, if all of it is there. */
  public Optional<TreeNode> node() {
    return missing.isEmpty() ? Optional.of(deepest) : Optional.empty();
  }
}
