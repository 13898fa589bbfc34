package io.github.baci.engine;

import io.github.baci.container.Builder;
import io.github.baci.container.Engine;
import io.github.baci.container.rkt.RktUnavailable;
import io.github.baci.layer.LayerStore;
import io.github.baci.store.Store;

/** The engine rkt where it can be had, else another one. */
final class PreferredEngine implements Engine {
  private final Engine rkt;
  private final Engine other;

  PreferredEngine(Engine rkt, Engine other) {
    this.rkt = rkt;
    this.other = other;
  }

  @Override
  public String name() {
    return "auto";
  }

  @Override
  public Builder start(Store store, LayerStore layers, EngineListener listener)
      throws InterruptedException {
    try {
      return rkt.start(store, layers, listener);
    } catch (RktUnavailable e) {
      listener.warning(
          "commands are run by the engine '%s', because %s"
              .formatted(other.name(), e.getMessage()));
      return other.start(store, layers, listener);
    }
  }
}
