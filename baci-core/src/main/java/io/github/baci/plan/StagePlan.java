package io.github.baci.plan;

import io.github.baci.image.ImageConfig;
import io.github.baci.plan.check.CheckWarning;
import java.util.ArrayList;
import java.util.List;

/**
 * A stage with all its steps.
 *
 * @param stage the stage
 * @param start the config before the first step: the base's, with a PATH, and without its triggers
 * @param steps what is to be done on top of the base, in order; triggers of the base come first
 * @param config the config at the end
 * @param scope what a stage built from this one inherits beside the config
 * @param warnings what the build checks found in the instructions
 */
public record StagePlan(
    PlannedStage stage,
    ImageConfig start,
    List<Step> steps,
    ImageConfig config,
    StageScope scope,
    List<CheckWarning> warnings) {

  /** Copies the lists. */
  public StagePlan {
    steps = List.copyOf(steps);
    warnings = List.copyOf(warnings);
  }

  /** Returns where this stage takes files from, beside its base, without repetition. */
  public List<StageInput> inputs() {
    return steps.stream().flatMap(step -> inputs(step).stream()).distinct().toList();
  }

  /** Returns where a step takes files from. */
  public static List<StageInput> inputs(Step step) {
    if (step instanceof CopyStep copy) {
      return List.of(copy.from());
    }
    if (step instanceof AddStep) {
      return List.of(new StageInput.Context());
    }
    if (step instanceof RunStep run) {
      List<StageInput> inputs = new ArrayList<>();
      for (Mount mount : run.mounts()) {
        if (mount instanceof Mount.Bind bind) {
          inputs.add(bind.from());
        } else if (mount instanceof Mount.Cache cache
            && !(cache.from() instanceof StageInput.Scratch)) {
          inputs.add(cache.from());
        }
      }
      return List.copyOf(inputs);
    }
    return List.of();
  }
}
