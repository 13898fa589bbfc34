package io.github.baci.plan;

import io.github.baci.plan.check.CheckWarning;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A Dockerfile as a graph of stages. Immutable and safe for several threads. */
public final class BuildPlan {
  private final List<PlannedStage> stages;
  private final List<StageInput> inputs;
  private final Optional<Instant> timestamp;
  private final List<CheckWarning> warnings;

  BuildPlan(
      List<PlannedStage> stages,
      List<StageInput> inputs,
      Optional<Instant> timestamp,
      List<CheckWarning> warnings) {
    this.stages = List.copyOf(stages);
    this.inputs = List.copyOf(inputs);
    this.timestamp = timestamp;
    this.warnings = List.copyOf(warnings);
  }

  /** Returns the stage that is built. */
  public PlannedStage target() {
    return stages.get(stages.size() - 1);
  }

  /** Returns the stages that the target needs and the target itself, which comes last. */
  public List<PlannedStage> stages() {
    return stages;
  }

  /**
   * Returns the images and named contexts that are known to be needed, bases first; triggers of
   * base images can add to them.
   */
  public List<StageInput> inputs() {
    return inputs;
  }

  /** Returns the time of everything that the build itself makes, if one is set. */
  public Optional<Instant> timestamp() {
    return timestamp;
  }

  /** Returns what the build checks found before any stage was evaluated. */
  public List<CheckWarning> warnings() {
    return warnings;
  }

  /**
   * Works out the steps of all stages that the target needs, those included that triggers of base
   * images add.
   *
   * @param bases knows the configs of the base images; is asked once for each base
   * @throws io.github.baci.dockerfile.DockerfileException if instructions are at fault; holds all
   *     faults of all stages
   * @throws io.github.baci.BaciException if a build check failed that shall fail the build
   */
  public EvaluatedPlan evaluate(BaseConfigs bases) throws InterruptedException {
    for (StageInput input : inputs) {
      bases.configOf(input);
    }
    throw new IllegalStateException("under construction");
  }
}
