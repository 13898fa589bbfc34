package io.github.baci.build;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.build.copy.CopyOperations;
import io.github.baci.context.ContextEntry;
import io.github.baci.layer.LayerStore;
import io.github.baci.plan.AddStep;
import io.github.baci.plan.CopyStep;
import io.github.baci.plan.EvaluatedPlan;
import io.github.baci.plan.RunStep;
import io.github.baci.plan.StagePlan;
import io.github.baci.plan.Step;
import io.github.baci.plan.WorkdirStep;
import io.github.baci.store.Store;
import java.util.ArrayList;
import java.util.List;

/** The works of the steps of one build: which class is for which kind, and what it works with. */
final class StepWorks {
  private final LayerStore layers;
  private final CopyOperations copies;
  private final FileContexts contexts;
  private final FileWork files;
  private final RunMounts mounts;
  private final RunExecutor runs;

  StepWorks(
      Store store,
      LayerStore layers,
      CopyOperations copies,
      FileContexts contexts,
      RunMounts mounts,
      RunExecutor runs,
      BuildListener listener) {
    this.layers = layers;
    this.copies = copies;
    this.contexts = contexts;
    this.files = new FileWork(store, layers, listener);
    this.mounts = mounts;
    this.runs = runs;
  }

  /**
   * Returns the files that the steps of a plan take from contexts as they are.
   *
   * @param least how long a file has to be, in bytes
   */
  List<ContextEntry> contextFiles(EvaluatedPlan plan, long least) {
    List<ContextEntry> taken = new ArrayList<>();
    for (StagePlan stage : plan.stages().values()) {
      for (Step step : AheadKeys.working(stage)) {
        taken.addAll(contextFiles(step, least));
      }
    }
    return taken;
  }

  private List<ContextEntry> contextFiles(Step step, long least) {
    try {
      return of(step).contextFiles(least);
    } catch (BaciException e) {
      return List.of(); // the step itself says it, and where
    }
  }

  /** Returns the work of a step that makes a layer. */
  StepWork of(Step step) {
    if (step instanceof RunStep run) {
      return new RunWork(run, mounts, runs);
    }
    if (step instanceof CopyStep copy) {
      return new CopyWork(copy, copies, contexts, files);
    }
    if (step instanceof AddStep add) {
      return new AddWork(add, copies, contexts, files);
    }
    if (step instanceof WorkdirStep workdir) {
      return new WorkdirWork(workdir, copies, layers);
    }
    throw new IllegalArgumentException("changes the config alone: " + step);
  }
}
