package io.github.baci.container;

/** The contract on the embedded engine, as the user who runs the tests. */
class NamespacesEngineIT extends MountContract {
  @Override
  Engine engine() {
    return new NamespacesEngine(java.util.List.of(directory));
  }
}
