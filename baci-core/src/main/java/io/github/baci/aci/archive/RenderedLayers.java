package io.github.baci.aci.archive;

import io.github.baci.api.Digest;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerPath;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.LayerWriter;
import io.github.baci.layer.OpenLayerTars;
import io.github.baci.layer.TreeNode;
import io.github.baci.store.Records;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Layers that rendering needs beside those of the images themselves. */
final class RenderedLayers {
  private final LayerStore layers;
  private final Optional<Store> records;

  /**
   * Takes where layers go.
   *
   * @param records where it is remembered what was made of what
   */
  RenderedLayers(LayerStore layers, Optional<Store> records) {
    this.layers = layers;
    this.records = records;
  }

  /**
   * Returns whether some path is a directory in one layer and something else in another, so that
   * one of them takes away what lies below.
   */
  static boolean replaceDirectories(List<Layer> layers) {
    if (layers.size() < 2) {
      return false;
    }
    Set<String> directories = new HashSet<>();
    Set<String> others = new HashSet<>();
    for (Layer layer : layers) {
      for (LayerEntry entry : layer.entries()) {
        String path = entry.path();
        if (!(entry instanceof LayerEntry.Directory)) {
          others.add(path);
          path = LayerPath.parent(path);
        }
        while (directories.add(path) && !path.isEmpty()) {
          path = LayerPath.parent(path);
        }
      }
    }
    return !Collections.disjoint(directories, others);
  }

  /** Makes a layer that removes what is at some paths. */
  Layer whiteouts(List<String> paths) throws IOException {
    try (LayerWriter writer = layers.newLayer()) {
      for (String path : paths) {
        writer.add(new LayerEntry.Whiteout(path));
      }
      return writer.commit();
    }
  }

  /** Makes one layer of several, hard links included. */
  Layer flat(List<Layer> stack) throws IOException {
    String key = key(stack);
    Optional<Layer> known = records.flatMap(store -> find(store, key)).flatMap(layers::find);
    if (known.isPresent()) {
      return known.get();
    }
    Layer flat;
    try (LayerWriter writer = layers.newLayer();
        OpenLayerTars content = new OpenLayerTars()) {
      new Copy(writer, content).add("", FileTree.of(stack).root());
      flat = writer.commit();
    }
    if (records.isPresent()) {
      new Records(records.get()).put(Store.Area.FILES, key, flat.diffId().toString());
    }
    return flat;
  }

  private static String key(List<Layer> stack) {
    String diffIds =
        stack.stream().map(layer -> layer.diffId().hex()).collect(Collectors.joining("\n"));
    return "flat-layer-" + Digest.sha256Of(diffIds.getBytes(StandardCharsets.UTF_8)).hex();
  }

  private static Optional<Digest> find(Store store, String key) {
    return new Records(store).text(Store.Area.FILES, key).map(Digest::parse);
  }

  private record Copy(
      LayerWriter writer, OpenLayerTars content, Map<TreeNode.Identity, String> firstNames) {
    Copy(LayerWriter writer, OpenLayerTars content) {
      this(writer, content, new IdentityHashMap<>());
    }

    void add(String path, TreeNode node) throws IOException {
      String first = node.isDirectory() ? null : firstNames.putIfAbsent(node.identity(), path);
      if (first != null) {
        writer.add(new LayerEntry.HardLink(path, node.attributes(), first));
      } else {
        addFirst(path, node);
      }
      for (TreeNode child : node.children()) {
        add(LayerPath.child(path, child.name()), child);
      }
    }

    private void addFirst(String path, TreeNode node) throws IOException {
      LayerEntry.Content entry = node.entry();
      if (entry instanceof LayerEntry.RegularFile file) {
        writer.addFile(path, file.attributes(), file.size(), content.bytes(node), file.offset());
      } else if (entry instanceof LayerEntry.Directory) {
        writer.add(new LayerEntry.Directory(path, entry.attributes()));
      } else if (entry instanceof LayerEntry.Symlink link) {
        writer.add(new LayerEntry.Symlink(path, link.attributes(), link.target()));
      } else if (entry instanceof LayerEntry.Device device) {
        writer.add(
            new LayerEntry.Device(
                path, device.attributes(), device.kind(), device.major(), device.minor()));
      } else if (entry instanceof LayerEntry.Fifo) {
        writer.add(new LayerEntry.Fifo(path, entry.attributes()));
      } else {
        throw new IllegalStateException("a node cannot be " + entry);
      }
    }
  }
}
