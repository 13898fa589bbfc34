package io.github.baci.plan;

/**
 * Changes the config alone; makes no layer.
 *
 * @param head what all steps have
 */
public record ConfigStep(StepHead head) implements Step {}
