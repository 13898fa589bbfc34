package io.github.baci.build;

import io.github.baci.build.copy.SourceRoot;
import io.github.baci.context.BuildContext;
import io.github.baci.context.IgnoreRules;
import io.github.baci.plan.StageInput;
import io.github.baci.store.Store;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The directories that files are taken from: the build context, and named ones. */
final class FileContexts implements AutoCloseable {
  private final BuildContext main;
  private final LoadedInputs inputs;
  private final Store store;
  private final Map<Path, BuildContext> named = new HashMap<>();

  FileContexts(BuildContext main, LoadedInputs inputs, Store store) {
    this.main = main;
    this.inputs = inputs;
    this.store = store;
  }

  BuildContext main() {
    return main;
  }

  /** Returns a named directory. */
  synchronized BuildContext of(Path directory) {
    return named.computeIfAbsent(
        directory, path -> BuildContext.open(path, IgnoreRules.NONE, store));
  }

  /** Returns an input as a source of files, if it is a directory. */
  Optional<SourceRoot> of(StageInput input) {
    return input instanceof StageInput.Context
        ? Optional.of(SourceRoot.of(main))
        : inputs.directory(input).map(this::of).map(SourceRoot::of);
  }

  @Override
  public synchronized void close() {
    named.values().forEach(BuildContext::close);
  }
}
