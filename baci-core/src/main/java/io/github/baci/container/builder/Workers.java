package io.github.baci.container.builder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

/** Does pieces of work on all processors. Pieces may themselves be made of pieces. */
final class Workers {
  private final ForkJoinPool pool = new ForkJoinPool(Runtime.getRuntime().availableProcessors());

  /** A piece of work. */
  interface Piece {
    void run() throws IOException;
  }

  /** Does all pieces and waits for them. */
  void all(List<Piece> pieces) throws IOException {
    try {
      if (ForkJoinTask.inForkJoinPool()) {
        invoke(pieces);
      } else {
        pool.submit(() -> invoke(pieces)).join();
      }
    } catch (RuntimeException e) {
      throw unwrap(e);
    }
  }

  /** Begins a piece whose result is asked for later. */
  <T> ForkJoinTask<T> begin(Callable<T> piece) {
    return pool.submit(piece);
  }

  private static void invoke(List<Piece> pieces) {
    List<ForkJoinTask<?>> tasks = new ArrayList<>();
    for (Piece piece : pieces) {
      tasks.add(
          ForkJoinTask.adapt(
              () -> {
                try {
                  piece.run();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }));
    }
    ForkJoinTask.invokeAll(tasks);
  }

  /** Returns or throws what a piece threw: the pool wraps exceptions to show both stacks. */
  private static RuntimeException unwrap(RuntimeException exception) throws IOException {
    Throwable cause = exception;
    while (cause != null) {
      if (cause instanceof IOException io) {
        throw io;
      }
      if (cause instanceof io.github.baci.api.BaciException refused) {
        return refused;
      }
      cause = cause.getCause();
    }
    return exception;
  }
}
