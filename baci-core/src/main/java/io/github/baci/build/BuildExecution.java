package io.github.baci.build;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildListener.Outcome;
import io.github.baci.api.BuildListener.StepId;
import io.github.baci.api.Digest;
import io.github.baci.api.Platform;
import io.github.baci.dockerfile.DockerfileException;
import io.github.baci.image.Image;
import io.github.baci.image.ImageConfig;
import io.github.baci.image.ImageOrigin;
import io.github.baci.layer.LayerStack;
import io.github.baci.plan.ConfigStep;
import io.github.baci.plan.CopyStep;
import io.github.baci.plan.EvaluatedPlan;
import io.github.baci.plan.Mount;
import io.github.baci.plan.PlannedStage;
import io.github.baci.plan.RunStep;
import io.github.baci.plan.StageInput;
import io.github.baci.plan.StagePlan;
import io.github.baci.plan.Step;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Executes the stages of one plan. Each stage has a thread of its own and waits for others where it
 * begins with them or takes files from them. When one fails, the others are interrupted.
 */
final class BuildExecution implements StageStacks {
  private final EvaluatedPlan plan;
  private final StepExecutor steps;
  private final LoadedInputs inputs;
  private final LayerStack empty;
  private final BaseStacks bases;
  private final Consumer<LayerStack> ahead;
  private final BuildListener listener;
  private final Optional<SharedResults> shared;
  private final Set<Integer> lineage;
  private final Map<Integer, CompletableFuture<LayerStack>> results = new ConcurrentHashMap<>();

  /**
   * Prepares the execution of a plan.
   *
   * @param ahead is given layers that will be part of the image, while a command runs on them
   * @param shared what other machines have done already
   */
  BuildExecution(
      EvaluatedPlan plan,
      StepExecutor steps,
      LoadedInputs inputs,
      LayerStack empty,
      Consumer<LayerStack> ahead,
      Optional<SharedResults> shared,
      BuildListener listener) {
    this.plan = plan;
    this.steps = steps;
    this.inputs = inputs;
    this.empty = empty;
    this.bases = new BaseStacks(empty);
    this.listener = listener;
    this.ahead = ahead;
    this.shared = shared;
    this.lineage = lineage(plan);
    plan.stages().keySet().forEach(index -> results.put(index, new CompletableFuture<>()));
  }

  /** The stages whose layers are part of the image: the target, the stage it begins with, … */
  private static Set<Integer> lineage(EvaluatedPlan plan) {
    Set<Integer> lineage = new HashSet<>();
    StagePlan stage = plan.target();
    lineage.add(stage.stage().index());
    while (stage.stage().base() instanceof StageInput.Stage base) {
      stage = plan.stage(base);
      lineage.add(stage.stage().index());
    }
    return lineage;
  }

  /** Executes all stages and returns the layers of the target. */
  LayerStack run(BuildThreads threads) throws InterruptedException {
    CompletableFuture<Void> failure = new CompletableFuture<>();
    List<? extends Future<?>> running =
        plan.stages().entrySet().stream()
            .filter(entry -> isNeeded(entry.getKey()))
            .map(
                entry ->
                    threads
                        .executor()
                        .submit(() -> execute(entry.getKey(), entry.getValue(), failure)))
            .toList();
    CompletableFuture<LayerStack> target = result(plan.target().stage().index());
    try {
      CompletableFuture.anyOf(failure, target).get();
      return target.get();
    } catch (ExecutionException e) {
      throw ThreadFailure.rethrow(e.getCause());
    } finally {
      running.forEach(stage -> stage.cancel(true));
    }
  }

  private CompletableFuture<LayerStack> result(int index) {
    return Objects.requireNonNull(results.get(index), "each stage of a plan has a result");
  }

  private boolean isNeeded(int index) {
    return shared.isEmpty() || shared.get().start(index).isPresent();
  }

  private void execute(int index, StagePlan stage, CompletableFuture<Void> failure) {
    try {
      result(index).complete(execute(stage));
    } catch (Throwable e) {
      // Told before the stages that wait for this one, so that theirs is not taken for the cause.
      failure.completeExceptionally(e);
      result(index).completeExceptionally(e);
    }
  }

  private LayerStack execute(StagePlan stage) throws InterruptedException {
    List<Step> working =
        stage.steps().stream().filter(step -> !(step instanceof ConfigStep)).toList();
    int count = working.size() + 1;
    StepId from = new StepId(stage.stage().label(), 1, count, stage.stage().display());
    Consumer<LayerStack> busy = lineage.contains(stage.stage().index()) ? ahead : layers -> {};
    SharedResults.Start start = start(stage);
    if (start.steps() > 0) {
      awaitBase(stage);
    }
    LayerStack known = pushAll(start.layers());
    if (start.steps() == 0) {
      await(stage.stage().base());
      awaitImage(stage.stage(), working);
    }
    LayerStack stack =
        timed(
            from,
            () ->
                new Result(
                    start.steps() == 0
                        ? base(stage.stage().base())
                        : known.lowest(start.layers().size() - start.steps()),
                    false));
    for (int i = 0; i < working.size(); i++) {
      Step step = working.get(i);
      LayerStack below = stack;
      StepId id = new StepId(stage.stage().label(), i + 2, count, step.head().display());
      if (i < start.steps()) {
        int layers = below.diffIds().size() + 1;
        stack = timed(id, () -> new Result(known.lowest(layers), true));
        continue;
      }
      awaitSources(step);
      stack = timed(id, () -> steps.execute(id, step, below, this, busy));
      if (shared.isPresent()) {
        shared.get().made(stage.stage().index(), i, stack);
      }
    }
    return stack;
  }

