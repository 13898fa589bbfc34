package io.github.baci.build;

import io.github.baci.concurrent.DaemonThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The threads of one build. When it is closed, all are interrupted, and waited for: nothing of a
 * build goes on after it.
 */
final class BuildThreads implements AutoCloseable {
  private final ExecutorService executor =
      Executors.newCachedThreadPool(new DaemonThreads("baci-build"));

  ExecutorService executor() {
    return executor;
  }

  @Override
  public void close() {
    executor.shutdownNow();
    DaemonThreads.awaitEnd(executor);
  }
}
