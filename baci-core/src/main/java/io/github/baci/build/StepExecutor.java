package io.github.baci.build;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener.StepId;
import io.github.baci.api.Digest;
import io.github.baci.dockerfile.DockerfileException;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStack;
import io.github.baci.plan.StageInput;
import io.github.baci.plan.Step;
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
  private final StepCache cache;
  private final StepHistory history;
  private final boolean noCache;
  private final StepWorks works;
  private final FileContexts contexts;
  private final MountedFiles mountedFiles;

  /**
   * Prepares for a build.
   *
   * @param history says why a step is executed
   * @param noCache whether steps are executed although their result is in the store
   */
  StepExecutor(
      Store store,
      StepHistory history,
      boolean noCache,
      StepWorks works,
      FileContexts contexts,
      MountedFiles mountedFiles) {
    this.store = store;
    this.cache = new StepCache(store);
    this.history = history;
    this.noCache = noCache;
    this.works = works;
    this.contexts = contexts;
    this.mountedFiles = mountedFiles;
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
      StepWork work = works.of(step);
      StepKey.Writer inputs =
          StepKey.writer()
              .instruction(work.instruction())
              .inputs("what the steps before it made", below.diffIds());
      StepWork.Ready ready = work.take(stacks, inputs);
      StepKey key = inputs.key();
      Optional<Digest> known = noCache ? Optional.empty() : cache.find(key);
      if (known.isPresent()) {
        history.cached(id, inputs.inputs());
        return new BuildExecution.Result(below.push(known.get()), true);
      }
      history.missed(id, inputs.inputs(), noCache);
      ready.announce();
      return make(id, key, ready, below, busy);
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

  /** Gets ready for a step that will be executed, but cannot be yet; does not wait. */
  void expect(Step step) {
    works.of(step).expect();
  }

  /** Executes a step, unless another build has executed it by the time that it is its turn. */
  private BuildExecution.Result make(
      StepId id, StepKey key, StepWork.Ready work, LayerStack below, Consumer<LayerStack> busy)
      throws IOException, InterruptedException {
    Store.Lock lock = store.lock("step-" + key.hex().substring(0, 3));
    try {
      Optional<Digest> known = noCache ? Optional.empty() : cache.find(key);
      if (known.isPresent()) {
        return new BuildExecution.Result(below.push(known.get()), true);
      }
      Layer layer = work.make(id, below, busy);
      cache.put(key, layer.diffId());
      return new BuildExecution.Result(below.push(layer.diffId()), false);
    } finally {
      lock.close();
    }
  }

  /** Returns the layer of a directory that a stage begins with. */
  Digest directory(StageInput base) throws InterruptedException {
    try {
      return mountedFiles.prepare(contexts.of(base).orElseThrow(), "/").layer();
    } catch (IOException e) {
      throw new BaciException(IoMessages.of(e, store.root()), e);
    }
  }
}
