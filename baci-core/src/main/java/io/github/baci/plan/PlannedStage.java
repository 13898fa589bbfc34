package io.github.baci.plan;

import io.github.baci.api.BaciException;
import io.github.baci.api.Platform;
import io.github.baci.dockerfile.DockerfileException;
import io.github.baci.dockerfile.Stage;
import io.github.baci.image.ImageException;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A stage whose FROM is understood.
 *
 * @param index its number from 0
 * @param label its name; {@code stage-N} if it has none
 * @param stage the stage as it was written
 * @param base where it begins
 * @param platform what it runs on
 * @param stages the numbers of the stages that it needs: its base, and what COPY and mounts name;
 *     triggers of a base image can add to them
 * @param replaced whether the caller gave a named context the name of the stage: then the stage is
 *     {@code base} as it is, and none of its instructions are executed
 */
public record PlannedStage(
    int index,
    String label,
    Stage stage,
    StageInput base,
    Platform platform,
    SortedSet<Integer> stages,
    boolean replaced) {

  /** Copies the set. */
  public PlannedStage {
    stages = Collections.unmodifiableSortedSet(new TreeSet<>(stages));
  }

  /** Returns the FROM as it was written, on one line. */
  public String display() {
    return stage.from().origin().text();
  }

  /**
   * Returns the fault of a stage whose image was described, and cannot be had after all.
   *
   * @param cause says why
   */
  public DockerfileException withoutImage(BaciException cause) {
    String written = stage.from().image();
    return new DockerfileException(
        List.of(stage.from().origin().problem(written, failure(base, written, cause))));
  }

  /**
   * Returns a message that names an image that cannot be had.
   *
   * @param written how the Dockerfile calls it
   */
  static String failure(StageInput input, String written, BaciException cause) {
    String name = nameOf(input, written);
    return cause instanceof ImageException failed && failed.image().equals(name)
        ? failed.getMessage()
        : name + ": " + cause.getMessage();
  }

  static String nameOf(StageInput input, String written) {
    return input instanceof StageInput.Image image ? image.reference() : written;
  }

  /** Returns the instructions that are executed. */
  List<io.github.baci.dockerfile.Instruction> instructions() {
    return replaced ? List.of() : stage.instructions();
  }
}
