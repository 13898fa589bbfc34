package io.github.baci.build.copy;

import java.util.List;

/**
 * What one source of an instruction named, or one of the things that its wildcard did.
 *
 * @param node what was found, links followed
 * @param name the last component as it was named, which a link gives to what it leads to
 * @param parents with {@code --parents}: the directories to keep, the outermost first
 */
record SourceMatch(SourceNode node, String name, List<SourceNode> parents) {
  SourceMatch {
    parents = List.copyOf(parents);
  }
}
