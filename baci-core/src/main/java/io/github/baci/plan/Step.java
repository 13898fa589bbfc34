package io.github.baci.plan;

/**
 * One step of a stage: an instruction with all variables expanded and all paths resolved against
 * the working directory. What remains to be known is the content of the files it works on.
 */
public sealed interface Step permits RunStep, CopyStep, AddStep, WorkdirStep, ConfigStep {

  /** Returns where the step comes from, how it is shown, and its line of history. */
  StepHead head();
}
