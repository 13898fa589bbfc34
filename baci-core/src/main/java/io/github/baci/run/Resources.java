package io.github.baci.run;

import java.util.ArrayDeque;
import java.util.Deque;

/** Things to close together, the last one first. Each is closed once. */
final class Resources implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private boolean handedOver;

  /** Adds something. */
  synchronized <T extends AutoCloseable> T add(T resource) {
    open.push(resource);
    return resource;
  }

  /** Says that somebody else closes them from now on. */
  void handOver() {
    handedOver = true;
  }

  /** Closes them, unless somebody else does. */
  void closeUnlessHandedOver() {
    if (!handedOver) {
      close();
    }
  }

  @Override
  public synchronized void close() {
    RuntimeException failure = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (RuntimeException e) {
        failure = e;
      } catch (Exception e) {
        failure = new IllegalStateException(e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
