package io.github.baci.build;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildInput;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildResult;
import io.github.baci.api.ImageForm;
import io.github.baci.api.Platform;
import io.github.baci.build.copy.CopyOperations;
import io.github.baci.build.copy.GitCheckouts;
import io.github.baci.build.copy.UrlFiles;
import io.github.baci.container.Engine;
import io.github.baci.context.BuildContext;
import io.github.baci.context.ContextMemory;
import io.github.baci.context.IgnoreFile;
import io.github.baci.context.IgnoreRules;
import io.github.baci.dockerfile.Dockerfile;
import io.github.baci.dockerfile.DockerfileParser;
import io.github.baci.engine.EngineChoice;
import io.github.baci.engine.EngineEvents;
import io.github.baci.image.Image;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.LayerStack;
import io.github.baci.layer.LayerStore;
import io.github.baci.plan.BuildPlan;
import io.github.baci.plan.EvaluatedPlan;
import io.github.baci.plan.MeantAsJson;
import io.github.baci.plan.PlanOptions;
import io.github.baci.plan.Planner;
import io.github.baci.plan.StageInput;
import io.github.baci.plan.UnusedBuildArgs;
import io.github.baci.plan.check.CheckLog;
import io.github.baci.source.ImageSources;
import io.github.baci.store.DamagedEntryException;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import io.github.baci.store.StoreEntry;
import io.github.baci.store.StoreLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One build, from the request to the file. */
public final class ImageBuild {
  private final BuildRequest request;
  private final HeardEvents listener;

  /** Prepares a build. */
  public ImageBuild(BuildRequest request, BuildListener listener) {
    this.request = request;
    this.listener = new HeardEvents(listener);
  }

  /**
   * Returns what the last build wrote, if nothing has changed since; else {@linkplain #run
   * executes} the build.
   *
   * @throws BaciException if it fails for a reason that the user can mend
   */
  public BuildResult result() throws InterruptedException {
    UnchangedBuild.Answer last = UnchangedBuild.find(request, listener);
    return last.result().isPresent() ? last.result().get() : healed(true, last.memory()).result();
  }

  /**
   * Executes the build to its last layer; begins it again, if something in the store turns out to
   * be damaged.
   *
   * @throws BaciException if it fails for a reason that the user can mend
   */
  public CompletedBuild run() throws InterruptedException {
    Done done = healed(false, ContextMemory.none());
    return new CompletedBuild(done.image().orElseThrow(), done.result());
  }

  /**
   * What was done.
   *
   * @param image the image, unless its files were taken as they are from another machine
   */
  private record Done(Optional<Image> image, BuildResult result) {}

  private Done healed(boolean filesAreEnough, ContextMemory memory) throws InterruptedException {
    return DamagedEntryException.healing(() -> once(filesAreEnough, memory), listener::warning);
  }

  private Done once(boolean filesAreEnough, ContextMemory memory) throws InterruptedException {
    Path directory = request.contextDirectory();
    UnchangedBuild.Watch watch = UnchangedBuild.watch(request);
    DockerfileLocation location = DockerfileLocation.find(directory, request.dockerfile());
    Dockerfile dockerfile = DockerfileParser.parse(location.name(), location.read());
    IgnoreRules rules = IgnoreFile.read(directory, location.path());
    BuildPlan plan = Planner.plan(dockerfile, options(rules));
    // In a context that has it, the first build would else see one directory less than the others.
    OwnFiles.makeDirectory(request.outputFile());
    try (DirectoryStore store =
            DirectoryStore.open(request.storeDirectory(), listener.unheard()::warning);
        StepSharing sharing =
            StepSharing.open(
                request, plan.inputs(), store, new DirectoryLayerStore(store), listener.unheard());
        BuildContext context =
            BuildContext.open(directory, OwnFiles.leftOut(rules, request), store, memory);
        ImageOutputs files = new ImageOutputs(request, store, listener);
        BuildThreads threads = new BuildThreads()) {
      LayerStore layers = new DirectoryLayerStore(store);
      ImageSources sources =
          ImageSources.standard(
              store,
              layers,
              request.sources().withEngine(request.engine()),
              sharing.bases(!request.noCache()),
              directory,
              listener);
      LoadedInputs inputs =
          new LoadedInputs(
              sources, directory, plan.bases(), takesShared(), threads.executor(), listener);
      plan.inputs().forEach(inputs::prepare);
      EvaluatedPlan evaluated = plan.evaluate(inputs);
      new Consent(request.allowed()).check(evaluated);
      if (request.formats().has(ImageForm.ACI)) {
        AciPorts.check(evaluated);
      }
      evaluated.warnings().forEach(warning -> listener.warning(warning.toString()));
      MeantAsJson.warnings(dockerfile).forEach(listener::warning);
      warnOfUnusedArguments(dockerfile, plan, inputs);
      UnusedInputs.warnings(request, evaluated, plan.inputs()).forEach(listener::warning);
      if (request.failOnWarning() && !evaluated.warnings().isEmpty()) {
        throw CheckLog.violation(evaluated.warnings());
      }
      Done result =
          build(
              evaluated,
              new Parts(store, layers, context, files, inputs, sharing, threads),
              filesAreEnough);
      watch.remember(store, listener, evaluated, inputs, context, result.result());
      limit(store);
      return result;
    } catch (IOException e) {
      throw new BaciException(IoMessages.of(e, request.storeDirectory()), e);
    }
  }

