package io.github.baci.build;

import io.github.baci.api.BuildListener.StepId;
import io.github.baci.context.ContextEntry;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStack;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * A step that makes a layer: what it takes in, of which its key is made, and what it does. There is
 * one class for each kind of step. A key is complete with what these methods add and with what is
 * below the step; secrets, proxies and times are in none.
 */
interface StepWork {
  /**
   * Returns everything of the instruction, of the config and of the build arguments that the result
   * depends on.
   */
  InstructionText instruction();

  /**
   * Adds what stands for the files that the step takes from elsewhere, as far as that is known
   * before any step is executed.
   *
   * @return whether it is known
   */
  boolean ahead(AheadKeys stages, StepKey.Writer key) throws InterruptedException;

  /**
   * Returns the files that the step takes from a context as they are, and that are read for its key
   * in any case.
   *
   * @param least how long a file has to be, in bytes
   * @throws io.github.baci.api.BaciException if something is missing
   */
  default List<ContextEntry> contextFiles(long least) {
    return List.of();
  }

  /** Gets ready for work that will be done, but not yet: what it stands on is still coming in. */
  default void expect() {}

  /**
   * Finds the files that the step takes from elsewhere, and adds their digests.
   *
   * @param stacks knows the layers of other stages and images, and waits for them
   * @throws io.github.baci.api.BaciException if something is missing
   */
  Ready take(StageStacks stacks, StepKey.Writer key) throws InterruptedException;

  /** A step that has found what it takes. */
  interface Ready {
    /** Is called before the work is done, perhaps while another build does it. */
    default void announce() {}

    /**
     * Does the work.
     *
     * @param below what the step starts from
     * @param busy is given the layers below when a command is about to run on them
     */
    Layer make(StepId id, LayerStack below, Consumer<LayerStack> busy)
        throws IOException, InterruptedException;
  }
}
