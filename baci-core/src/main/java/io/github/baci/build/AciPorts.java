package io.github.baci.build;

import io.github.baci.aci.types.ExposedPorts;
import io.github.baci.api.BaciException;
import io.github.baci.plan.ConfigStep;
import io.github.baci.plan.EvaluatedPlan;
import io.github.baci.plan.StageInput;
import io.github.baci.plan.StagePlan;
import io.github.baci.plan.Step;

/**
 * Ports that Docker takes and an App Container Image cannot have: told at their EXPOSE, before
 * anything is executed. Those of base images are told when the manifest is written.
 */
final class AciPorts {
  private static final String EXPOSE = "EXPOSE [";
  private static final String NO_PORT = "0/";

  private AciPorts() {}

  /**
   * Looks at the stages whose config the image has.
   *
   * @throws BaciException if one of them exposes port 0
   */
  static void check(EvaluatedPlan plan) {
    StagePlan stage = plan.target();
    while (true) {
      for (Step step : stage.steps()) {
        if (step instanceof ConfigStep && step.head().createdBy().startsWith(EXPOSE)) {
          check(step);
        }
      }
      if (!(stage.stage().base() instanceof StageInput.Stage below)) {
        return;
      }
      stage = plan.stage(below);
    }
  }

  private static void check(Step step) {
    String text = step.head().createdBy();
    for (String port : text.substring(EXPOSE.length(), text.length() - 1).split(" ")) {
      if (port.startsWith(NO_PORT)) {
        try {
          ExposedPorts.named(port);
        } catch (BaciException e) {
          throw step.head().origin().error(e.getMessage());
        }
      }
    }
  }
}
