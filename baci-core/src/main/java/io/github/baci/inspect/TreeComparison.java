package io.github.baci.inspect;

import io.github.baci.inspect.FileChange.Aspect;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerPath;
import io.github.baci.layer.NameOrder;
import io.github.baci.layer.OpenLayerTars;
import io.github.baci.layer.TreeNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Walks two trees side by side. For one comparison. */
final class TreeComparison {
  private static final int BUFFER = 128 << 10;

  private final HardLinks linksBefore;
  private final HardLinks linksAfter;
  private final OpenLayerTars content;
  private final List<FileChange> changes = new ArrayList<>();

  TreeComparison(HardLinks linksBefore, HardLinks linksAfter, OpenLayerTars content) {
    this.linksBefore = linksBefore;
    this.linksAfter = linksAfter;
    this.content = content;
  }

  TreeDifference compare(FileTree before, FileTree after) throws IOException {
    compare("", before.root(), after.root());
    return new TreeDifference(changes);
  }

  private void compare(String path, TreeNode before, TreeNode after) throws IOException {
    if (before == after) {
      return;
    }
    Set<Aspect> aspects = aspects(path, before, after);
    if (!aspects.isEmpty()) {
      changes.add(
          new FileChange(
              Optional.of(listed(path, before, linksBefore)),
              Optional.of(listed(path, after, linksAfter)),
              aspects));
    }
    children(path, before.children(), after.children());
  }

  private void children(String path, List<TreeNode> before, List<TreeNode> after)
      throws IOException {
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      int order;
      if (i == before.size()) {
        order = 1;
      } else if (j == after.size()) {
        order = -1;
      } else {
        order = NameOrder.BYTES.compare(before.get(i).name(), after.get(j).name());
      }
      String name = order <= 0 ? before.get(i).name() : after.get(j).name();
      String child = LayerPath.child(path, name);
      if (order == 0) {
        compare(child, before.get(i++), after.get(j++));
      } else if (order < 0) {
        FileTree.walk(
            child,
            before.get(i++),
            (gone, node) ->
                changes.add(
                    new FileChange(
                        Optional.of(listed(gone, node, linksBefore)), Optional.empty(), Set.of())));
      } else {
        FileTree.walk(
            child,
            after.get(j++),
            (added, node) ->
                changes.add(
                    new FileChange(
                        Optional.empty(), Optional.of(listed(added, node, linksAfter)), Set.of())));
      }
    }
  }

  private static ListedFile listed(String path, TreeNode node, HardLinks links) {
    return ListedFile.of(path, node, links.firstName(path, node));
  }

  private Set<Aspect> aspects(String path, TreeNode before, TreeNode after) throws IOException {
    Set<Aspect> aspects = EnumSet.noneOf(Aspect.class);
    Attributes was = before.attributes();
    Attributes is = after.attributes();
    if (was.mode() != is.mode()) {
      aspects.add(Aspect.MODE);
    }
    if (was.uid() != is.uid() || was.gid() != is.gid()) {
      aspects.add(Aspect.OWNER);
    }
    if (!was.xattrs().equals(is.xattrs())) {
      aspects.add(Aspect.XATTRS);
    }
    if (!was.mtime().equals(is.mtime())) {
      aspects.add(Aspect.TIME);
    }
    if (!linksBefore.firstName(path, before).equals(linksAfter.firstName(path, after))) {
      aspects.add(Aspect.LINK);
    }
    entry(before, after, aspects);
    return aspects;
  }

  private void entry(TreeNode before, TreeNode after, Set<Aspect> aspects) throws IOException {
    LayerEntry.Content was = before.entry();
    LayerEntry.Content is = after.entry();
    if (was.getClass() != is.getClass()) {
      aspects.add(Aspect.TYPE);
    } else if (was instanceof LayerEntry.RegularFile old
        && is instanceof LayerEntry.RegularFile young) {
      if (old.size() != young.size()) {
        aspects.add(Aspect.SIZE);
        aspects.add(Aspect.CONTENT);
      } else if (!sameBytes(before, after)) {
        aspects.add(Aspect.CONTENT);
      }
    } else if (was instanceof LayerEntry.Symlink old && is instanceof LayerEntry.Symlink young) {
      if (!old.target().equals(young.target())) {
        aspects.add(Aspect.LINK);
      }
    } else if (was instanceof LayerEntry.Device old && is instanceof LayerEntry.Device young) {
      if (old.kind() != young.kind()) {
        aspects.add(Aspect.TYPE);
      }
      if (old.major() != young.major() || old.minor() != young.minor()) {
        aspects.add(Aspect.DEVICE);
      }
    }
  }

  private boolean sameBytes(TreeNode before, TreeNode after) throws IOException {
    LayerEntry.RegularFile old = (LayerEntry.RegularFile) before.entry();
    LayerEntry.RegularFile young = (LayerEntry.RegularFile) after.entry();
    if (old.size() == 0
        || (old.offset() == young.offset() && before.layer().equals(after.layer()))) {
      return true;
    }
    byte[] one = new byte[BUFFER];
    byte[] other = new byte[BUFFER];
    try (InputStream first = content.open(before);
        InputStream second = content.open(after)) {
      while (true) {
        int count = first.readNBytes(one, 0, BUFFER);
        int same = second.readNBytes(other, 0, BUFFER);
        if (!Arrays.equals(one, 0, count, other, 0, same)) {
          return false;
        }
        if (count < BUFFER) {
          return true;
        }
      }
    }
  }
}
