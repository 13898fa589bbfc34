package io.github.baci.plan;

import io.github.baci.plan.check.CheckWarning;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * All steps of a build.
 *
 * @param target the stage that is built; its config has the caller's labels
 * @param stages the stages that the target needs and the target itself, by their number; a stage
 *     needs only stages of smaller numbers
 * @param warnings what the build checks found, in the order of the file
 */
public record EvaluatedPlan(
    StagePlan target, Map<Integer, StagePlan> stages, List<CheckWarning> warnings) {

  /** Copies the collections. */
  public EvaluatedPlan {
    stages = java.util.Collections.unmodifiableMap(new TreeMap<>(stages));
    warnings = List.copyOf(warnings);
  }

  /** Returns the stage that an input names. */
  public StagePlan stage(StageInput.Stage input) {
    return stage(input.index());
  }

  /** Returns the stage of a number: one of {@link #stages}. */
  public StagePlan stage(int index) {
    return Objects.requireNonNull(stages.get(index), "a plan has the stages that its steps need");
  }
}
