package io.github.baci.source.pull;

import io.github.baci.api.BuildListener;
import io.github.baci.api.Digest;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStore;
import io.github.baci.oci.Descriptor;
import io.github.baci.registry.BlobSink;
import io.github.baci.registry.Repository;
import io.github.baci.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings layers into the store whose blobs lie in a repository, several side by side. */
public final class RepositoryLayers {
  /** Layers of steps are many and small: a round trip costs more than their bytes. */
  private static final int AT_ONCE = 40;

  private final Store store;
  private final LayerStore layers;
  private final Recipe recipe;

  /** Hears of what comes. */
  public interface Arrival {
    /** Hears that a registry has answered one of many questions. */
    void answered();

    /**
     * Hears that bytes came and were used.
     *
     * @param nanos how long this process took to use them, which no registry is to blame for
     */
    void came(long bytes, long nanos);

    /** Hears that a layer has come whole, and this process begins to work on what is left of it. */
    void working();

    /** Hears that it is done with that layer. */
    void worked();
  }

  /**
   * Makes layers of which a repository has not the bytes, but a document that says what they are.
   */
  public interface Recipe {
    /** Returns whether blobs of a media type are such documents. */
    boolean isFor(String mediaType);

    /** Returns how long a document can be, in bytes. */
    long largest();

    /**
     * Opens the uncompressed layer of a document, closed by the caller.
     *
     * @throws IOException if the document is damaged, or something that it names is not there
     */
    InputStream open(byte[] document) throws IOException;
  }

  /** Brings them into this store. */
  public RepositoryLayers(Store store, LayerStore layers, Recipe recipe) {
    this.store = store;
    this.layers = layers;
    this.recipe = recipe;
  }

  /**
   * Brings what is not there.
   *
   * @param blobs the layers as they are in the repository
   * @param diffIds their diff IDs, in the same order
   * @param origin what they are, for messages
   * @param arrival hears each time that something comes
   * @throws io.github.baci.api.BaciException if one is not what its digests say
   * @throws IOException if one does not come, or the store cannot take it
   */
  public void bring(
      Repository repository,
      List<Descriptor> blobs,
      List<Digest> diffIds,
      String origin,
      Arrival arrival)
      throws IOException, InterruptedException {
    List<DescribedLayer> wanted = new ArrayList<>();
    for (int i = 0; i < blobs.size(); i++) {
      wanted.add(new DescribedLayer(blobs.get(i), diffIds.get(i), origin));
    }
    LayerPulls.run(layer -> pull(layer, repository, arrival), wanted, AT_ONCE);
  }

  private Layer pull(DescribedLayer wanted, Repository repository, Arrival arrival)
      throws IOException, InterruptedException {
    if (recipe.isFor(wanted.blob().mediaType())) {
      return make(wanted, repository, arrival);
    }
    PullProgress silent = new PullProgress(BuildListener.SILENT, wanted.origin(), 0);
    try (OneFeed feed = new OneFeed(repository, arrival)) {
      return new LayerPull(store, layers, feed, silent).pull(wanted);
    }
  }

  private Layer make(DescribedLayer wanted, Repository repository, Arrival arrival)
      throws IOException, InterruptedException {
    Store.Lock lock = store.lock("layer-" + wanted.diffId().hex());
    try {
      Optional<Layer> there = layers.find(wanted.diffId());
      if (there.isPresent()) {
        return there.get();
      }
      if (wanted.blob().size() > recipe.largest()) {
        throw new IOException(
            "%s is said to have %d bytes".formatted(wanted.origin(), wanted.blob().size()));
      }
      byte[] document = repository.bytes(wanted.blob());
      arrival.answered();
      arrival.working();
      try (InputStream tar = recipe.open(document)) {
        Layer layer = layers.add(tar, wanted.origin());
        if (!layer.diffId().equals(wanted.diffId())) {
          throw new IOException(
              "%s does not come out of the files that it is made of: its diff ID is %s, not %s"
                  .formatted(wanted.origin(), layer.diffId(), wanted.diffId()));
        }
        return layer;
      } finally {
        arrival.worked();
      }
    } finally {
      lock.close();
    }
  }

  /** Brings one layer; from its last byte on until it is closed, no registry is waited for. */
  private static final class OneFeed implements BlobFeed, AutoCloseable {
    private final Repository repository;
    private final Arrival arrival;
    private boolean whole;

    OneFeed(Repository repository, Arrival arrival) {
      this.repository = repository;
      this.arrival = arrival;
    }

    @Override
    public void send(Descriptor blob, BlobSink sink) throws IOException, InterruptedException {
      close(); // what came before was another one than its digest says
      repository.blob(blob, new Noticed(sink, arrival));
      arrival.working();
      whole = true;
    }

    @Override
    public void close() {
      if (whole) {
        whole = false;
        arrival.worked();
      }
    }
  }

  /** A sink whose bytes are noticed. */
  private record Noticed(BlobSink sink, Arrival arrival) implements BlobSink {
    @Override
    public long received() {
      return sink.received();
    }

    @Override
    public void take(byte[] bytes, int offset, int length) throws IOException {
      if (sink.received() == 0) {
        arrival.answered();
      }
      long begin = System.nanoTime();
      sink.take(bytes, offset, length);
      arrival.came(length, System.nanoTime() - begin);
    }
  }
}
