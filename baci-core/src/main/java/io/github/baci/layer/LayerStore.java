package io.github.baci.layer;

import io.github.baci.api.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Layers in a store. Safe for several threads and processes. */
public interface LayerStore {

  /**
   * Returns the layer of a diff ID, with its index read (and made anew where it is missing). Loaded
   * layers are kept in memory while anything holds them.
   */
  Optional<Layer> find(Digest diffId);

  /**
   * Returns a layer that was there before.
   *
   * @throws io.github.baci.store.DamagedEntryException if it is not, or turns out to be damaged
   */
  Layer require(Digest diffId);

  /** Begins a new layer. */
  LayerWriter newLayer() throws IOException;

  /**
   * Takes an uncompressed layer tar as it is.
   *
   * @param tar the bytes, read to their end
   * @param origin what the tar is, for messages, as in {@code layer 3 of debian:bookworm}
   * @throws io.github.baci.api.BaciException naming origin and entry, if the tar is damaged or
   *     holds what no layer may hold
   */
  Layer add(InputStream tar, String origin) throws IOException;
}
