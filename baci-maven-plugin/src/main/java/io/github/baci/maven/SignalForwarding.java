package io.github.baci.maven;

import io.github.baci.api.RunningApp;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * When Maven is told to end (Ctrl-C, SIGTERM, SIGHUP), tells the application, and gives it time to
 * end by itself.
 */
final class SignalForwarding implements AutoCloseable {
  private static final int SIGTERM = 15;
  private static final long GRACE_SECONDS = 10;

  private final RunningApp app;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::forward, "baci-signals");

  private SignalForwarding(RunningApp app) {
    this.app = app;
  }

  /** Begins to forward. */
  static SignalForwarding to(RunningApp app) {
    SignalForwarding forwarding = new SignalForwarding(app);
    Runtime.getRuntime().addShutdownHook(forwarding.hook);
    return forwarding;
  }

  /** Takes that the application has ended. */
  void ended() {
    ended.countDown();
  }

  private void forward() {
    if (ended.getCount() == 0) {
      return;
    }
    app.signal(SIGTERM);
    try {
      if (!ended.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
        app.close();
      }
    } catch (InterruptedException e) {
      app.close();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The machine is ending already, and the hook runs.
    }
  }
}
