package io.github.baci.build;

import io.github.baci.api.BuildListener.StepId;
import io.github.baci.build.copy.CopyOperations;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStack;
import io.github.baci.layer.LayerStore;
import io.github.baci.plan.WorkdirStep;
import java.io.IOException;
import java.util.function.Consumer;

/** A WORKDIR. It takes nothing from elsewhere. */
final class WorkdirWork implements StepWork, StepWork.Ready {
  private final WorkdirStep step;
  private final CopyOperations copies;
  private final LayerStore layers;

  WorkdirWork(WorkdirStep step, CopyOperations copies, LayerStore layers) {
    this.step = step;
    this.copies = copies;
    this.layers = layers;
  }

  @Override
  public InstructionText instruction() {
    return instruction(step);
  }

  static InstructionText instruction(WorkdirStep step) {
    InstructionText text = new InstructionText("WORKDIR").field("path", step.path());
    // "user" was a number whose group was 0: steps of that time are not taken for these.
    return text.field(step.user().isEmpty() ? "user" : "owner", step.user());
  }

  @Override
  public boolean ahead(AheadKeys stages, StepKey.Writer key) {
    return true;
  }

  @Override
  public Ready take(StageStacks stacks, StepKey.Writer key) {
    return this;
  }

  @Override
  public Layer make(StepId id, LayerStack below, Consumer<LayerStack> busy) throws IOException {
    return copies.makeWorkingDirectory(step, below.tree(), layers);
  }
}
