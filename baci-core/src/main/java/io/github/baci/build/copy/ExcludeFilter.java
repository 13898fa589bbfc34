package io.github.baci.build.copy;

import io.github.baci.context.ContextEntry;
import io.github.baci.context.FileKind;
import io.github.baci.context.IgnoreRules;
import io.github.baci.layer.LayerPath;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code --exclude} leaves of a directory. The patterns are those of ignore files, relative to
 * the source directory.
 */
final class ExcludeFilter {
  private final IgnoreRules rules;

  ExcludeFilter(IgnoreRules rules) {
    this.rules = rules;
  }

  boolean isEmpty() {
    return rules.isEmpty();
  }

  /** Returns whether a path of a source directory is left out with all that is below it. */
  boolean skips(String path) {
    return !rules.hasNegation() && rules.ignores(path);
  }

  /** A child of a directory that is copied, and the place from where to look at its children. */
  record Kept(SourceNode node, String path, IgnoreRules.Scope scope) {}

  /** Returns the place of a source directory. */
  Kept top(SourceNode directory) {
    return new Kept(directory, "", rules.root());
  }

  /** Returns all that is copied of a source and is in a build context, but for directories. */
  List<ContextEntry> contextFiles(SourceNode source) {
    List<ContextEntry> files = new ArrayList<>();
    addContextFiles(top(source), files);
    return files;
  }

  private void addContextFiles(Kept place, List<ContextEntry> files) {
    if (place.node.kind() != FileKind.DIRECTORY) {
      place.node.contextEntry().ifPresent(files::add);
      return;
    }
    for (Kept child : children(place)) {
      addContextFiles(child, files);
    }
  }

  /** Returns the children that are copied, in order. */
  List<Kept> children(Kept parent) {
    List<Kept> kept = new ArrayList<>();
    for (SourceNode child : parent.node.children()) {
      String path = LayerPath.child(parent.path, child.name());
      Kept place = new Kept(child, path, parent.scope.enter(path));
      if (!place.scope.ignored()
          || (place.scope.mayTakeInBelow()
              && child.kind() == FileKind.DIRECTORY
              && !children(place).isEmpty())) {
        kept.add(place);
      }
    }
    return kept;
  }
}
