package io.github.baci.container;

import io.github.baci.layer.LayerStore;
import io.github.baci.store.Store;

/** A way to start the builder container. */
public interface Engine {

  /** Returns the name by which the user chooses the engine. */
  String name();

  /**
   * Starts a builder. Everything that it makes, processes, mounts and directories, is gone when it
   * is closed, and also when this process is killed.
   *
   * @param store the store that the builder unpacks layers in and puts snapshots to
   * @param layers the layers in that store
   * @throws io.github.baci.api.BaciException if this machine cannot run containers; says which
   *     setting or tool is missing
   */
  Builder start(Store store, LayerStore layers, EngineListener listener)
      throws InterruptedException;

  /** Hears what an engine has to say beside results. */
  interface EngineListener {
    /** Something works less well than it could; says why and what to do. */
    void warning(String message);

    /** How commands are run; nothing has to be done. */
    default void note(String message) {}

    /** Something that only helps to find a fault. */
    default void debug(String message) {}
  }
}
