package io.github.baci.plan;

import io.github.baci.api.BaciException;
import io.github.baci.api.Suggestion;
import io.github.baci.dockerfile.DockerfileException;
import io.github.baci.dockerfile.Instruction;
import io.github.baci.dockerfile.Origin;
import io.github.baci.dockerfile.Problem;
import io.github.baci.image.ImageConfig;
import io.github.baci.image.ImageConfigBuilder;
import io.github.baci.plan.check.CheckLog;
import io.github.baci.plan.check.CheckWarning;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Evaluates stages one after the other, each after those that it needs. */
final class PlanEvaluation {

  /** Knows the configs of some images. */
  @FunctionalInterface
  interface KnownConfigs {
    /** Returns the config of an image or named context, if it is known. */
    Optional<ImageConfig> configOf(StageInput input) throws InterruptedException;
  }

  private final PlanContext context;
  private final StageGraph graph;
  private final CheckLog log;
  private final KnownConfigs configs;
  private final Map<Integer, StagePlan> done = new TreeMap<>();
  private final Set<Integer> begun = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<CheckWarning> warnings = new ArrayList<>();

  PlanEvaluation(PlanContext context, StageGraph graph, CheckLog log, KnownConfigs configs) {
    this.context = context;
    this.graph = graph;
    this.log = log;
    this.configs = configs;
  }

  /** Evaluates stages and what they need. */
  void evaluate(Collection<Integer> indices) throws InterruptedException {
    for (int index : indices) {
      evaluate(index);
    }
  }

  /** Returns the faults found, in the order of the file. */
  List<Problem> problems() {
    return problems.stream()
        .distinct()
        .sorted(
            Comparator.comparing((Problem problem) -> problem.position().line())
                .thenComparing(problem -> problem.position().column()))
        .toList();
  }

  /** Returns what the build checks found, also in stages at fault. */
  List<CheckWarning> warnings() {
    return warnings;
  }

  /** Checks what a stage's base image runs on. */
  @FunctionalInterface
  interface PlatformCheck {
    /** Returns a warning if the image is for another platform than the stage. */
    Optional<CheckWarning> check(PlannedStage stage) throws InterruptedException;
  }

  /** Adds what a check finds in the stages that begin with an image. */
  void checkPlatforms(PlatformCheck check) throws InterruptedException {
    for (StagePlan plan : done.values()) {
      StageInput base = plan.stage().base();
      if (base instanceof StageInput.Image || base instanceof StageInput.Named) {
        check.check(plan.stage()).ifPresent(warnings::add);
      }
    }
  }

  /**
   * Returns the result.
   *
   * @throws DockerfileException if there are faults
   */
  EvaluatedPlan result(int target, List<CheckWarning> earlier) {
    if (!problems.isEmpty()) {
      throw new DockerfileException(problems());
    }
    StagePlan plan =
        labelled(Objects.requireNonNull(done.get(target), "a target without faults is evaluated"));
    done.put(target, plan);
    List<CheckWarning> all = new ArrayList<>(earlier);
    all.addAll(warnings);
    return new EvaluatedPlan(plan, done, CheckLog.sorted(all));
  }

  private StagePlan labelled(StagePlan plan) {
    ImageConfigBuilder config = plan.config().toBuilder();
    context.options().labels().forEach(config::label);
    return new StagePlan(
        plan.stage(), plan.start(), plan.steps(), config.build(), plan.scope(), plan.warnings());
  }

  private void evaluate(int index) throws InterruptedException {
    if (!begun.add(index)) {
      return;
    }
    Optional<PlannedStage> found = graph.stages().get(index);
    problems.addAll(graph.problems(index));
    if (found.isEmpty()) {
      return;
    }
    PlannedStage stage = found.get();
    for (int needed : stage.stages()) {
      evaluate(needed);
    }
    Optional<Base> base = base(stage);
    if (base.isEmpty()) {
      return;
    }
    CheckLog stageLog = log.fresh();
    try {
      StagePlan plan =
          new StageEvaluation(context, stage, stageLog)
              .evaluate(base.get().config().orElse(ImageConfig.EMPTY), base.get().scope());
      done.put(index, plan);
      for (Step step : plan.steps()) {
        needs(step);
      }
    } catch (DockerfileException e) {
      problems.addAll(e.problems());
    } finally {
      warnings.addAll(stageLog.warnings());
    }
  }

  /**
   * What a stage begins with.
   *
   * @param config the config; nothing if it is not known
   */
  private record Base(Optional<ImageConfig> config, StageScope scope) {
    static Base of(Optional<ImageConfig> config) {
      return new Base(config, new StageScope(Map.of(), List.of(), false, config.isPresent()));
    }
  }

  /** Returns a stage's base; nothing if it is at fault. */
  private Optional<Base> base(PlannedStage stage) throws InterruptedException {
    if (stage.base() instanceof StageInput.Scratch) {
      return Optional.of(Base.of(Optional.of(ImageConfig.EMPTY)));
    }
    if (stage.base() instanceof StageInput.Stage parent) {
      StagePlan plan = done.get(parent.index());
      return plan == null
          ? Optional.empty()
          : Optional.of(new Base(Optional.of(plan.config()), plan.scope()));
    }
    Instruction.From from = stage.stage().from();
    return load(stage.base(), from.origin(), from.image());
  }

  /** Loads the config of an image or named context; nothing if it is at fault. */
  private Optional<Base> load(StageInput input, Origin at, String word)
      throws InterruptedException {
    try {
      return Optional.of(Base.of(configs.configOf(input)));
    } catch (DockerfileException e) {
      throw e;
    } catch (BaciException e) {
      String name = PlannedStage.nameOf(input, word);
      String failure = PlannedStage.failure(input, word, e);
      Optional<String> stage = Suggestion.of(name, context.labels());
      // First what is more likely: a failing registry says nothing of a misspelt stage.
      problems.add(
          at.problem(
              word,
              stage.isPresent()
                  ? Suggestion.append("%s is no stage".formatted(name), stage)
                      + "; as an image: "
                      + failure
                  : failure));
      return Optional.empty();
    }
  }

  private void needs(Step step) throws InterruptedException {
    for (StageInput input : StagePlan.inputs(step)) {
      if (input instanceof StageInput.Stage needed) {
        evaluate(needed.index());
      } else if (input instanceof StageInput.Image image) {
        load(image, step.head().origin(), image.reference());
      } else if (input instanceof StageInput.Named named) {
        load(named, step.head().origin(), named.name());
      }
    }
  }
}
