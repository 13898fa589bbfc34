package io.github.baci.container;

import io.github.baci.api.BuildRequest.EngineOptions;
import io.github.baci.container.host.EmbeddedEngine;
import java.util.EnumSet;
import java.util.List;

/**
 * The contract on the embedded engine, as the user who runs the tests; on namespaces, unless the
 * property {@code baci.test.kind} names another kind.
 */
class NamespacesEngineIT extends EscapeContract {
  private static final EngineOptions.Kind KIND =
      EngineOptions.Kind.valueOf(System.getProperty("baci.test.kind", "NAMESPACES"));

  @Override
  Engine engine() {
    return new EmbeddedEngine(EnumSet.of(KIND), List.of(directory));
  }
}
