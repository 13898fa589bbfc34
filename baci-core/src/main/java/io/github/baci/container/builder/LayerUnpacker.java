package io.github.baci.container.builder;

import io.github.baci.container.syscall.FileCalls;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.TreeNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Unpacks one layer to a directory, in the form that overlays take. */
final class LayerUnpacker {
  private static final int FILES_PER_PIECE = 512;
  private static final long BYTES_PER_PIECE = 16 << 20;

  private final Layer layer;
  private final LayerPlan plan;
  private final Supplier<FileTree> tree;
  private final OverlayFlavour flavour;
  private final IdMapping mapping;
  private final Workers workers;

  /** By path, the lowest directories last. */
  private final Map<String, LayerEntry.Directory> directories = new TreeMap<>();

  private final Map<Layer, List<LayerEntry.RegularFile>> files = new HashMap<>();
  private final List<LayerEntry.Content> specials = new ArrayList<>();
  private final List<String[]> links = new ArrayList<>();
  private final Set<String> devices = new LinkedHashSet<>();

  /**
   * Prepares to unpack a layer.
   *
   * @param tree the tree of this layer and those below; asked for only where the layer alone does
   *     not suffice
   */
  LayerUnpacker(
      Layer layer,
      LayerPlan plan,
      Supplier<FileTree> tree,
      OverlayFlavour flavour,
      IdMapping mapping,
      Workers workers) {
    this.layer = layer;
    this.plan = plan;
    this.tree = tree;
    this.flavour = flavour;
    this.mapping = mapping;
    this.workers = workers;
  }

  /**
   * Unpacks to an empty directory.
   *
   * @return what the layer removes and hides, where no overlay takes it from the directory
   */
  HiddenPaths unpack(Path directory) throws IOException {
    sort();
    int root = FileCalls.openDirectory(FileCalls.CWD, directory.toString());
    try {
      LayerFiles target = new LayerFiles(root, directory, mapping);
      for (LayerEntry.Directory entry : directories.values()) {
        target.directory(entry);
      }
      workers.all(pieces(target));
      for (LayerEntry.Content special : specials) {
        if (special instanceof LayerEntry.Device) {
          hideDevice(special.path(), target);
        } else {
          target.special(special);
        }
      }
      for (String[] link : links) {
        if (devices.contains(link[0])) {
          hideDevice(link[1], target);
        } else {
          target.hardLink(link[0], link[1]);
        }
      }
      HiddenPaths hidden = hide(target);
      List<LayerEntry.Directory> deepestFirst = new ArrayList<>(directories.values());
      Collections.reverse(deepestFirst);
      for (LayerEntry.Directory entry : deepestFirst) {
        target.finish(entry);
      }
      return hidden;
    } finally {
      FileCalls.close(root);
    }
  }

  /** Leaves a device out, as {@link DeviceNodes} says, with all that is below it. */
  private void hideDevice(String path, LayerFiles target) throws IOException {
    devices.add(path);
    if (flavour.works()) {
      target.whiteout(path);
    }
  }

  private void sort() {
    IdentityHashMap<TreeNode.Identity, String> borrowed = new IdentityHashMap<>();
    for (LayerEntry.Content entry : plan.contents().values()) {
      String path = place(entry.path());
      if (entry instanceof LayerEntry.Directory directory) {
        directories.put(path, new LayerEntry.Directory(path, directory.attributes()));
      } else if (entry instanceof LayerEntry.RegularFile file) {
        addFile(layer, path, file);
      } else if (entry instanceof LayerEntry.HardLink link) {
        addLink(path, link, borrowed);
      } else if (path.equals(entry.path())) {
        specials.add(entry);
      } else {
        specials.add(moved(entry, path));
      }
    }
    plan.whiteouts().forEach(this::place);
    plan.opaque().forEach(directory -> place(directory + "/."));
  }

  private void addFile(Layer from, String path, LayerEntry.RegularFile file) {
    files
        .computeIfAbsent(from, unused -> new ArrayList<>())
        .add(new LayerEntry.RegularFile(path, file.attributes(), file.size(), file.offset()));
  }