  /**
   * Waits for the stages that a step takes files from. It starts after them, so that its time is
   * what it took itself, and one that has to wait is not shown as if it ran.
   */
  private void awaitSources(Step step) throws InterruptedException {
    if (step instanceof CopyStep copy) {
      await(copy.from());
    } else if (step instanceof RunStep run) {
      for (Mount mount : run.mounts()) {
        if (mount instanceof Mount.Bind bind) {
          await(bind.from());
        } else if (mount instanceof Mount.Cache cache) {
          await(cache.from());
        }
      }
    }
  }

  private void await(StageInput input) throws InterruptedException {
    if (input instanceof StageInput.Stage stage) {
      stage(stage.index());
    }
  }

  private SharedResults.Start start(StagePlan stage) {
    return shared
        .flatMap(results -> results.start(stage.stage().index()))
        .orElse(SharedResults.Start.NOTHING);
  }

  /** Waits for the layers below those that are known. */
  private void awaitBase(StagePlan stage) throws InterruptedException {
    StagePlan at = stage;
    while (at.stage().base() instanceof StageInput.Stage base) {
      at = plan.stage(base);
    }
    awaitImage(at.stage(), List.of());
  }

  /**
   * Waits for the layers of the image that a stage begins with.
   *
   * @param working what the stage does with them
   */
  private void awaitImage(PlannedStage stage, List<Step> working) throws InterruptedException {
    if (!inputs.isImage(stage.base())) {
      return;
    }
    if (inputs.isComing(stage.base())) {
      for (Step step : working) {
        steps.expect(step);
      }
    }
    try {
      inputs.image(stage.base());
    } catch (DockerfileException e) {
      throw e;
    } catch (BaciException e) {
      throw stage.withoutImage(e);
    }
  }

  private LayerStack pushAll(List<Digest> layers) {
    LayerStack stack = empty;
    for (Digest layer : layers) {
      stack = stack.push(layer);
    }
    return stack;
  }

  private LayerStack base(StageInput base) throws InterruptedException {
    if (base instanceof StageInput.Scratch) {
      return empty;
    }
    if (base instanceof StageInput.Stage stage) {
      return stage(stage.index());
    }
    return inputs.directory(base).isPresent()
        ? empty.push(steps.directory(base))
        : bases.of(inputs.image(base).layers());
  }

  @Override
  public String nameOf(StageInput input) {
    if (input instanceof StageInput.Stage stage) {
      return "stage " + plan.stage(stage).stage().label();
    }
    if (input instanceof StageInput.Image image) {
      return "image " + image.reference();
    }
    return input instanceof StageInput.Named named ? "context " + named.name() : "scratch";
  }

  @Override
  public LayerStack stackOf(StageInput input) throws InterruptedException {
    return base(input);
  }

  private LayerStack stage(int index) throws InterruptedException {
    try {
      return result(index).get();
    } catch (ExecutionException e) {
      throw ThreadFailure.rethrow(e.getCause());
    }
  }

  private LayerStack timed(StepId id, Work work) throws InterruptedException {
    listener.stepStarted(id);
    long start = System.nanoTime();
    Outcome outcome = Outcome.FAILED;
    try {
      Result result = work.run();
      outcome = result.cached() ? Outcome.CACHED : Outcome.DONE;
      return result.stack();
    } catch (InterruptedException e) {
      outcome = Outcome.CANCELED;
      throw e;
    } finally {
      listener.stepEnded(id, outcome, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  /**
   * Returns the image that the target stage makes.
   *
   * @param base the image that it begins with
   */
  Image image(LayerStack stack, Optional<Image> base) {
    ImageConfig config = plan.target().config();
    return new Image(
        platform(plan, base.map(Image::platform)),
        config,
        stack.layers(),
        ImageOrigin.NONE,
        base.map(Image::blobs).orElse(Map.of()));
  }

  /**
   * Returns what the image runs on: an image that is built on one for another operating system or
   * CPU has the programs of that, whatever was asked for. A build check has warned of it.
   *
   * @param base what the image that it begins with runs on
   */
  static Platform platform(EvaluatedPlan plan, Optional<Platform> base) {
    Platform wanted = plan.target().stage().platform();
    return base.filter(
            actual ->
                !actual.os().equals(wanted.os())
                    || !actual.architecture().equals(wanted.architecture()))
        .orElse(wanted);
  }

  /**
   * What a step left.
   *
   * @param cached whether it was in the store
   */
  record Result(LayerStack stack, boolean cached) {}

  private interface Work {
    Result run() throws InterruptedException;
  }
}
