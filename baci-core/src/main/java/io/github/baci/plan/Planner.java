package io.github.baci.plan;

import io.github.baci.api.BaciException;
import io.github.baci.api.Suggestion;
import io.github.baci.dockerfile.Dockerfile;
import io.github.baci.dockerfile.DockerfileException;
import io.github.baci.dockerfile.Instruction;
import io.github.baci.dockerfile.Problem;
import io.github.baci.dockerfile.Stage;
import io.github.baci.dockerfile.WordExpander;
import io.github.baci.plan.check.CheckLog;
import io.github.baci.plan.check.CheckOptions;
import io.github.baci.plan.check.StaticChecks;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Makes plans of Dockerfiles. */
public final class Planner {
  private static final String CHECK_ARG = "BUILDKIT_DOCKERFILE_CHECK";

  private final Dockerfile dockerfile;
  private final PlanOptions options;
  private final CheckLog log;

  private Planner(Dockerfile dockerfile, PlanOptions options, CheckLog log) {
    this.dockerfile = dockerfile;
    this.options = options;
    this.log = log;
  }

  /**
   * Plans a build: evaluates global arguments, finds the target and what it needs, and expands each
   * FROM.
   *
   * @throws DockerfileException if a FROM is at fault, or stages need each other in a circle or
   *     before they are defined; holds all faults
   * @throws BaciException if there is no such target, or an option is at fault
   */
  public static BuildPlan plan(Dockerfile dockerfile, PlanOptions options) {
    CheckLog log = new CheckLog(checkOptions(dockerfile, options));
    return new Planner(dockerfile, options, log).plan(false);
  }

  /**
   * As {@link #plan}, with a log of the caller's, which has the warnings even after an exception.
   *
   * @param allStages whether all stages are planned if the caller names no target
   */
  static BuildPlan plan(
      Dockerfile dockerfile, PlanOptions options, CheckLog log, boolean allStages) {
    return new Planner(dockerfile, options, log).plan(allStages);
  }

  /** Returns the options of the build checks: the caller's, else those of the Dockerfile. */
  static CheckOptions checkOptions(Dockerfile dockerfile, PlanOptions options) {
    String given = options.buildArgs().get(CHECK_ARG);
    String text =
        given != null
            ? given
            : dockerfile.directives().check().map(check -> check.value()).orElse("");
    try {
      return CheckOptions.parse(given == null ? text.split("\\s", 2)[0] : text);
    } catch (BaciException e) {
      String where =
          given != null
              ? CHECK_ARG + ": "
              : dockerfile
                  .directives()
                  .check()
                  .map(check -> dockerfile.file() + ":" + check.line() + ": ")
                  .orElse("");
      throw new BaciException(where + "failed to parse check options: " + e.getMessage(), e);
    }
  }

  private BuildPlan plan(boolean allStages) {
    if (dockerfile.stages().isEmpty()) {
      throw new BaciException(
          dockerfile.file() + ": dockerfile contains no stages to build: it has no FROM");
    }
    StaticChecks.check(dockerfile, log);
    List<Problem> problems = new ArrayList<>();
    GlobalScope global = GlobalScope.of(dockerfile, options, problems);
    WordExpander expander = new WordExpander(dockerfile.directives().escape());
    GlobalScope defaults = GlobalScope.ofDefaults(dockerfile, options);
    for (Stage stage : dockerfile.stages()) {
      FromResolution.checkDefault(stage.from(), defaults, expander, log);
    }
    PlanContext context =
        new PlanContext(
            options,
            global,
            expander,
            new InputResolver(dockerfile.stages(), expander, options.namedContexts()),
            labels(),
            global.timestamp(options, dockerfile));
    StageGraph graph =
        new StageGraph(dockerfile, context, new FromResolution(global, expander, log));
    problems.addAll(graph.fatalProblems());
    throwIfAny(problems);
    int target = target(context);
    SortedSet<Integer> reached = graph.reachable(target);
    if (allStages && target().isEmpty()) {
      for (int i = 0; i < dockerfile.stages().size(); i++) {
        reached.add(i);
      }
    }
    reached.forEach(index -> problems.addAll(graph.problems(index)));
    throwIfAny(problems);
    List<PlannedStage> stages = new ArrayList<>();
    reached.forEach(index -> stages.add(graph.stages().get(index).orElseThrow()));
    return new BuildPlan(context, graph, target, stages, inputs(stages, context), log);
  }

  private static void throwIfAny(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new DockerfileException(problems);
    }
  }

  private List<String> labels() {
    List<String> labels = new ArrayList<>();
    for (Stage stage : dockerfile.stages()) {
      labels.add(stage.from().name().orElse("stage-" + labels.size()));
    }
    return labels;
  }

  private Optional<String> target() {
    return options.target().filter(name -> !name.isEmpty());
  }

  private int target(PlanContext context) {
    if (target().isEmpty()) {
      return dockerfile.stages().size() - 1;
    }
    String name = target().get();
    return context
        .resolver()
        .stageOf(name)
        .orElseThrow(
            () ->
                new BaciException(
                    dockerfile.file()
                        + ": "
                        + Suggestion.append(
                            "target stage \"%s\" could not be found".formatted(name),
                            Suggestion.ofAnyCase(name, context.labels()))
                        + named()));
  }

  /** Says which names a target may have. */
  private String named() {
    List<String> names = new ArrayList<>();
    for (Stage stage : dockerfile.stages()) {
      stage.from().name().ifPresent(names::add);
    }
    return names.isEmpty()
        ? "; no stage has a name, which FROM … AS NAME gives"
        : "; the stages with a name are " + String.join(", ", names);
  }

  private static List<StageInput> inputs(List<PlannedStage> stages, PlanContext context) {
    Set<StageInput> inputs = new LinkedHashSet<>();
    stages.forEach(stage -> inputs.add(stage.base()));
    for (PlannedStage stage : stages) {
      for (Instruction instruction : stage.instructions()) {
        inputs.addAll(StageGraph.inputs(instruction, stage, context));
      }
    }
    inputs.removeIf(
        input -> !(input instanceof StageInput.Image) && !(input instanceof StageInput.Named));
    return List.copyOf(inputs);
  }

  /** Returns the numbers of some stages. */
  static SortedSet<Integer> indices(List<PlannedStage> stages) {
    SortedSet<Integer> indices = new TreeSet<>();
    stages.forEach(stage -> indices.add(stage.index()));
    return indices;
  }
}
