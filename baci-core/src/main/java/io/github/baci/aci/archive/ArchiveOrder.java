package io.github.baci.aci.archive;

import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.TreeNode;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The order in which files stand in an archive, and where its chunks begin and end.
 *
 * <p>First the root, the directories that no layer has an entry for, and what else does not stand
 * with the layers of a {@link Difference}; then, layer by layer, the entries of the layer that are
 * still to be seen in the tree, in the order of the layer. A chunk ends where about {@code target}
 * bytes of the layer are passed, be they still to be seen or not: what one layer hides of another
 * changes the chunks that it was in, and no others. Files of {@code target} bytes and more are
 * chunks of their own, cut into slices.
 */
final class ArchiveOrder {
  private static final int HEADER = 512;

  /** How much larger than the target a chunk may get before it is cut in any case. */
  private static final int CONTENT_LIMIT = 4;

  private final int target;
  private final Difference files;
  private final List<Layer> layers;
  private final List<Chunk> chunks = new ArrayList<>();
  private final IdentityHashMap<LayerEntry, Place> places = new IdentityHashMap<>();
  private final IdentityHashMap<TreeNode.Identity, String> firstNames = new IdentityHashMap<>();
  private int layer = Chunk.NO_LAYER;
  private List<ChunkItem> items = new ArrayList<>();
  private long contentBytes;

  /** A node and where it is. */
  private record Place(String path, TreeNode node) {}

  private ArchiveOrder(Difference files, int target) {
    this.files = files;
    this.layers = files.layers();
    this.target = target;
  }

  /**
   * Lays the files of an archive out.
   *
   * @param files the files
   * @param target about how many bytes a chunk shall have
   * @throws IllegalArgumentException if the tree is not of the layers
   */
  static List<Chunk> of(Difference files, int target) {
    ArchiveOrder composition = new ArchiveOrder(files, target);
    composition.start();
    composition.addLayers();
    return composition.chunks;
  }

  private void start() {
    List<Place> first = new ArrayList<>();
    files
        .tree()
        .walk(
            (path, node) -> {
              if (!files.holds(path)) {
                return;
              }
              if (node.declared().filter(LayerEntry.HardLink.class::isInstance).isPresent()) {
                firstNames.put(node.identity(), "");
              }
              Place place = new Place(path, node);
              if (files.standsWithLayer(path, node)) {
                places.put(node.declared().get(), place);
              } else {
                first.add(place);
              }
            });
    first.forEach(place -> add(place.path, place.node));
    endChunk();
  }

  private void addLayers() {
    for (layer = 0; layer < layers.size(); layer++) {
      long passed = 0;
      for (LayerEntry entry : layers.get(layer).entries()) {
        long size = entry instanceof LayerEntry.RegularFile file ? file.size() : 0;
        if (passed >= target || size >= target) {
          endChunk();
          passed = 0;
        }
        passed += HEADER + size;
        Place place = places.remove(entry);
        if (place != null) {
          add(place.path, place.node);
        }
      }
      endChunk();
    }
    if (!places.isEmpty()) {
      throw new IllegalArgumentException(
          "the tree has entries of other layers: " + places.values().iterator().next().path);
    }
  }

  private void add(String path, TreeNode node) {
    String first = null;
    if (firstNames.containsKey(node.identity())) {
      first = firstNames.get(node.identity());
      if (first.isEmpty()) {
        firstNames.put(node.identity(), path);
        first = null;
      }
    }
    long size =
        first == null && node.entry() instanceof LayerEntry.RegularFile file ? file.size() : 0;
    if (size >= target || contentBytes + size > (long) CONTENT_LIMIT * target) {
      endChunk();
    }
    long from = 0;
    while (size - from > target) {
      items.add(new ChunkItem(path, node, first, from, target));
      endChunk();
      from += target;
    }
    items.add(new ChunkItem(path, node, first, from, size - from));
    contentBytes += size - from;
    if (size >= target) {
      endChunk();
    }
  }

  private void endChunk() {
    if (!items.isEmpty()) {
      chunks.add(new Chunk(layer, items));
      items = new ArrayList<>();
    }
    contentBytes = 0;
  }
}
