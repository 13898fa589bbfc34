package io.github.baci.plan;

/**
 * One step of a stage: an instruction with all variables expanded and all paths resolved against
 * the working directory. What remains to be known is the content of the files it works on.
 */
public sealed interface Step permits RunStep, CopyStep, AddStep, WorkdirStep, ConfigStep {

  /** Returns where the step comes from, how it is shown, and its line of history. */
  StepHead head();

  /**
   * Returns everything of the instruction, of the config and of the build arguments that the result
   * of the step depends on, as a text that is the same for the same step and different for
   * different ones. A cache key is complete with this text, the layers below the step, and the
   * digests of the files that it takes from elsewhere ({@link CopyStep#from}, the sources of {@link
   * AddStep}, {@link Mount.Bind#from}); the stages and images that these name are not in the text.
   * Neither are secrets, proxies and times.
   */
  String cacheKeyMaterial();
}
