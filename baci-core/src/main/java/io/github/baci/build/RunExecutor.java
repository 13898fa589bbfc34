package io.github.baci.build;

import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildListener.StepId;
import io.github.baci.api.NetworkMode;
import io.github.baci.api.OutputListener;
import io.github.baci.container.ContainerMount;
import io.github.baci.container.ContainerSpec;
import io.github.baci.container.RunResult;
import io.github.baci.container.UserDatabase;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStack;
import io.github.baci.plan.RunStep;
import io.github.baci.store.Store;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Runs the command of a RUN in the builder. */
final class RunExecutor {
  private final SharedBuilder builder;
  private final Store store;
  private final KnownAccounts accounts;
  private final NetworkMode network;
  private final Optional<Instant> timestamp;
  private final BuildListener listener;
  private final Semaphore slots =
      new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()), true);

  RunExecutor(
      SharedBuilder builder,
      Store store,
      NetworkMode network,
      Optional<Instant> timestamp,
      BuildListener listener) {
    this.builder = builder;
    this.store = store;
    this.accounts = new KnownAccounts(store);
    this.network = network;
    this.timestamp = timestamp;
    this.listener = listener;
  }

  /** Lets the builder start, because a RUN will need it soon. */
  void prepare() {
    builder.prepare();
  }

  /**
   * Runs a step.
   *
   * @param mounts what its mounts stand for, in their order
   * @param secretEnv variables whose values are secrets
   * @return what the command changed
   */
  Layer run(
      StepId id,
      RunStep step,
      LayerStack below,
      List<ContainerMount> mounts,
      Map<String, String> secretEnv)
      throws InterruptedException {
    UserDatabase.User account = accounts.resolve(step.user(), below);
    Map<String, String> env = new LinkedHashMap<>(step.environment());
    env.putIfAbsent("HOME", account.home());
    env.putAll(secretEnv);
    ContainerSpec spec =
        new ContainerSpec(
            below.diffIds(),
            new ContainerSpec.Invocation(
                step.command(), env, step.workingDirectory(), account.identity(), step.insecure()),
            new ContainerSpec.Surroundings(step.hostname(), step.network().orElse(network)),
            mounts,
            new ContainerSpec.Result(true, timestamp));
    OutputTail tail = new OutputTail();
    RunResult result = run(id, spec, tail);
    if (result.exitCode() != 0) {
      throw RunFailure.of(id, step, result, tail.lines(), store.root());
    }
    return result
        .layer()
        .orElseThrow(() -> new IllegalStateException("the builder took no snapshot"));
  }

  private RunResult run(StepId id, ContainerSpec spec, OutputTail tail)
      throws InterruptedException {
    slots.acquire();
    try {
      return builder
          .get()
          .run(
              spec,
              new OutputListener() {
                @Override
                public void stdout(byte[] bytes) {
                  tail.add(bytes);
                  listener.stepOutput(id, bytes);
                }

                @Override
                public void stderr(byte[] bytes) {
                  stdout(bytes);
                }
              });
    } finally {
      slots.release();
    }
  }
}
