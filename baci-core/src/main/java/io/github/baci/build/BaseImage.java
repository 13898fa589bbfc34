package io.github.baci.build;

import io.github.baci.image.Image;
import io.github.baci.image.ImageDescription;
import io.github.baci.output.OutputBase;
import io.github.baci.plan.EvaluatedPlan;
import io.github.baci.plan.StageInput;
import io.github.baci.plan.StagePlan;
import java.util.Optional;

/**
 * The image that an image begins with, if it begins with one: that of the {@code FROM} of its
 * stage, or of the stage that this one begins with.
 */
final class BaseImage implements OutputBase {
  private final Optional<StageInput> input;
  private final LoadedInputs inputs;

  BaseImage(EvaluatedPlan plan, LoadedInputs inputs) {
    StagePlan stage = plan.target();
    while (stage.stage().base() instanceof StageInput.Stage base) {
      stage = plan.stage(base);
    }
    this.input = Optional.of(stage.stage().base()).filter(inputs::isImage);
    this.inputs = inputs;
  }

  /** Waits until it is known what the image is; its layers may not be there. */
  Optional<ImageDescription> describe() throws InterruptedException {
    return input.isPresent() ? Optional.of(inputs.describe(input.get())) : Optional.empty();
  }

  /** Begins to bring its layers, and does not wait. */
  void begin() {
    input.ifPresent(inputs::load);
  }

  @Override
  public Optional<Image> load() throws InterruptedException {
    return input.isPresent() ? Optional.of(inputs.image(input.get())) : Optional.empty();
  }

  @Override
  public void bringBlobs() throws InterruptedException {
    if (input.isPresent()) {
      inputs.bringBlobs(input.get());
    }
  }
}
