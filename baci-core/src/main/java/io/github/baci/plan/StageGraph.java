package io.github.baci.plan;

import io.github.baci.api.BaciException;
import io.github.baci.api.Limits;
import io.github.baci.api.Platform;
import io.github.baci.dockerfile.Dockerfile;
import io.github.baci.dockerfile.DockerfileException;
import io.github.baci.dockerfile.DockerfileParser;
import io.github.baci.dockerfile.Instruction;
import io.github.baci.dockerfile.MountSpec;
import io.github.baci.dockerfile.Origin;
import io.github.baci.dockerfile.Problem;
import io.github.baci.dockerfile.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The stages of a file with what each of them needs. */
final class StageGraph {

  /**
   * A stage that needs another one.
   *
   * @param to the number of the stage that is needed
   * @param at the instruction that needs it
   * @param message what is wrong if that stage is not defined before this one; nothing if the
   *     evaluation of the stage tells it
   */
  private record Need(int to, Origin at, Optional<String> message) {}

  private final PlanContext context;
  private final List<Stage> stages;
  private final List<Optional<PlannedStage>> planned = new ArrayList<>();
  private final List<List<Need>> needs = new ArrayList<>();
  private final SortedMap<Integer, List<Problem>> problems = new TreeMap<>();
  private final List<Problem> fatal = new ArrayList<>();

  StageGraph(Dockerfile dockerfile, PlanContext context, FromResolution fromResolution) {
    this.context = context;
    this.stages = dockerfile.stages();
    if (stages.size() > Limits.STAGES) {
      throw stages
          .get(Limits.STAGES)
          .from()
          .origin()
          .error(
              "there are %,d stages, and no more than %,d can be built; use fewer"
                  .formatted(stages.size(), Limits.STAGES));
    }
    for (int i = 0; i < stages.size(); i++) {
      planned.add(plan(i, fromResolution));
    }
    findCircles();
  }

  /** Returns the faults that count even in stages that are not built. */
  List<Problem> fatalProblems() {
    return fatal;
  }

  /** Returns the faults of a stage's FROM, {@code --from} and mounts. */
  Collection<Problem> problems(int index) {
    return problems.getOrDefault(index, List.of());
  }

  /** Returns all stages; those with a FROM at fault are empty. */
  List<Optional<PlannedStage>> stages() {
    return planned;
  }

  /** Returns the numbers of the stages that a stage needs, and its own. */
  SortedSet<Integer> reachable(int index) {
    SortedSet<Integer> reached = new TreeSet<>();
    reach(index, reached);
    return reached;
  }

  private void reach(int index, SortedSet<Integer> reached) {
    if (reached.add(index)) {
      needs.get(index).forEach(need -> reach(need.to(), reached));
    }
  }

  private Optional<PlannedStage> plan(int index, FromResolution fromResolution) {
    Stage stage = stages.get(index);
    Instruction.From from = stage.from();
    needs.add(new ArrayList<>());
    try {
      String image = fromResolution.image(from);
      Optional<Platform> own = fromResolution.platform(from);
      Platform wanted = own.orElse(context.options().platform());
      Optional<StageInput> replacement =
          from.name().flatMap(name -> context.resolver().namedContext(name, wanted));
      StageInput base =
          replacement.isPresent()
              ? replacement.get()
              : context.resolver().base(image, index, wanted);
      return Optional.of(
          connect(
              index, base, own.orElseGet(() -> platformOf(base, index)), replacement.isPresent()));
    } catch (DockerfileException e) {
      problem(index, e.problems());
      return Optional.empty();
    } catch (BaciException e) {
      String message = fromResolution.explained(from, e.getMessage());
      problem(index, List.of(from.origin().problem(from.image(), message)));
      return Optional.empty();
    }
  }

  private Platform platformOf(StageInput base, int index) {
    return base instanceof StageInput.Stage parent && parent.index() < index
        ? planned
            .get(parent.index())
            .map(PlannedStage::platform)
            .orElse(context.options().platform())
        : context.options().platform();
  }

  private PlannedStage connect(int index, StageInput base, Platform platform, boolean replaced) {
    Stage stage = stages.get(index);
    if (base instanceof StageInput.Stage parent) {
      String message =
          "the stage \"%s\" must be defined before it is used in FROM"
              .formatted(context.labels().get(parent.index()));
      needs.get(index).add(new Need(parent.index(), stage.from().origin(), Optional.of(message)));
    }
    if (!replaced) {
      instructions(stage, base).forEach(instruction -> addNeeds(index, instruction, platform));
    }
    SortedSet<Integer> needed = new TreeSet<>();
    needs.get(index).forEach(need -> needed.add(need.to()));
    return new PlannedStage(
        index, context.labels().get(index), stage, base, platform, needed, replaced);
  }

  /** Returns the instructions of a stage and the triggers of the stage that it is built from. */
  private List<Instruction> instructions(Stage stage, StageInput base) {
    List<Instruction> all = new ArrayList<>();
    if (base instanceof StageInput.Stage parent) {
      for (Instruction instruction : stages.get(parent.index()).instructions()) {
        if (instruction instanceof Instruction.OnBuild onBuild) {
          trigger(onBuild.trigger(), stage.from().origin()).ifPresent(all::add);
        }
      }
    }
    all.addAll(stage.instructions());
    return all;
  }

