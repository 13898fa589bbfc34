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
  private boolean closed;

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

  /** Waits for the builder. */
  Builder get() throws InterruptedException {
    try {
      return start().get();
    } catch (ExecutionException e) {
      throw ThreadFailure.rethrow(e.getCause());
    }
  }

  private synchronized CompletableFuture<Builder> start() {
    if (closed) {
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

  @Override
  public void close() {
    CompletableFuture<Builder> toClose;
    synchronized (this) {
      closed = true;
      toClose = builder;
    }
    if (toClose != null) {
      toClose
          .handle(
              (started, failure) -> {
                if (started != null) {
                  started.close();
                }
                return null;
              })
          .join();
    }
  }
}
