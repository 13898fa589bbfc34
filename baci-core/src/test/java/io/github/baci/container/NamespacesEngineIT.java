package io.github.baci.container;

/** The contract on the embedded engine, as the user who runs the tests. */
class NamespacesEngineIT extends EscapeContract {
  @Override
  Engine engine() {
    return new NamespacesEngine(java.util.List.of(directory));
  }
}
