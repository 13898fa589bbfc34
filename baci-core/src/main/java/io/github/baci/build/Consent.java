package io.github.baci.build;

import io.github.baci.api.BaciException;
import io.github.baci.api.Entitlement;
import io.github.baci.api.NetworkMode;
import io.github.baci.api.Option;
import io.github.baci.plan.EvaluatedPlan;
import io.github.baci.plan.RunStep;
import io.github.baci.plan.StagePlan;
import java.util.Optional;
import java.util.Set;

/** What the caller allows the Dockerfile, and the base images whose triggers fire, to ask for. */
record Consent(Set<Entitlement> allowed) {
  /** Copies the set. */
  Consent {
    allowed = Set.copyOf(allowed);
  }

  /**
   * Looks at all steps, before any is executed or found in the store.
   *
   * @throws BaciException if one asks for what is not allowed
   */
  void check(EvaluatedPlan plan) {
    for (StagePlan stage : plan.stages().values()) {
      stage.steps().stream()
          .filter(RunStep.class::isInstance)
          .map(RunStep.class::cast)
          .forEach(this::check);
    }
  }

  private void check(RunStep step) {
    if (step.insecure()) {
      require(
          step,
          Entitlement.SECURITY_INSECURE,
          "wants to run with all rights of the builder (--security=insecure)");
    }
    if (step.network().equals(Optional.of(NetworkMode.HOST))) {
      require(step, Entitlement.NETWORK_HOST, "wants the machine's network (--network=host)");
    }
  }

  private void require(RunStep step, Entitlement entitlement, String what) {
    if (!allowed.contains(entitlement)) {
      throw step.head()
          .origin()
          .error(
              "'%s' %s, which needs your consent: %s=%s gives it, if you trust it"
                  .formatted(step.head().display(), what, Option.ALLOW, entitlement.word()));
    }
  }
}