  /** Returns whether other machines may have done what would need the layers of base images. */
  private boolean takesShared() {
    return !request.stepCache().from().isEmpty()
        && !request.noCache()
        && !request.sources().offline();
  }

  private void warnOfUnusedArguments(Dockerfile dockerfile, BuildPlan plan, LoadedInputs inputs)
      throws InterruptedException {
    if (request.buildArgs().isEmpty()) {
      return;
    }
    List<String> triggers = new ArrayList<>();
    for (StageInput input : plan.inputs()) {
      if (inputs.isImage(input)) {
        triggers.addAll(inputs.configOf(input).onBuild());
      }
    }
    UnusedBuildArgs.warning(dockerfile, request.buildArgs().keySet(), triggers)
        .ifPresent(listener::warning);
  }

  /** A build that has succeeded does not fail because the store cannot be made smaller. */
  private void limit(DirectoryStore store) {
    if (request.storeLimit().isEmpty()) {
      return;
    }
    long limit = request.storeLimit().getAsLong();
    try {
      new StoreLimit(store, limit)
          .keep()
          .ifPresent(
              result ->
                  listener.activity(
                      "deleted %.1f GB that were not used for longest from the store, to keep it below %.1f GB"
                          .formatted(gigabytes(bytes(result.pruned())), gigabytes(limit))));
    } catch (IOException e) {
      listener.warning("the store cannot be kept small: " + IoMessages.of(e, store.root()));
    }
  }

  private static long bytes(List<StoreEntry> entries) {
    return entries.stream().mapToLong(StoreEntry::bytes).sum();
  }

  private static double gigabytes(long bytes) {
    return bytes / 1e9;
  }

  /** What a build works with, from the moment that the store is open. */
  private record Parts(
      Store store,
      LayerStore layers,
      BuildContext context,
      ImageOutputs files,
      LoadedInputs inputs,
      StepSharing sharing,
      BuildThreads threads) {}

  private PlanOptions options(IgnoreRules rules) {
    return new PlanOptions(
        request.buildArgs(),
        request.target(),
        request.labels(),
        request.namedContexts(),
        request.platform().orElseGet(Platform::current),
        Platform.current(),
        request.timestamp(),
        IgnoredPaths.of(rules));
  }