  private void addLink(
      String path, LayerEntry.HardLink link, IdentityHashMap<TreeNode.Identity, String> borrowed) {
    Optional<LayerEntry.RegularFile> own = plan.file(link);
    if (own.isPresent()) {
      links.add(new String[] {place(own.get().path()), path});
      return;
    }
    // The file is in a layer below, or is no regular file: make it here, once for all its names.
    TreeNode node = tree.get().lookup(path).orElseThrow();
    String first = borrowed.putIfAbsent(node.identity(), path);
    if (first != null) {
      links.add(new String[] {first, path});
    } else if (node.entry() instanceof LayerEntry.RegularFile file) {
      addFile(node.layer(), path, file);
    } else {
      specials.add(moved(node.entry(), path));
    }
  }

  private static LayerEntry.Content moved(LayerEntry.Content entry, String path) {
    if (entry instanceof LayerEntry.Symlink link) {
      return new LayerEntry.Symlink(path, link.attributes(), link.target());
    } else if (entry instanceof LayerEntry.Fifo fifo) {
      return new LayerEntry.Fifo(path, fifo.attributes());
    } else if (entry instanceof LayerEntry.Device device) {
      return new LayerEntry.Device(
          path, device.attributes(), device.kind(), device.major(), device.minor());
    }
    throw new IllegalArgumentException(entry.toString());
  }

  /**
   * Returns where an entry goes. Directories that the layer does not have, but needs, are added as
   * they are in the layers below, and links among them are followed.
   */
  private String place(String path) {
    String parent = LayerPlan.parent(path);
    if (plan.selfContained() || parent.isEmpty() || isDirectory(parent)) {
      return path;
    }
    String resolved = tree.get().resolve(parent, true).path();
    for (String missing = resolved;
        !missing.isEmpty() && !directories.containsKey(missing);
        missing = LayerPlan.parent(missing)) {
      Optional<TreeNode> node = tree.get().lookup(missing);
      if (!isDirectory(missing) && node.isPresent()) {
        Attributes attributes = node.get().attributes();
        directories.put(missing, new LayerEntry.Directory(missing, attributes));
      }
    }
    return resolved + path.substring(parent.length());
  }

  private boolean isDirectory(String path) {
    return plan.contents().get(path) instanceof LayerEntry.Directory
        && (LayerPlan.parent(path).isEmpty() || isDirectory(LayerPlan.parent(path)));
  }

  private List<Workers.Piece> pieces(LayerFiles target) {
    List<Workers.Piece> pieces = new ArrayList<>();
    files.forEach(
        (from, all) -> {
          int start = 0;
          long bytes = 0;
          for (int i = 0; i < all.size(); i++) {
            bytes += all.get(i).size();
            if (i - start + 1 >= FILES_PER_PIECE
                || bytes >= BYTES_PER_PIECE
                || i + 1 == all.size()) {
              List<LayerEntry.RegularFile> piece = all.subList(start, i + 1);
              pieces.add(() -> copy(from, piece, target));
              start = i + 1;
              bytes = 0;
            }
          }
        });
    return pieces;
  }

  private static void copy(Layer from, List<LayerEntry.RegularFile> files, LayerFiles target)
      throws IOException {
    try (LayerTarReader reader = new LayerTarReader(from)) {
      for (LayerEntry.RegularFile file : files) {
        target.regular(file, reader);
      }
    }
  }

  private HiddenPaths hide(LayerFiles target) throws IOException {
    List<String> removed = new ArrayList<>(flavour.works() ? List.of() : devices);
    List<String> opaque = new ArrayList<>();
    for (String path : plan.whiteouts()) {
      String place = place(path);
      if (directories.containsKey(place)) {
        opaque.add(place);
      } else if (!plan.contents().containsKey(path) && isMade(LayerPlan.parent(place))) {
        removed.add(place);
      }
    }
    for (String path : plan.opaque()) {
      String directory = LayerPlan.parent(place(path + "/."));
      if (isMade(directory)) {
        opaque.add(directory);
      }
    }
    if (!flavour.works()) {
      return new HiddenPaths(removed, opaque);
    }
    for (String path : removed) {
      target.whiteout(path);
    }
    for (String path : opaque) {
      target.opaque(path, flavour.opaqueAttribute());
    }
    return HiddenPaths.NONE;
  }

  /** What is removed or hidden in a directory that there is not is not there anyway. */
  private boolean isMade(String directory) {
    return directory.isEmpty() || directories.containsKey(directory);
  }
}
