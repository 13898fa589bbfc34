package io.github.baci.container.builder;

import io.github.baci.api.Digest;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerStore;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The directories of the store that layers are unpacked to, each once for all builds:
 *
 * <pre>
 * UNPACKED/KEY/fs      what the layer has, in the form that overlays take
 * UNPACKED/KEY/hidden  what the layer removes, where no overlay can be mounted
 * UNPACKED/KEY/boot    the boot of the machine in which it was written
 * UNPACKED/KEY/size    how many bytes its files have
 * UNPACKED/KEY/root    there if the layer says what attributes the root directory has
 * </pre>
 *
 * <p>What a run has left may share content with the layers below, as {@link OverlayFlavour} says.
 * It is kept under a key of all these layers, and serves only to be mounted over them; the tar of
 * the layer has everything.
 *
 * <p>Unpacked files are not synced, which would cost more than to write them. So a directory counts
 * only in the boot in which it was written: a crash of the machine cannot leave half a file.
 */
final class UnpackedLayers {
  private final Store store;
  private final LayerStore layers;
  private final OverlayFlavour flavour;
  private final IdMapping mapping;
  private final Workers workers;
  private final String boot;
  private final Map<String, Unpacked> known = new ConcurrentHashMap<>();

  /**
   * A layer on disk.
   *
   * @param directory what overlays are mounted from
   * @param setsRoot whether the attributes of the directory itself are the layer's
   */
  record Unpacked(Path directory, boolean setsRoot) {}

  UnpackedLayers(
      Store store, LayerStore layers, OverlayFlavour flavour, IdMapping mapping, Workers workers)
      throws IOException {
    this.store = store;
    this.layers = layers;
    this.flavour = flavour;
    this.mapping = mapping;
    this.workers = workers;
    this.boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
  }

  /**
   * Unpacks layers, as far as they are not, to be mounted one over the other: a directory may share
   * content with those below it.
   *
   * @param diffIds the lowest first
   * @return a directory for each, in the same order
   */
  List<Unpacked> toMount(List<Digest> diffIds) throws IOException {
    // An overlay has no directory twice, and so the lower one of two equal layers is left out, with
    // what a layer between them may share with it.
    return all(diffIds, flavour.shares() && Set.copyOf(diffIds).size() == diffIds.size());
  }

  /**
   * Unpacks layers, as far as they are not, each with all its content.
   *
   * @param diffIds the lowest first
   * @return a directory for each, in the same order
   */
  List<Unpacked> all(List<Digest> diffIds) throws IOException {
    return all(diffIds, false);
  }

  private List<Unpacked> all(List<Digest> diffIds, boolean mayShare) throws IOException {
    Unpacked[] result = new Unpacked[diffIds.size()];
    List<Workers.Piece> missing = new ArrayList<>();
    for (int i = 0; i < result.length; i++) {
      int index = i;
      List<Digest> chain = diffIds.subList(0, i + 1);
      result[i] = known.get(selfContainedKey(diffIds.get(i)));
      if (result[i] == null) {
        missing.add(() -> result[index] = one(chain, mayShare));
      }
    }
    if (missing.size() == 1) {
      missing.get(0).run();
    } else if (!missing.isEmpty()) {
      workers.all(missing);
    }
    return Arrays.asList(result);
  }

  @SuppressWarnings("try") // a lock is held, not used
  private Unpacked one(List<Digest> chain, boolean mayShare) throws IOException {
    Digest diffId = chain.get(chain.size() - 1);
    Optional<Unpacked> ready = find(selfContainedKey(diffId));
    if (ready.isEmpty() && mayShare) {
      ready = find(sharingKey(chain));
    }
    if (ready.isEmpty()) {
      ready = find(chainKey(chain)); // before the layer's index is read, which may be long
    }
    if (ready.isPresent()) {
      return ready.get();
    }
    Layer layer = layer(diffId);
    LayerPlan plan = LayerPlan.of(layer);
    String key = plan.selfContained() ? selfContainedKey(diffId) : chainKey(chain);
    try (Store.Lock lock = store.lock("unpack-" + key)) {
      ready = find(key);
      if (ready.isPresent()) {
        return ready.get();
      }
      Path temporary = store.newTemporaryDirectory();
      NeutralDirectory.neutralise(temporary);
      Path directory = Files.createDirectory(temporary.resolve("fs"));
      LazyTree tree = new LazyTree(chain);
      new LayerUnpacker(layer, plan, tree::get, flavour, mapping, workers)
          .unpack(directory)
          .write(temporary.resolve("hidden"));
      return put(
          key, temporary, plan.contents().get("") instanceof LayerEntry.Directory, sizeOf(layer));
    }
  }

