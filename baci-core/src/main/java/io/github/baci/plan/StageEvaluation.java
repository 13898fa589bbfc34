package io.github.baci.plan;

import io.github.baci.dockerfile.DockerfileException;
import io.github.baci.dockerfile.DockerfileParser;
import io.github.baci.dockerfile.Instruction;
import io.github.baci.dockerfile.Origin;
import io.github.baci.dockerfile.Problem;
import io.github.baci.image.ImageConfig;
import io.github.baci.image.ImageConfigBuilder;
import io.github.baci.plan.check.CheckLog;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Works out the steps of one stage. */
final class StageEvaluation {
  /** Ends of lines, and how the lines that go on are indented. */
  private static final Pattern BETWEEN_LINES = Pattern.compile("\\s*[\\r\\n]\\s*|\\s{2,}");

  private final PlanContext context;
  private final PlannedStage stage;
  private final CheckLog log;
  private final List<Problem> problems = new ArrayList<>();

  StageEvaluation(PlanContext context, PlannedStage stage, CheckLog log) {
    this.context = context;
    this.stage = stage;
    this.log = log;
  }

  /**
   * Works out the steps.
   *
   * @param base the config of the base, triggers included
   * @param scope what the base leaves beside its config
   * @throws DockerfileException if instructions are at fault; holds the faults of all of them
   */
  StagePlan evaluate(ImageConfig base, StageScope scope) {
    ImageConfig start = start(base);
    StageState state = new StageState(context, stage, log, start, scope);
    ConfigEvaluation configs = new ConfigEvaluation(state);
    for (String trigger : base.onBuild()) {
      fire(trigger, state, configs);
    }
    for (Instruction instruction : stage.instructions()) {
      attempt(instruction, instruction.origin().text(), state, configs);
    }
    if (!problems.isEmpty()) {
      throw new DockerfileException(problems);
    }
    return new StagePlan(
        stage, start, state.steps(), state.config(), state.scope(), log.warnings());
  }

  private ImageConfig start(ImageConfig base) {
    ImageConfigBuilder start = base.toBuilder().onBuild(List.of());
    if (!base.env().containsKey("PATH") && !stage.platform().os().equals("windows")) {
      start.env("PATH", ImageConfig.DEFAULT_PATH);
    }
    if (stage.base() instanceof StageInput.Scratch) {
      start.workingDir("/");
    }
    return start.build();
  }

  private void fire(String trigger, StageState state, ConfigEvaluation configs) {
    Origin at = stage.stage().from().origin();
    try {
      Instruction instruction = DockerfileParser.parseTrigger(trigger, at);
      attempt(instruction, "ONBUILD " + trigger.lines().findFirst().orElse(""), state, configs);
    } catch (DockerfileException e) {
      problems.addAll(e.problems());
    }
  }

  private void attempt(
      Instruction instruction, String text, StageState state, ConfigEvaluation configs) {
    String display = BETWEEN_LINES.matcher(text).replaceAll(" ");
    try {
      if (instruction instanceof Instruction.Run run) {
        new RunEvaluation(state, run).evaluate(display);
      } else if (instruction instanceof Instruction.Copy copy) {
        new CopyEvaluation(state, copy.origin(), copy.transfer(), "COPY").copy(copy, display);
      } else if (instruction instanceof Instruction.Add add) {
        new CopyEvaluation(state, add.origin(), add.transfer(), "ADD").add(add, display);
      } else {
        configs.evaluate(instruction, display);
      }
    } catch (DockerfileException e) {
      problems.addAll(e.problems());
    }
  }
}
