package io.github.baci.build;

import io.github.baci.api.Digest;
import io.github.baci.build.shared.SharedSteps;
import io.github.baci.build.shared.StepRecord;
import io.github.baci.layer.LayerStack;
import io.github.baci.plan.EvaluatedPlan;
import io.github.baci.plan.StageInput;
import io.github.baci.plan.StagePlan;
import io.github.baci.plan.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What of a build other machines have done already: for each stage that the target needs, how far
 * its steps are known. Stages that nobody needs any more are left out.
 */
final class SharedResults {
  /**
   * So many of the target's last steps are asked for at first: mostly all is known, or all but the
   * last step, and then nobody has to wait for answers about the others.
   */
  private static final int AT_FIRST = 2;

  private final EvaluatedPlan plan;
  private final AheadKeys keys;
  private final SharedSteps shared;
  private final boolean mayRead;
  private final Map<String, StepRecord> found = new HashMap<>();
  private final Map<Integer, Start> starts = new TreeMap<>();
  private final Set<StageInput> inputs = new LinkedHashSet<>();

  /**
   * Where a stage begins.
   *
   * @param steps how many of its steps are known
   * @param layers the diff IDs of all layers up to there, those of the base image too
   */
  record Start(int steps, List<Digest> layers) {
    /** Begins at the beginning. */
    static final Start NOTHING = new Start(0, List.of());
  }

  private SharedResults(EvaluatedPlan plan, AheadKeys keys, SharedSteps shared, boolean mayRead) {
    this.plan = plan;
    this.keys = keys;
    this.shared = shared;
    this.mayRead = mayRead;
  }

  /**
   * Asks whether the last steps of the target are known, which mostly makes all other questions
   * superfluous; {@link #bring} has to follow before anything else.
   *
   * @param mayRead whether results may be taken
   */
  static SharedResults of(EvaluatedPlan plan, AheadKeys keys, SharedSteps shared, boolean mayRead)
      throws InterruptedException {
    SharedResults results = new SharedResults(plan, keys, shared, mayRead);
    if (mayRead) {
      results.found.putAll(shared.find(results.first()));
    }
    return results;
  }

  /** Returns the key of the last step of the target; nothing if it has none that is known. */
  private Optional<String> last() throws InterruptedException {
    int steps = AheadKeys.working(plan.target()).size();
    List<String> known = keys.of(plan.target().stage().index()).keys();
    return steps == 0 || known.size() < steps
        ? Optional.empty()
        : Optional.of(known.get(steps - 1));
  }

  /** Returns the keys that are asked for at first; none, if the target's last step has none. */
  private List<String> first() throws InterruptedException {
    if (last().isEmpty()) {
      return List.of();
    }
    List<String> known = keys.of(plan.target().stage().index()).keys();
    return known.subList(Math.max(known.size() - AT_FIRST, 0), known.size());
  }

  /** Returns the keys of all steps that are not asked for at first. */
  private Set<String> others() throws InterruptedException {
    Set<String> all = new LinkedHashSet<>();
    for (int index : plan.stages().keySet()) {
      all.addAll(keys.of(index).keys());
    }
    first().forEach(all::remove);
    return all;
  }

  /**
   * Returns whether what was asked for at first is all that can be of use: a record was found, and
   * the steps after it take nothing from other stages.
   */
  private boolean knowsEnough() throws InterruptedException {
    AheadKeys.OfStage known = keys.of(plan.target().stage().index());
    List<Step> working = AheadKeys.working(plan.target());
    for (int i = working.size(); i > 0 && i > working.size() - AT_FIRST; i--) {
      if (i > known.keys().size()) {
        return false;
      }
      StepRecord record = found.get(known.keys().get(i - 1));
      if (record != null && fits(record, known, i)) {
        return true;
      }
      for (StageInput input : StagePlan.inputs(working.get(i - 1))) {
        if (input instanceof StageInput.Stage) {
          return false;
        }
      }
    }
    return false;
  }

  /** Returns whether all steps of the target are known. */
  boolean knowsTarget() throws InterruptedException {
    Optional<String> last = last();
    if (last.isEmpty()) {
      return false;
    }
    AheadKeys.OfStage known = keys.of(plan.target().stage().index());
    StepRecord record = found.get(last.get());
    return record != null && fits(record, known, known.keys().size());
  }

  /** Hears that nothing else is asked for, as the image, or what it is built on, is known. */
  void isEnough() throws InterruptedException {
    shared.keep(others());
  }

  /** Brings what is needed of what is known into the store. */
  void bring() throws InterruptedException {
    int target = plan.target().stage().index();
    if (knowsEnough() && need(target)) {
      isEnough();
      return;
    }
    starts.clear();
    inputs.clear();
    if (mayRead) {
      found.putAll(shared.find(others()));
    }
    do {
      starts.clear();
      inputs.clear();
    } while (!need(target));
  }

  /** Chooses where a stage begins; returns false if something chosen turned out not to be there. */
  private boolean need(int index) throws InterruptedException {
    if (starts.containsKey(index)) {
      return true;
    }
    StagePlan stage = plan.stage(index);
    AheadKeys.OfStage known = keys.of(index);
    Start start = Start.NOTHING;
    for (int i = known.keys().size(); i > 0 && start.steps() == 0; i--) {
      String key = known.keys().get(i - 1);
      StepRecord record = found.get(key);
      if (record == null || !fits(record, known, i)) {
        continue;
      }
      if (!shared.bring(record)) {
        found.remove(key);
        return false;
      }
      List<Digest> layers = new ArrayList<>(known.base());
      layers.addAll(record.diffIds());
      start = new Start(i, layers);
    }
    starts.put(index, start);
    inputs.add(root(stage));
    if (start.steps() == 0
        && stage.stage().base() instanceof StageInput.Stage base
        && !need(base.index())) {
      return false;
    }
    var working = AheadKeys.working(stage);
    for (var step : working.subList(start.steps(), working.size())) {
      for (StageInput input : StagePlan.inputs(step)) {
        inputs.add(input);
        if (input instanceof StageInput.Stage other && !need(other.index())) {
          return false;
        }
      }
    }
    return true;
  }

  /** Returns what a stage, and all stages that it begins with, are built on. */
  private StageInput root(StagePlan stage) {
    StagePlan at = stage;
    while (at.stage().base() instanceof StageInput.Stage base) {
      at = plan.stage(base);
    }
    return at.stage().base();
  }

  /** Returns what the steps that are left, and the stages that they are in, are given. */
  Set<StageInput> inputs() {
    return inputs;
  }

  private static boolean fits(StepRecord record, AheadKeys.OfStage known, int steps) {
    return record.base().equals(known.base()) && record.diffIds().size() == known.below() + steps;
  }

  /** Returns where a stage begins; nothing if it is not needed. */
  Optional<Start> start(int index) {
    return Optional.ofNullable(starts.get(index));
  }

  /**
   * Shares what a step made.
   *
   * @param step the number of the working step, from 0
   * @param stack what the stage is made of now
   */
  void made(int index, int step, LayerStack stack) throws InterruptedException {
    AheadKeys.OfStage known = keys.of(index);
    if (step < known.keys().size()) {
      int base = known.base().size();
      shared.offer(
          known.keys().get(step),
          known.base(),
          stack.diffIds().subList(base, stack.diffIds().size()));
    }
  }
}
