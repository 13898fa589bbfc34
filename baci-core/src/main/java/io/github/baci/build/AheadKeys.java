package io.github.baci.build;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.plan.ConfigStep;
import io.github.baci.plan.EvaluatedPlan;
import io.github.baci.plan.StageInput;
import io.github.baci.plan.StagePlan;
import io.github.baci.plan.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keys of steps that are known before any step is executed: where a {@link StepKey} holds what the
 * steps before made, this one holds their keys. Two builds in which they agree do the same with the
 * same; what came out may differ, as a RUN may, so that a result is only ever taken together with
 * all those below it.
 */
final class AheadKeys {
  private static final String VERSION = "baci shared step 1";

  private final EvaluatedPlan plan;
  private final LoadedInputs inputs;
  private final StepWorks works;
  private final Map<Integer, OfStage> stages = new HashMap<>();

  AheadKeys(EvaluatedPlan plan, LoadedInputs inputs, StepWorks works) {
    this.plan = plan;
    this.inputs = inputs;
    this.works = works;
  }

  /**
   * The keys of a stage.
   *
   * @param base the layers of the image that the stage goes back to
   * @param below how many layers the stages that it begins with add to that
   * @param keys the keys of the working steps, up to the first that cannot be known
   * @param end stands for the whole stage; nothing if not all keys are known
   */
  record OfStage(List<Digest> base, int below, List<String> keys, Optional<String> end) {}

  /** Returns the steps of a stage that make layers. */
  static List<Step> working(StagePlan stage) {
    return stage.steps().stream().filter(step -> !(step instanceof ConfigStep)).toList();
  }

  /** Returns the keys of a stage. */
  OfStage of(int index) throws InterruptedException {
    OfStage known = stages.get(index);
    if (known == null) {
      known = compute(plan.stage(index));
      stages.put(index, known);
    }
    return known;
  }

  private OfStage compute(StagePlan stage) throws InterruptedException {
    StageInput from = stage.stage().base();
    List<Digest> base = List.of();
    int below = 0;
    Optional<String> start;
    if (from instanceof StageInput.Stage parent) {
      OfStage above = of(parent.index());
      base = above.base();
      below = above.below() + working(plan.stage(parent)).size();
      start = above.end();
    } else if (from instanceof StageInput.Scratch) {
      start = Optional.of("scratch");
    } else if (inputs.isImage(from)) {
      base = inputs.describe(from).diffIds();
      start = Optional.of(base.toString());
    } else {
      start = Optional.empty();
    }
    List<String> keys = new ArrayList<>();
    Optional<String> last = start;
    for (Step step : working(stage)) {
      if (last.isPresent()) {
        last = next(stage, step, last.get());
        last.ifPresent(keys::add);
      }
    }
    return new OfStage(base, below, keys, last);
  }

  /** Returns the key of a step; nothing if it takes something in that is not known now. */
  private Optional<String> next(StagePlan stage, Step step, String before)
      throws InterruptedException {
    StepWork work = works.of(step);
    StepKey.Writer key =
        StepKey.writer()
            .text(VERSION)
            .text(stage.stage().platform().toString())
            .text(before)
            .instruction(work.instruction());
    try {
      return work.ahead(this, key) ? Optional.of(key.key().hex()) : Optional.empty();
    } catch (BaciException e) {
      // The step itself will say it, and where.
      return Optional.empty();
    }
  }

  /** Adds what stands for a stage or an image; returns false if that is not known now. */
  boolean tree(StageInput from, StepKey.Writer key) throws InterruptedException {
    if (from instanceof StageInput.Stage stage) {
      Optional<String> end = of(stage.index()).end();
      end.ifPresent(key::text);
      return end.isPresent();
    }
    key.text(
        from instanceof StageInput.Scratch
            ? "scratch"
            : inputs.describe(from).diffIds().toString());
    return true;
  }
}
