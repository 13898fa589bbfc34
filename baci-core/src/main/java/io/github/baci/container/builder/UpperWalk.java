package io.github.baci.container.builder;

import io.github.baci.container.syscall.DirectoryEntries;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
import io.github.baci.layer.NameBytes;
import io.github.baci.layer.TreeNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what a run has changed from the upper directory of its overlay. */
final class UpperWalk {
  private final Path upper;
  private final Set<String> stubs;
  private final OverlayFlavour flavour;
  private final SnapshotEntries entries;
  private final TreeBelow below;

  /**
   * Prepares to walk.
   *
   * @param stubs paths that are there for the run alone, whose removal is no change
   * @param below the files that the run began with
   */
  UpperWalk(
      Path upper,
      Set<String> stubs,
      OverlayFlavour flavour,
      Optional<Mtime> latest,
      TreeBelow below) {
    this.upper = upper;
    this.stubs = stubs;
    this.flavour = flavour;
    this.below = below;
    this.entries = new SnapshotEntries(upper, latest, KernelTraits.ALL, below);
  }

  /**
   * Walks.
   *
   * @param rootBefore the attributes that the root directory had before the run, but for its time
   */
  Snapshot walk(Attributes rootBefore) throws IOException {
    int root = FileCalls.openDirectory(FileCalls.CWD, upper.toString());
    try {
      entries.addRoot(FileCalls.fstat(root), rootBefore);
      directory(root);
    } finally {
      FileCalls.close(root);
    }
    return entries.result();
  }

  /**
   * A directory on the way of the walk.
   *
   * @param children what is left of it
   * @param place how it lies over the layers below
   */
  private record Level(Iterator<Child> children, Place place) {}

  /** Something in a directory. */
  private sealed interface Child {}

  /** What the upper directory has. */
  private record Upper(String path, FileStatus status) implements Child {}

  /** What the layers below alone have, of a directory that is not in its place. */
  private record Moved(String path, TreeNode node) implements Child {}

  /**
   * How a directory lies over the layers below.
   *
   * @param path its path
   * @param lower the path of the directory of the layers below that it is merged with, if any
   * @param isNew whether nothing is left of what the layers below have at its own path
   */
  private record Place(String path, Optional<String> lower, boolean isNew) {
    /**
     * Returns whether what the layers below have shows at another path, or in another directory.
     */
    boolean shows() {
      return isNew && lower.isPresent();
    }
  }

  /**
   * Goes through a directory and all below it. Neither a descriptor nor a frame of the stack is
   * held for each level, as directories may be nested deeply.
   */
  private void directory(int root) throws IOException {
    Deque<Level> left = new ArrayDeque<>();
    left.push(level(root, new Place("", Optional.of(""), false)));
    while (!left.isEmpty()) {
      Level level = left.peek();
      if (!level.children().hasNext()) {
        left.pop();
        continue;
      }
      Child child = level.children().next();
      if (child instanceof Moved moved) {
        entries.addMoved(moved.path(), moved.node());
      } else if (child instanceof Upper upper) {
        if (upper.status().isDirectory()) {
          left.push(level(root, subdirectory(upper.path(), upper.status(), level.place())));
        } else if (!upper.status().isWhiteout()) {
          file(root, upper.path(), upper.status(), level.place());
        } else if (!level.place().shows()) { // what is removed of a moved directory was never there
          whiteout(root, upper.path());
        }
      }
    }
  }

  private Level level(int root, Place place) throws IOException {
    String path = place.path();
    int fd = FileCalls.openDirectory(root, path.isEmpty() ? "." : path);
    try {
      List<String> names = DirectoryEntries.names(fd);
      Set<String> upperNames = Set.of();
      if (place.shows()) {
        upperNames = new HashSet<>(names);
        for (String name : below.names(place.lower().orElseThrow())) {
          if (!upperNames.contains(name)) {
            names.add(name);
          }
        }
      }
      SnapshotEntries.sort(names);
      List<Child> children = new ArrayList<>(names.size());
      for (String name : names) {
        String child = child(path, name);
        if (place.shows() && !upperNames.contains(name)) {
          String lower = child(place.lower().orElseThrow(), name);
          children.add(new Moved(child, below.node(lower).orElseThrow()));
        } else {
          children.add(new Upper(child, FileCalls.stat(fd, name)));
        }
      }
      return new Level(children.iterator(), place);
    } finally {
      FileCalls.close(fd);
    }
  }

  private Place subdirectory(String path, FileStatus status, Place parent) throws IOException {
    Map<String, byte[]> xattrs = entries.xattrs(path, status);
    entries.addDirectory(path, status, xattrs);
    boolean isOpaque = xattrs.containsKey(flavour.opaqueAttribute());
    Optional<String> lower = isOpaque ? Optional.empty() : lower(path, xattrs, parent);
    if (lower.isPresent() && (parent.isNew() || !lower.get().equals(path))) {
      lower = lower.filter(place -> below.node(place).filter(TreeNode::isDirectory).isPresent());
    }
    boolean isElsewhere = lower.isPresent() && !lower.get().equals(path);
    if (isElsewhere || xattrs.containsKey(OverlayFlavour.LOWER_PLACE)) {
      entries.needsLayersBelow();
    }
    if (isOpaque || isElsewhere) {
      entries.addReplaced(path);
    }
    return new Place(path, lower, parent.isNew() || isOpaque || isElsewhere);
  }

  /** Returns the path that what is at a path has in the layers below. */
  private Optional<String> lower(String path, Map<String, byte[]> xattrs, Place parent) {
    byte[] redirect = flavour.shares() ? xattrs.get(OverlayFlavour.LOWER_PLACE) : null;
    if (redirect != null) {
      String place = NameBytes.decode(redirect);
      if (place.startsWith("/")) {
        return Optional.of(place.substring(1));
      }
      return parent.lower().map(directory -> child(directory, place));
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    return parent.lower().map(directory -> child(directory, name));
  }

  private void file(int root, String path, FileStatus status, Place parent) throws IOException {
    Map<String, byte[]> xattrs = entries.xattrs(path, status);
    if (!flavour.shares()
        || status.type() != FileStatus.S_IFREG
        || !xattrs.containsKey(OverlayFlavour.CONTENT_BELOW)) {
      entries.addFile(root, path, path, status, xattrs, Optional.empty());
      return;
    }
    entries.needsLayersBelow();
    Optional<TreeNode> source = Optional.empty();
    if (status.size() > 0) {
      source = lower(path, xattrs, parent).flatMap(below::node).filter(node -> has(node, status));
      if (source.isEmpty()) {
        throw new IOException("the content of '%s' is in no layer".formatted(path));
      }
    }
    entries.addFile(root, path, path, status, xattrs, source);
  }

  private static boolean has(TreeNode node, FileStatus status) {
    return node.entry() instanceof LayerEntry.RegularFile file && file.size() == status.size();
  }

  private static String child(String directory, String name) {
    return directory.isEmpty() ? name : directory + "/" + name;
  }

  private void whiteout(int root, String path) throws IOException {
    if (stubs.contains(path)) {
      FileCalls.remove(root, path, false);
    } else {
      entries.addRemoved(path);
    }
  }
}