  /**
   * Makes a directory that came about otherwise the unpacked directory of a layer.
   *
   * @param temporary a temporary directory with the files in {@code fs}
   */
  void adopt(Layer layer, Path temporary, boolean setsRoot) throws IOException {
    adopt(selfContainedKey(layer.diffId()), layer, temporary, setsRoot);
  }

  /**
   * Makes a directory that shares content with the layers below the unpacked directory of a layer
   * over these very layers.
   *
   * @param below the layers, the lowest first
   * @param temporary a temporary directory with the files in {@code fs}
   */
  void adoptOver(List<Digest> below, Layer layer, Path temporary, boolean setsRoot)
      throws IOException {
    List<Digest> chain = new ArrayList<>(below);
    chain.add(layer.diffId());
    adopt(sharingKey(chain), layer, temporary, setsRoot);
  }

  @SuppressWarnings("try") // a lock is held, not used
  private void adopt(String key, Layer layer, Path temporary, boolean setsRoot) throws IOException {
    try (Store.Lock lock = store.lock("unpack-" + key)) {
      if (find(key).isEmpty()) {
        put(key, temporary, setsRoot, sizeOf(layer));
      }
    }
  }

  private static long sizeOf(Layer layer) {
    long size = 0;
    for (LayerEntry entry : layer.entries()) {
      if (entry instanceof LayerEntry.RegularFile file) {
        size += file.size();
      }
    }
    return size;
  }

  private Unpacked put(String key, Path temporary, boolean setsRoot, long size) throws IOException {
    Files.writeString(temporary.resolve("boot"), boot);
    Files.writeString(temporary.resolve("size"), String.valueOf(size));
    if (setsRoot) {
      Files.createFile(temporary.resolve("root"));
    }
    store.discard(Store.Area.UNPACKED, key);
    Path place = store.path(Store.Area.UNPACKED, key);
    Files.createDirectories(place.getParent());
    Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
    return find(key).orElseThrow();
  }

  private Optional<Unpacked> find(String key) throws IOException {
    Unpacked found = known.get(key);
    if (found != null) {
      return Optional.of(found);
    }
    Optional<Path> place = store.find(Store.Area.UNPACKED, key);
    if (place.isEmpty()) {
      return Optional.empty();
    }
    Path bootFile = place.get().resolve("boot");
    if (!Files.exists(bootFile) || !Files.readString(bootFile).equals(boot)) {
      return Optional.empty();
    }
    Unpacked unpacked =
        new Unpacked(place.get().resolve("fs"), Files.exists(place.get().resolve("root")));
    known.put(key, unpacked);
    return Optional.of(unpacked);
  }

  Layer layer(Digest diffId) {
    return layers.require(diffId);
  }

  private String selfContainedKey(Digest diffId) {
    return diffId.hex() + "-" + mapping.letter() + flavour.diskForm();
  }

  /** The key of a directory that depends on the layers below it too. */
  private String chainKey(List<Digest> chain) {
    String text = chain.toString();
    Digest below = Digest.sha256Of(text.getBytes(StandardCharsets.UTF_8));
    return chain.get(chain.size() - 1).hex()
        + "-"
        + below.hex().substring(0, 16)
        + "-"
        + mapping.letter()
        + flavour.diskForm();
  }

  /** The key of a directory that shares content with the layers below it. */
  private String sharingKey(List<Digest> chain) {
    return chainKey(chain) + "b";
  }

  /** The file tree of a list of layers, made when it is needed. */
  private final class LazyTree {
    private final List<Digest> chain;
    private @Nullable FileTree tree;

    LazyTree(List<Digest> chain) {
      this.chain = chain;
    }

    FileTree get() {
      if (tree == null) {
        tree = FileTree.of(chain.stream().map(UnpackedLayers.this::layer).toList());
      }
      return tree;
    }
  }
}
