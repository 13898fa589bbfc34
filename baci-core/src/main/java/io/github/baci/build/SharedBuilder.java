package io.github.baci.build;

import io.github.baci.container.Builder;
import io.github.baci.container.Engine;
import io.github.baci.layer.LayerStore;
import io.github.baci.store.Store;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The one builder of a build, started when the first step needs it, or a little earlier, as soon as
 * it is known that one will.
 */
final class SharedBuilder implements AutoCloseable {
  private final Engine engine;
  private final Store store;
  private final LayerStore layers;
  private final Engine.EngineListener listener;
  private final Executor executor;
  private @Nullable CompletableFuture<Builder> builder;
  private @Nullable CompletableFuture<Void> end;

  SharedBuilder(
      Engine engine,
      Store store,
      LayerStore layers,
      Engine.EngineListener listener,
      Executor executor) {
    this.engine = engine;
    this.store = store;
    this.layers = layers;
    this.listener = listener;
    this.executor = executor;
  }

  /** Begins to start the builder, if nobody has, and does not wait. */
  void prepare() {
    // a failure is told to those who ask for the builder
    var unused = start();
  }

  /**
   * As {@link #prepare}, because it looks as if a step will need it; nothing, if the build is over.
   */
  synchronized void expect() {
    if (end == null) {
      prepare();
    }
  }

  /** Waits for the builder. */
  Builder get() throws InterruptedException {
    try {
      return start().get();
    } catch (ExecutionException e) {
      throw ThreadFailure.rethrow(e.getCause());
    }
  }

  private synchronized CompletableFuture<Builder> start() {
    if (end != null) {
      throw new IllegalStateException("the build is over");
    }
    if (builder == null) {
      CompletableFuture<Builder> started = new CompletableFuture<>();
      builder = started;
      executor.execute(
          () -> {
            try {
              started.complete(engine.start(store, layers, listener));
            } catch (Throwable e) {
              started.completeExceptionally(e);
            }
          });
    }
    return builder;
  }

  /** Lets the builder end, because no RUN will need it any more, and does not wait. */
  void release() {
    var unused = end(executor);
  }

  private synchronized CompletableFuture<Void> end(Executor closing) {
    if (end == null) {
      end =
          builder == null
              ? CompletableFuture.completedFuture(null)
              : builder.handleAsync((started, failure) -> close(started), closing);
    }
    return end;
  }

  private static @Nullable Void close(@Nullable Builder started) {
    if (started != null) {
      started.close();
    }
    return null;
  }

  /** Waits for its end; if it is not released yet, an interrupt of this thread shortens that. */
  @Override
  public void close() {
    end(Runnable::run).join();
  }
}
