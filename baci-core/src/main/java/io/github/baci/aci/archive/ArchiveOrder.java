package io.github.baci.aci.archive;

import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.TreeNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The order in which files stand in an archive, and where its chunks begin and end.
 *
 * <p>First the root, the directories that no layer has an entry for, and what else does not stand
 * with the layers of a {@link Difference}; then, layer by layer, the entries of the layer that are
 * still to be seen in the tree, in the order of the layer. A directory that would stand behind
 * something that is in it, because a higher layer has changed it, stands right before the lowest
 * layer that has something in it, in a chunk of no layer: what is below that layer stays as it is.
 * So a directory always stands before what is in it. A chunk ends where about {@code target} bytes
 * of the layer are passed, be they still to be seen or not: what one layer hides of another changes
 * the chunks that it was in, and no others. Files of {@code target} bytes and more are chunks of
 * their own, cut into slices.
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
  private final List<Place> directories = new ArrayList<>();
  private int layer = Chunk.NO_LAYER;
  private List<ChunkItem> items = new ArrayList<>();
  private long contentBytes;

  /** A node and where it is. */
  private static final class Place {
    /** The position before the entries of all layers. */
    static final int FIRST = 0;

    static final int LAST = Integer.MAX_VALUE;

    final String path;
    final TreeNode node;
    final Place parent;

    /** Its position, once it is known; {@link #LAST} before. */
    int position = LAST;

    Place(String path, TreeNode node, Place parent) {
      this.path = path;
      this.node = node;
      this.parent = parent;
    }

    /** Returns the position right before the entries of a layer. */
    static int before(int layer) {
      return 2 * layer;
    }

    /** Returns the position among the entries of a layer. */
    static int among(int layer) {
      return 2 * layer + 1;
    }

    /** Returns whether it stands before the entries of a layer, and not among them. */
    boolean isBeforeLayer() {
      return position % 2 == 0;
    }

    /** Lets it, and every directory on the way to it, stand at a position or before. */
    void putBy(int latest) {
      for (Place place = this; place != null && place.position > latest; place = place.parent) {
        place.position = latest;
      }
    }
  }

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
   */
  static List<Chunk> of(Difference files, int target) {
    ArchiveOrder composition = new ArchiveOrder(files, target);
    composition.start();
    composition.addLayers();
    return composition.chunks;
  }

  private void start() {
    List<Place> others = new ArrayList<>();
    Deque<Place> way = new ArrayDeque<>();
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
              while (!way.isEmpty() && !isIn(path, way.element().path)) {
                way.pop();
              }
              Place place = new Place(path, node, way.peek());
              boolean standsWithLayer = files.standsWithLayer(path, node);
              if (standsWithLayer) {
                places.put(node.declared().get(), place);
              } else {
                place.putBy(Place.FIRST);
              }
              if (node.isDirectory()) {
                way.push(place);
                directories.add(place);
              } else if (!standsWithLayer) {
                others.add(place);
              }
            });
    putDirectoriesBeforeWhatIsInThem();
    addDirectories(Place.FIRST);
    others.forEach(place -> add(place.path, place.node));
    endChunk();
  }

  private static boolean isIn(String path, String directory) {
    return directory.isEmpty()
        ? !path.isEmpty()
        : path.length() > directory.length()
            && path.charAt(directory.length()) == '/'
            && path.startsWith(directory);
  }

  /** Goes through the layers as they will stand there, and looks for what comes too early. */
  private void putDirectoriesBeforeWhatIsInThem() {
    for (int i = 0; i < layers.size(); i++) {
      for (LayerEntry entry : layers.get(i).entries()) {
        Place place = places.get(entry);
        if (place == null) {
          continue;
        }
        place.position = Math.min(place.position, Place.among(i));
        if (place.parent != null && place.parent.position == Place.LAST) {
          place.parent.putBy(Place.before(i));
        }
      }
    }
    directories.removeIf(directory -> !directory.isBeforeLayer());
  }

  /** Adds the directories of a position before a layer, in the order of the tree. */
  private void addDirectories(int position) {
    for (Place directory : directories) {
      if (directory.position == position) {
        directory.node.declared().ifPresent(places::remove);
        add(directory.path, directory.node);
      }
    }
  }

  private void addLayers() {
    for (int i = 0; i < layers.size(); i++) {
      if (i > 0) {
        layer = Chunk.NO_LAYER;
        addDirectories(Place.before(i));
        endChunk();
      }
      layer = i;
      long passed = 0;
      for (LayerEntry entry : layers.get(i).entries()) {
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
      throw new IllegalStateException(
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
