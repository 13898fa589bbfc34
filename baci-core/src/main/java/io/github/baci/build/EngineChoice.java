package io.github.baci.build;

import io.github.baci.BaciException;
import io.github.baci.BuildListener;
import io.github.baci.BuildRequest.EngineOptions;
import io.github.baci.container.Engine;
import io.github.baci.container.NamespacesEngine;

/** Chooses the engine that starts the builder. */
public final class EngineChoice {
  private EngineChoice() {}

  /** Returns the engine that options ask for. */
  public static Engine of(EngineOptions options, BuildListener listener) {
    return switch (options.kind()) {
      case NAMESPACES, AUTO -> new NamespacesEngine();
      case RKT ->
          throw new BaciException(
              "the engine rkt is not part of this version; choose baci.engine=namespaces");
    };
  }
}
