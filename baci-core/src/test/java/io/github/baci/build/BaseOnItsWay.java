package io.github.baci.build;

import io.github.baci.registry.PlayedRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A base image whose layer comes when a test has seen what it waits for. */
final class BaseOnItsWay implements AutoCloseable {
  /** More than any machine stands still: if nothing comes, the test fails all the same. */
  private static final long PATIENCE = 60;

  final PlayedRegistry registry = new PlayedRegistry();
  private final String layer;
  private final CountDownLatch awaited = new CountDownLatch(1);
  private volatile boolean isLate;

  /**
   * Keeps an image of one layer as {@code base}.
   *
   * @param layout an OCI image layout
   */
  BaseOnItsWay(Path layout) throws IOException {
    layer = "GET /v2/base/blobs/" + registry.keep(layout, "base").get(0);
    registry.fault(layer, (exchange, body) -> isInTime());
  }

  /** Waits before the registry answers. */
  private boolean isInTime() {
    try {
      isLate = !awaited.await(PATIENCE, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      isLate = true;
    }
    return false;
  }

  String name() {
    return registry.host() + "/base";
  }

  /** Returns the request for the layer. */
  String layer() {
    return layer;
  }

  /** Lets the layer come. */
  void seen() {
    awaited.countDown();
  }

  /** Returns whether the layer had to come before anything was seen. */
  boolean isLate() {
    return isLate;
  }

  @Override
  public void close() {
    registry.close();
  }
}
