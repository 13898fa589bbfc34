package io.github.baci.build;

import io.github.baci.plan.ConfigStep;
import io.github.baci.plan.EvaluatedPlan;
import io.github.baci.plan.RunStep;
import io.github.baci.plan.StagePlan;
import io.github.baci.plan.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for a RUN that will have to be executed whatever comes before it, as its instruction is
 * another than when the Dockerfile was last built: long before it is its turn, its builder can
 * start. That a command's files have changed is not seen here.
 */
final class NewRuns {
  private NewRuns() {}

  /**
   * Returns whether there is such a RUN.
   *
   * @param history what the last build took in
   */
  static boolean areIn(EvaluatedPlan plan, StepHistory history) {
    for (StagePlan stage : plan.stages().values()) {
      List<Step> working = new ArrayList<>();
      for (Step step : stage.steps()) {
        if (!(step instanceof ConfigStep)) {
          working.add(step);
        }
      }
      for (int i = working.size() - 1; i >= 0; i--) { // what changes is most often the last
        if (working.get(i) instanceof RunStep run
            && history.isNew(stage.stage().label(), i + 2, RunWork.instruction(run).inputs())) {
          return true;
        }
      }
    }
    return false;
  }
}
