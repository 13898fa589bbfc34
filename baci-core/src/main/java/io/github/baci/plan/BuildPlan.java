package io.github.baci.plan;

import io.github.baci.api.BaciException;
import io.github.baci.api.Platform;
import io.github.baci.dockerfile.Instruction;
import io.github.baci.plan.check.CheckLog;
import io.github.baci.plan.check.CheckRule;
import io.github.baci.plan.check.CheckWarning;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A Dockerfile as a graph of stages. Immutable and safe for several threads. */
public final class BuildPlan {
  private final PlanContext context;
  private final StageGraph graph;
  private final int target;
  private final List<PlannedStage> stages;
  private final List<StageInput> inputs;
  private final CheckLog log;
  private final List<CheckWarning> warnings;

  BuildPlan(
      PlanContext context,
      StageGraph graph,
      int target,
      List<PlannedStage> stages,
      List<StageInput> inputs,
      CheckLog log) {
    this.context = context;
    this.graph = graph;
    this.target = target;
    this.stages = List.copyOf(stages);
    this.inputs = List.copyOf(inputs);
    this.log = log;
    this.warnings = log.warnings();
  }

  /** Returns the stage that is built. */
  public PlannedStage target() {
    return graph.stages().get(target).orElseThrow();
  }

  /**
   * Returns the stages that the target needs and the target itself, in the order of the file; a
   * stage needs only stages before it.
   */
  public List<PlannedStage> stages() {
    return stages;
  }

  /**
   * Returns the images and named contexts that are known to be needed, bases first, so that they
   * can be loaded side by side; triggers of base images can add to them.
   */
  public List<StageInput> inputs() {
    return inputs;
  }

  /** Returns what stages begin with: these alone have their platform checked by a build check. */
  public Set<StageInput> bases() {
    Set<StageInput> bases = new HashSet<>();
    for (PlannedStage stage : stages) {
      bases.add(stage.base());
    }
    return bases;
  }

  /** Returns the time of everything that the build itself makes, if one is set. */
  public Optional<Instant> timestamp() {
    return context.timestamp();
  }

  /** Returns what the build checks found before any stage was evaluated. */
  public List<CheckWarning> warnings() {
    return warnings;
  }

  /**
   * Works out the steps of all stages that the target needs, those included that triggers of base
   * images add.
   *
   * @param bases knows the configs of images and named contexts; is asked for every one that the
   *     build needs, at least once, one after the other
   * @throws io.github.baci.dockerfile.DockerfileException if instructions are at fault or an image
   *     cannot be had; holds all faults of all stages
   * @throws BaciException if a build check failed that shall fail the build
   */
  public EvaluatedPlan evaluate(BaseConfigs bases) throws InterruptedException {
    PlanEvaluation evaluation =
        new PlanEvaluation(context, graph, log, input -> Optional.of(bases.configOf(input)));
    evaluation.evaluate(Planner.indices(stages));
    evaluation.checkPlatforms(
        stage -> bases.platformOf(stage.base()).flatMap(found -> checkBasePlatform(stage, found)));
    EvaluatedPlan plan = evaluation.result(target, warnings);
    Optional<BaciException> failure = log.failure(plan.warnings());
    if (failure.isPresent()) {
      throw failure.get();
    }
    return plan;
  }

  /**
   * Checks that the image of a stage's FROM is for the platform that was asked for.
   *
   * @param actual the platform that the loaded image has
   * @return a warning if it is for another one, and the Dockerfile wants to hear of it
   */
  public Optional<CheckWarning> checkBasePlatform(PlannedStage stage, Platform actual) {
    if (actual.equals(stage.platform())) {
      return Optional.empty();
    }
    Instruction.From from = stage.stage().from();
    String message =
        "Base image %s was pulled with platform \"%s\", expected \"%s\" for current build"
            .formatted(from.image(), actual, stage.platform());
    CheckLog own = log.fresh();
    own.add(CheckRule.INVALID_BASE_IMAGE_PLATFORM, from.origin(), from.image(), message);
    return own.warnings().stream().findFirst();
  }

  /** Evaluates for the sake of warnings. */
  PlanEvaluation evaluation(PlanEvaluation.KnownConfigs configs) {
    return new PlanEvaluation(context, graph, log, configs);
  }
}
