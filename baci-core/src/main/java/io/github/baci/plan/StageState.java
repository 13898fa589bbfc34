package io.github.baci.plan;

import static io.github.baci.plan.check.CheckRule.UNDEFINED_VAR;

import io.github.baci.api.BaciException;
import io.github.baci.api.Suggestion;
import io.github.baci.dockerfile.DockerfileException;
import io.github.baci.dockerfile.Expansion;
import io.github.baci.dockerfile.Origin;
import io.github.baci.image.ImageConfig;
import io.github.baci.image.ImageConfigBuilder;
import io.github.baci.plan.StageScope.DeclaredArg;
import io.github.baci.plan.check.CheckLog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a stage is like between two of its instructions. */
final class StageState {
  /** ARGs that steer a scan of the result and are never visible as variables. */
  static final Set<String> NEVER_VARIABLES =
      Set.of("BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE");

  /** Among more variables none is suggested: each unset one is held to all of them. */
  private static final int MOST_CANDIDATES = 1000;

  private final PlanContext context;
  private final PlannedStage stage;
  private final CheckLog log;
  private final Variables variables;
  private final List<DeclaredArg> args;
  private final Set<String> declaredNames = new HashSet<>();
  private final RunArguments runArguments = new RunArguments();
  private final boolean baseKnown;
  private final ImageConfigBuilder config;
  private final List<Step> steps = new ArrayList<>();
  private boolean workdirSet;

  StageState(
      PlanContext context, PlannedStage stage, CheckLog log, ImageConfig config, StageScope scope) {
    this.context = context;
    this.stage = stage;
    this.log = log;
    this.config = config.toBuilder();
    variables = new Variables(scope.variables());
    config.env().forEach(variables::putIfAbsent);
    args = new ArrayList<>();
    scope.args().forEach(this::declare);
    workdirSet = scope.workdirSet();
    baseKnown = scope.baseKnown();
  }

  PlanContext context() {
    return context;
  }

  PlannedStage stage() {
    return stage;
  }

  CheckLog log() {
    return log;
  }

  /** Returns the config as it is now; costs as much as it has lines of history. */
  ImageConfig config() {
    return config.build();
  }

  String user() {
    return config.user();
  }

  Optional<List<String>> shell() {
    return config.shell();
  }

  Variables variables() {
    return variables;
  }

  /** Sets a variable. */
  void assign(String name, String value) {
    variables.put(name, value);
    runArguments.change(name, value);
  }

  /** Adds an ARG whose value, if it has one, is assigned already. */
  void declare(DeclaredArg arg) {
    args.add(arg);
    declaredNames.add(arg.name());
    String value = variables.get(arg.name());
    runArguments.set(arg.name(), value == null ? arg.value().orElse("") : value);
  }

  /** Returns the ARGs as the history of a RUN names them. */
  RunArguments runArguments() {
    return runArguments;
  }

  List<Step> steps() {
    return steps;
  }

  boolean workdirSet() {
    return workdirSet;
  }

  void markWorkdirSet() {
    workdirSet = true;
  }

  StageScope scope() {
    return new StageScope(variables.asMap(), args, workdirSet, baseKnown);
  }

  /** Returns the working directory as an absolute, clean path. */
  String workingDirectory() {
    return UnixPath.resolve("/", config.workingDir());
  }

  /** Expands a word; a word that cannot be expanded is a fault of the instruction. */
  String expand(Origin at, String word) {
    return expand(at, word, () -> context.expander().expand(word, variables::get)).text();
  }

  /** As {@link #expand(Origin, String)}, with another way to expand. */
  Expansion expand(Origin at, String word, Supplier<Expansion> expander) {
    Expansion expansion = inside(at, word, expander);
    reportUnset(at, word, expansion.unmatched());
    return expansion;
  }

  /** Does something with a word; its exceptions become faults of the instruction. */
  static <T> T inside(Origin at, String word, Supplier<T> action) {
    try {
      return action.get();
    } catch (DockerfileException e) {
      throw e;
    } catch (BaciException e) {
      throw at.error(word, e);
    }
  }

  private void reportUnset(Origin at, String word, Set<String> names) {
    for (String name : names) {
      boolean declared = declaredNames.contains(name);
      if (baseKnown && !declared && !NEVER_VARIABLES.contains(name)) {
        Optional<String> suggestion = near(name).map(s -> "$" + s);
        String message = "Usage of undefined variable '$%s'".formatted(name);
        log.add(UNDEFINED_VAR, at, word, Suggestion.append(message, suggestion));
      }
    }
  }

  private Optional<String> near(String name) {
    Set<String> own = variables.asMap().keySet();
    if (own.size() > MOST_CANDIDATES || context.global().names().size() > MOST_CANDIDATES) {
      return Optional.empty();
    }
    Set<String> candidates = new LinkedHashSet<>(own);
    candidates.addAll(context.global().names());
    return Suggestion.of(name, candidates);
  }

  /**
   * Changes the config, adds a line of history, and adds the step.
   *
   * @param createdBy the line of history
   * @param layer whether the step makes a layer
   * @param change the change of the config
   * @param step makes the step
   */
  void add(
      Origin at,
      String display,
      String createdBy,
      boolean layer,
      Consumer<ImageConfigBuilder> change,
      Function<StepHead, Step> step) {
    change.accept(config);
    config.history(
        new ImageConfig.History(
            context.timestamp(), createdBy, Optional.empty(), Optional.empty(), !layer));
    steps.add(step.apply(new StepHead(at, display, createdBy)));
  }
}