  /** Reads a trigger; its faults are found again when the stage is evaluated. */
  private static Optional<Instruction> trigger(String text, Origin at) {
    try {
      return Optional.of(DockerfileParser.parseTrigger(text, at));
    } catch (DockerfileException e) {
      return Optional.empty();
    }
  }

  /** Returns what an instruction takes files from, as far as it can be told. */
  static List<StageInput> inputs(Instruction instruction, PlannedStage stage, PlanContext context) {
    List<StageInput> inputs = new ArrayList<>();
    for (Reference reference : references(instruction)) {
      reference.tryResolve(context.resolver(), stage.platform()).ifPresent(inputs::add);
    }
    return inputs;
  }

  /**
   * A name in {@code --from}, or in the {@code from} of a mount.
   *
   * @param target where it is mounted, if that is known without variables
   */
  private record Reference(Origin at, String name, boolean mount, Optional<String> target) {
    StageInput resolve(InputResolver resolver, Platform platform) {
      return mount ? resolver.mountSource(name, platform) : resolver.copySource(name, platform);
    }

    /**
     * Says that the stage of this name comes too late; nothing if only the evaluation can say it
     * all.
     */
    Optional<String> tooEarly(String label) {
      if (!mount) {
        return Optional.of(
            "cannot copy from stage \"%s\", it needs to be defined before current stage \"%s\""
                .formatted(name, label));
      }
      return target.map(
          path ->
              "cannot mount from stage \"%s\" to \"%s\", stage needs to be defined before current command"
                  .formatted(name, path));
    }

    /** Returns nothing for a faulty name: it is a fault of the stage, told elsewhere. */
    Optional<StageInput> tryResolve(InputResolver resolver, Platform platform) {
      try {
        return Optional.of(resolve(resolver, platform));
      } catch (BaciException e) {
        return Optional.empty();
      }
    }
  }

  private static List<Reference> references(Instruction instruction) {
    if (instruction instanceof Instruction.Copy copy) {
      return copy
          .from()
          .filter(name -> !name.isEmpty())
          .map(name -> new Reference(copy.origin(), name, false, Optional.empty()))
          .stream()
          .toList();
    }
    if (instruction instanceof Instruction.Run run) {
      List<Reference> references = new ArrayList<>();
      for (String mount : run.mounts()) {
        InputResolver.fromOfMount(mount)
            .ifPresent(
                name ->
                    references.add(new Reference(run.origin(), name, true, plainTarget(mount))));
      }
      return references;
    }
    return List.of();
  }

  private static Optional<String> plainTarget(String mount) {
    try {
      return MountSpec.checkPlain(mount);
    } catch (BaciException e) {
      return Optional.empty(); // checkMounts tells it
    }
  }

  /**
   * Finds what is wrong with mounts whatever variables hold, before any base image is asked for.
   */
  private void checkMounts(int index, Instruction.Run run) {
    for (String mount : run.mounts()) {
      try {
        MountSpec.checkPlain(mount);
      } catch (BaciException e) {
        problem(index, List.of(run.origin().problem(mount, e.getMessage())));
      }
    }
  }

  private void addNeeds(int index, Instruction instruction, Platform platform) {
    if (instruction instanceof Instruction.Run run) {
      checkMounts(index, run);
    }
    for (Reference reference : references(instruction)) {
      try {
        if (reference.resolve(context.resolver(), platform) instanceof StageInput.Stage stage) {
          String label = context.labels().get(index);
          needs.get(index).add(new Need(stage.index(), reference.at(), reference.tooEarly(label)));
        }
      } catch (NoSuchStageException e) {
        fatal.add(reference.at().problem(reference.name(), e.getMessage()));
      } catch (BaciException e) {
        problem(index, List.of(reference.at().problem(reference.name(), e.getMessage())));
      }
    }
  }

  private void problem(int index, List<Problem> found) {
    problems.computeIfAbsent(index, i -> new ArrayList<>()).addAll(found);
  }

  private void findCircles() {
    boolean[] done = new boolean[stages.size()];
    for (int i = 0; i < stages.size() && fatal.isEmpty(); i++) {
      findCircle(i, new TreeMap<>(), new ArrayList<>(), done);
    }
    if (!fatal.isEmpty()) {
      return;
    }
    for (int i = 0; i < stages.size(); i++) {
      for (Need need : needs.get(i)) {
        if (need.to() > i && need.message().isPresent()) {
          problem(i, List.of(need.at().problem(need.message().get())));
        }
      }
    }
  }

  private void findCircle(
      int index, Map<Integer, Integer> onPath, List<Need> path, boolean[] done) {
    if (done[index]) {
      return;
    }
    onPath.put(index, path.size());
    for (Need need : needs.get(index)) {
      path.add(need);
      Integer start = onPath.get(need.to());
      if (start != null) {
        report(need.to(), path.subList(start, path.size()));
        return;
      }
      findCircle(need.to(), onPath, path, done);
      if (!fatal.isEmpty()) {
        return;
      }
      path.remove(path.size() - 1);
    }
    onPath.remove(index);
    done[index] = true;
  }

  private void report(int index, List<Need> circle) {
    String message = "circular dependency detected on stage: " + context.labels().get(index);
    for (Need need : circle) {
      fatal.add(need.at().problem(message));
      message = "part of the circular dependency";
    }
  }
}
