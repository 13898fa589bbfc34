package io.github.baci.plan;

import io.github.baci.api.Platform;
import io.github.baci.dockerfile.Stage;
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

  /** Returns the instructions that are executed. */
  List<io.github.baci.dockerfile.Instruction> instructions() {
    return replaced ? List.of() : stage.instructions();
  }
}
