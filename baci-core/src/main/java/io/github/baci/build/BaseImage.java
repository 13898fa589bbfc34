package io.github.baci.build;

import io.github.baci.api.BaciException;
import io.github.baci.api.ImageReference;
import io.github.baci.image.Image;
import io.github.baci.plan.EvaluatedPlan;
import io.github.baci.plan.StageInput;
import io.github.baci.plan.StagePlan;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The image that an image begins with, if it begins with one: that of the {@code FROM} of its
 * stage, or of the stage that this one begins with.
 */
final class BaseImage {
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

  /** Waits for the image; it has no layers if there is none. */
  Optional<Image> load() throws InterruptedException {
    return input.isPresent() ? Optional.of(inputs.image(input.get())) : Optional.empty();
  }

  /**
   * Brings the compressed forms of its layers into the store, as far as they can be had.
   *
   * @throws BaciException if they cannot
   */
  void bringBlobs() throws InterruptedException {
    if (input.isPresent()) {
      inputs.bringBlobs(input.get());
    }
  }

  /**
   * Returns the annotations by which an OCI image names its base (OCI image specification,
   * "Pre-Defined Annotation Keys"); none if it came from no registry.
   */
  static Map<String, String> annotations(Image base) {
    String name = base.origin().get("appc.io/docker/originalname");
    String digest = base.origin().get("appc.io/docker/manifesthash");
    if (name == null || digest == null || !base.origin().containsKey("appc.io/docker/repository")) {
      return Map.of();
    }
    return new TreeMap<>(
        Map.of(
            "org.opencontainers.image.base.name",
            ImageReference.parse(name).toString(),
            "org.opencontainers.image.base.digest",
            digest));
  }
}
