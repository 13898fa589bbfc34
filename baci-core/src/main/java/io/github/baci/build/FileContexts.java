package io.github.baci.build;

import io.github.baci.api.BuildInput;
import io.github.baci.build.copy.SourceRoot;
import io.github.baci.context.BuildContext;
import io.github.baci.context.IgnoreRules;
import io.github.baci.plan.StageInput;
import io.github.baci.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The directories that files are taken from: the build context, and named ones. */
final class FileContexts implements AutoCloseable {
  private final Path directory;
  private final BuildContext main;
  private final LoadedInputs inputs;
  private final Store store;
  private final Map<Path, BuildContext> named = new HashMap<>();

  /** Takes the build context, and its directory as the caller calls it. */
  FileContexts(Path directory, BuildContext main, LoadedInputs inputs, Store store) {
    this.directory = directory;
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

  /** Returns what instructions took so far. */
  synchronized List<BuildInput> taken() {
    List<BuildInput> inputs = new ArrayList<>();
    add(directory, main, inputs);
    named.forEach((path, context) -> add(path, context, inputs));
    return inputs;
  }

  private static void add(Path directory, BuildContext context, List<BuildInput> inputs) {
    context
        .taken()
        .forEach(
            (place, files) ->
                inputs.add(
                    new BuildInput(
                        directory.resolve(place),
                        files.stream().map(directory::resolve).toList())));
  }

  @Override
  public synchronized void close() {
    named.values().forEach(BuildContext::close);
  }
}
