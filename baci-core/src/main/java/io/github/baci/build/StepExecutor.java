package io.github.baci.build;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildListener.StepId;
import io.github.baci.api.Digest;
import io.github.baci.build.copy.CopyOperation;
import io.github.baci.build.copy.CopyOperations;
import io.github.baci.build.copy.CopyResult;
import io.github.baci.build.copy.SourceRoot;
import io.github.baci.dockerfile.DockerfileException;
import io.github.baci.dockerfile.Origin;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStore;
import io.github.baci.plan.AddStep;
import io.github.baci.plan.CopyStep;
import io.github.baci.plan.RunStep;
import io.github.baci.plan.StageInput;
import io.github.baci.plan.Step;
import io.github.baci.plan.WorkdirStep;
import io.github.baci.store.Store;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Executes single steps: looks for the result in the store first, and puts it there afterwards.
 * Safe for the threads of several stages.
 */
final class StepExecutor {
  private final Store store;
  private final LayerStore layers;
  private final StepCache cache;
  private final StepHistory history;
  private final boolean noCache;
  private final CopyOperations transfers;
  private final FileContexts contexts;
  private final MountedFiles mountedFiles;
  private final RunMounts mounts;
  private final RunExecutor runs;
  private final BuildListener listener;

  /**
   * Prepares for a build.
   *
   * @param history says why a step is executed
   * @param noCache whether steps are executed although their result is in the store
   */
  StepExecutor(
      Store store,
      LayerStore layers,
      StepHistory history,
      boolean noCache,
      CopyOperations transfers,
      FileContexts contexts,
      MountedFiles mountedFiles,
      RunMounts mounts,
      RunExecutor runs,
      BuildListener listener) {
    this.store = store;
    this.layers = layers;
    this.cache = new StepCache(store);
    this.history = history;
    this.noCache = noCache;
    this.transfers = transfers;
    this.contexts = contexts;
    this.mountedFiles = mountedFiles;
    this.mounts = mounts;
    this.runs = runs;
    this.listener = listener;
  }

  /**
   * Executes a step, unless its result is known.
   *
   * @param below what it starts from
   * @param stacks knows the layers of other stages and images
   * @param busy is given the layers below when a command is about to run on them
   * @throws DockerfileException if it fails; points at its instruction
   */
  BuildExecution.Result execute(
      StepId id, Step step, LayerStack below, StageStacks stacks, Consumer<LayerStack> busy)
      throws InterruptedException {
    try {
      Work work = work(id, step, below, stacks, busy);
      Optional<Digest> known = noCache ? Optional.empty() : cache.find(work.key());
      if (known.isPresent()) {
        history.cached(id, work.inputs());
        return new BuildExecution.Result(below.push(known.get()), true);
      }
      history.missed(id, work.inputs(), noCache);
      work.announce();
      return make(work, below);
    } catch (DockerfileException e) {
      throw e;
    } catch (BaciException e) {
      throw step.head().origin().error(e.getMessage());
    } catch (InterruptedIOException | java.nio.channels.ClosedByInterruptException e) {
      throw new InterruptedException();
    } catch (IOException e) {
      throw step.head().origin().error(IoMessages.of(e, store.root()));
    }
  }

  /** Executes a step, unless another build has executed it by the time that it is its turn. */
  private BuildExecution.Result make(Work work, LayerStack below)
      throws IOException, InterruptedException {
    Store.Lock lock = store.lock("step-" + work.key().hex().substring(0, 3));
    try {
      Optional<Digest> known = noCache ? Optional.empty() : cache.find(work.key());
      if (known.isPresent()) {
        return new BuildExecution.Result(below.push(known.get()), true);
      }
      Layer layer = work.make();
      cache.put(work.key(), layer.diffId());
      return new BuildExecution.Result(below.push(layer.diffId()), false);
    } finally {
      lock.close();
    }
  }

  /** Returns the layer of a directory that a stage begins with. */
  Digest directory(StageInput base) throws InterruptedException {
    try {
      return mountedFiles.prepare(null, contexts.of(base).orElseThrow(), "/").layer();
    } catch (IOException e) {
      throw new BaciException(IoMessages.of(e, store.root()), e);
    }
  }

  private Work work(
      StepId id, Step step, LayerStack below, StageStacks stacks, Consumer<LayerStack> busy)
      throws InterruptedException {
    StepKey.Writer key =
        StepKey.writer()
            .material(step.cacheKeyMaterial())
            .inputs("what the steps before it made", below.diffIds());
    if (step instanceof RunStep run) {
      return new RunWork(id, run, below, mounts.prepare(run, stacks, key), key, busy);
    }
    if (step instanceof CopyStep copy) {
      return transfer(step, transfers.prepare(copy, source(copy.from(), stacks)), below, key);
    }
    if (step instanceof AddStep add) {
      return transfer(step, transfers.prepare(add, contexts.main()), below, key);
    }
    if (step instanceof WorkdirStep workdir) {
      return new Work(key) {
        @Override
        Layer make() throws IOException {
          return transfers.makeWorkingDirectory(workdir, below.tree(), layers);
        }
      };
    }
    throw new IllegalArgumentException("changes the config alone: " + step);
  }

  private SourceRoot source(StageInput from, StageStacks stacks) throws InterruptedException {
    Optional<SourceRoot> directory = contexts.of(from);
    return directory.isPresent()
        ? directory.get()
        : SourceRoot.of(stacks.stackOf(from).tree(), stacks.nameOf(from));
  }

  private Work transfer(Step step, CopyOperation transfer, LayerStack below, StepKey.Writer key) {
    Origin origin = step.head().origin();
    String where = "%s:%d: ".formatted(origin.file(), origin.startLine());
    transfer.warnings().forEach(warning -> listener.warning(where + warning));
    return new Work(key.input("the files that it takes", transfer.inputDigest())) {
      @Override
      Layer make() throws IOException {
        CopyResult result = transfer.execute(below.tree(), layers, store);
        result.warnings().forEach(listener::warning);
        return result.layer();
      }
    };
  }

  /** What a step does, and the key under which its result is remembered. */
  private abstract static class Work {
    private final StepKey key;
    private final StepInputs inputs;

    Work(StepKey.Writer key) {
      this.key = key.key();
      this.inputs = key.inputs();
    }

    StepInputs inputs() {
      return inputs;
    }

    StepKey key() {
      return key;
    }

    /** Is called before the work is done, perhaps while another build does it. */
    void announce() {}

    abstract Layer make() throws IOException, InterruptedException;
  }

  private final class RunWork extends Work {
    private final StepId id;
    private final RunStep step;
    private final LayerStack below;
    private final RunMounts.Prepared prepared;
    private final Consumer<LayerStack> busy;

    RunWork(
        StepId id,
        RunStep step,
        LayerStack below,
        RunMounts.Prepared prepared,
        StepKey.Writer key,
        Consumer<LayerStack> busy) {
      super(key);
      this.busy = busy;
      this.id = id;
      this.step = step;
      this.below = below;
      this.prepared = prepared;
    }

    @Override
    void announce() {
      runs.prepare();
    }

    @Override
    Layer make() throws IOException, InterruptedException {
      busy.accept(below);
      return runs.run(id, step, below, prepared.mounts(), prepared.secretVariables());
    }
  }
}
