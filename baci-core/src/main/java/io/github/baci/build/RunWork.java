package io.github.baci.build;

import io.github.baci.api.BuildListener.StepId;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStack;
import io.github.baci.plan.RunStep;
import java.io.IOException;
import java.util.function.Consumer;

/** A RUN. Its mounts say themselves what they add to the key, in {@link RunMounts}. */
final class RunWork implements StepWork {
  private final RunStep step;
  private final RunMounts mounts;
  private final RunExecutor runs;

  RunWork(RunStep step, RunMounts mounts, RunExecutor runs) {
    this.step = step;
    this.mounts = mounts;
    this.runs = runs;
  }

  @Override
  public InstructionText instruction() {
    return instruction(step);
  }

  static InstructionText instruction(RunStep step) {
    InstructionText text =
        new InstructionText("RUN")
            .list("command", step.command())
            .variables("env", step.env())
            .field("cwd", step.workingDirectory())
            .field("user", step.user())
            .field("network", step.network().isPresent() ? step.network().get().name() : "DEFAULT")
            .field("insecure", step.insecure())
            .field("hostname", step.hostname());
    RunMounts.describe(step.mounts(), text);
    for (RunStep.ScriptFile script : step.scripts()) {
      text.field("script", script.path()).field("content", script.content());
    }
    return text;
  }

  @Override
  public boolean ahead(AheadKeys stages, StepKey.Writer key) throws InterruptedException {
    return mounts.ahead(step, stages, key);
  }

  @Override
  public void expect() {
    runs.prepare();
  }

  @Override
  public Ready take(StageStacks stacks, StepKey.Writer key) throws InterruptedException {
    RunMounts.Prepared prepared = mounts.prepare(step, stacks, key);
    return new Ready() {
      @Override
      public void announce() {
        runs.prepare();
      }

      @Override
      public Layer make(StepId id, LayerStack below, Consumer<LayerStack> busy)
          throws IOException, InterruptedException {
        busy.accept(below);
        return runs.run(id, step, below, prepared.mounts(), prepared.secretVariables());
      }
    };
  }
}
