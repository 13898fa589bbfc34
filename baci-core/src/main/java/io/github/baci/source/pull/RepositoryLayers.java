package io.github.baci.source.pull;

import io.github.baci.api.BuildListener;
import io.github.baci.api.Digest;
import io.github.baci.layer.LayerStore;
import io.github.baci.oci.Descriptor;
import io.github.baci.registry.Repository;
import io.github.baci.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Brings layers into the store whose blobs lie in a repository, several side by side. */
public final class RepositoryLayers {
  /** Layers of steps are many and small: a round trip costs more than their bytes. */
  private static final int AT_ONCE = 20;

  private final Store store;
  private final LayerStore layers;

  /** Brings them into this store. */
  public RepositoryLayers(Store store, LayerStore layers) {
    this.store = store;
    this.layers = layers;
  }

  /**
   * Brings what is not there.
   *
   * @param blobs the layers as they are in the repository
   * @param diffIds their diff IDs, in the same order
   * @param origin what they are, for messages
   * @throws io.github.baci.api.BaciException if one is not what its digests say
   * @throws IOException if one does not come, or the store cannot take it
   */
  public void bring(
      Repository repository, List<Descriptor> blobs, List<Digest> diffIds, String origin)
      throws IOException, InterruptedException {
    List<DescribedLayer> wanted = new ArrayList<>();
    for (int i = 0; i < blobs.size(); i++) {
      wanted.add(new DescribedLayer(blobs.get(i), diffIds.get(i), origin));
    }
    PullProgress progress =
        new PullProgress(
            BuildListener.SILENT, origin, blobs.stream().mapToLong(Descriptor::size).sum());
    LayerPulls.run(new LayerPull(store, layers, repository::blob, progress)::pull, wanted, AT_ONCE);
  }
}
