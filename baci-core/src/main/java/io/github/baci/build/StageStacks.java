package io.github.baci.build;

import io.github.baci.layer.LayerStack;
import io.github.baci.plan.StageInput;

/** Knows the layers of stages and images that a step takes files from; waits for them. */
interface StageStacks {
  /**
   * Returns the layers of an input.
   *
   * @param input anything but a directory
   */
  LayerStack stackOf(StageInput input) throws InterruptedException;

  /** Returns what an input is, for messages, as in {@code stage build}. */
  String nameOf(StageInput input);
}
