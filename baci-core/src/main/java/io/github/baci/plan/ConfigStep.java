package io.github.baci.plan;

/**
 * Changes the config alone; makes no layer.
 *
 * @param head what all steps have
 */
public record ConfigStep(StepHead head) implements Step {

  /** Returns a constant: no file depends on the step. */
  @Override
  public String cacheKeyMaterial() {
    return "CONFIG";
  }
}
