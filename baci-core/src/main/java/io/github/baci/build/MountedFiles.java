package io.github.baci.build;

import io.github.baci.api.Digest;
import io.github.baci.build.copy.CopyOperation;
import io.github.baci.build.copy.CopyOperations;
import io.github.baci.build.copy.SourceRoot;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.LayerStore;
import io.github.baci.plan.Destination;
import io.github.baci.plan.Placement;
import io.github.baci.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Layers of what RUN mounts from a directory of this machine: the builder sees what a COPY would
 * have copied, and nothing that the ignore file excludes.
 */
final class MountedFiles {
  private final CopyOperations transfers;
  private final Store store;
  private final LayerStore layers;
  private final StepCache cache;

  MountedFiles(CopyOperations transfers, Store store, LayerStore layers) {
    this.transfers = transfers;
    this.store = store;
    this.layers = layers;
    this.cache = new StepCache(store);
  }

  /**
   * Files that are found, but not yet in a layer.
   *
   * @param digest the digest of the files
   */
  record Prepared(MountedFiles mounted, String path, CopyOperation transfer, Digest digest) {
    /** Returns the layer that has the files at the path that they have in the directory. */
    Digest layer() throws IOException {
      return mounted.layer(this);
    }
  }

  Prepared prepare(SourceRoot root, String path) {
    Placement samePlace =
        new Placement(
            new Destination(path, false), Optional.empty(), Optional.empty(), List.of(), true);
    CopyOperation transfer = transfers.prepare(List.of(path), List.of(), samePlace, false, root);
    return new Prepared(this, path, transfer, transfer.inputDigest());
  }

  private Digest layer(Prepared files) throws IOException {
    StepKey key =
        StepKey.writer().text("mount").text(files.path).text(files.digest.toString()).key();
    Optional<Digest> known = cache.find(key);
    if (known.isPresent()) {
      return known.get();
    }
    Digest made = files.transfer.execute(FileTree.EMPTY, layers, store).layer().diffId();
    cache.put(key, made);
    return made;
  }
}