  private Done build(EvaluatedPlan plan, Parts parts, boolean filesAreEnough)
      throws IOException, InterruptedException {
    Optional<Instant> timestamp = request.timestamp();
    Secrets secrets = new Secrets(request.secrets(), request.sshAgents());
    CopyOperations transfers =
        new CopyOperations(
            parts.store,
            new UrlFiles(parts.store, request.sources()),
            new GitCheckouts(
                parts.store, parts.layers, request.sources(), secrets.sshAgent("default", false)),
            timestamp);
    MountedFiles mountedFiles = new MountedFiles(transfers, parts.store, parts.layers);
    BaseImage base = new BaseImage(plan, parts.inputs);
    StepHistory history = new StepHistory(parts.store, subject(), listener);
    try (FileContexts contexts =
            new FileContexts(request.contextDirectory(), parts.context, parts.inputs, parts.store);
        SharedBuilder builder =
            new SharedBuilder(
                engine(parts),
                parts.store,
                parts.layers,
                new EngineEvents(listener),
                parts.threads.executor())) {
      StepWorks works =
          new StepWorks(
              parts.store,
              parts.layers,
              transfers,
              contexts,
              new RunMounts(contexts, mountedFiles, secrets),
              new RunExecutor(builder, parts.store, request.network(), timestamp, listener),
              listener);
      expectRuns(plan, history, builder, parts.threads);
      StepExecutor steps =
          new StepExecutor(parts.store, history, request.noCache(), works, contexts, mountedFiles);
      AheadKeys keys = new AheadKeys(plan, parts.inputs, works);
      parts.sharing.plan(plan, works);
      boolean mayRead = !request.noCache();
      Optional<UnchangedImage> unchanged =
          UnchangedImage.ask(
              request,
              plan,
              keys,
              base,
              parts.sharing,
              parts.layers,
              listener,
              mayRead && filesAreEnough);
      Optional<SharedResults> shared = parts.sharing.results(plan, keys, mayRead);
      if (unchanged.isPresent()) {
        Optional<BuildResult> taken =
            unchanged.get().take(shared.isPresent() && shared.get().knowsTarget());
        if (taken.isPresent()) {
          if (shared.isPresent()) {
            shared.get().isEnough();
          }
          parts.sharing.finish();
          return new Done(Optional.empty(), withInputs(taken.get(), contexts, parts));
        }
      }
      if (shared.isPresent()) {
        base.begin();
        shared.get().bring();
      }
      shared.ifPresent(results -> results.inputs().forEach(parts.inputs::load));
      BuildExecution execution =
          new BuildExecution(
              plan,
              steps,
              parts.inputs,
              LayerStack.empty(parts.layers),
              stack -> parts.files.compressAhead(stack, base),
              shared,
              listener);
      LayerStack stack;
      try {
        stack = execution.run(parts.threads);
      } finally {
        history.keep();
      }
      builder.release();
      Image image = execution.image(stack, base.load());
      unchanged.ifPresent(UnchangedImage::writing);
      BuildResult result = parts.files.write(image, stack, base);
      if (unchanged.isPresent()) {
        unchanged.get().offer(image, result);
      }
      parts.sharing.finish();
      return new Done(Optional.of(image), withInputs(result, contexts, parts));
    }
  }

  private BuildResult withInputs(BuildResult result, FileContexts contexts, Parts parts) {
    if (!request.listInputs()) {
      return result;
    }
    List<BuildInput> inputs = new ArrayList<>(contexts.taken());
    for (Path file : parts.inputs.files()) {
      inputs.add(new BuildInput(file, List.of(file)));
    }
    return result.withInputs(inputs);
  }

  /** Has the builder start while keys are still computed, where a RUN is new. */
  private void expectRuns(
      EvaluatedPlan plan, StepHistory history, SharedBuilder builder, BuildThreads threads) {
    if (!takesShared()) {
      threads
          .executor()
          .execute(
              () -> {
                try {
                  if (NewRuns.areIn(plan, history)) {
                    builder.expect();
                  }
                } catch (RuntimeException e) {
                  // what is wrong with a step is told when it is its turn
                  listener.debug("whether a RUN is new is not known: " + e);
                }
              });
    }
  }

  /** Tells this Dockerfile and its target from others. */
  private String subject() {
    return String.join(
        "\0",
        request.contextDirectory().toString(),
        request.dockerfile().map(Path::toString).orElse(""),
        request.target().orElse(""));
  }

  private Engine engine(Parts parts) {
    Engine engine =
        new EngineChoice(parts.store, parts.layers, listener, request.sources().jdkHome())
            .of(request.engine(), request.contextDirectory(), request.sshAgents().values());
    listener.debug(
        "the store is %s; RUN is executed by the engine '%s'"
            .formatted(parts.store.root(), engine.name()));
    return engine;
  }
}
