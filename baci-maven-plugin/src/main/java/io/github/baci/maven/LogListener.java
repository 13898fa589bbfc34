package io.github.baci.maven;

import io.github.baci.api.BuildListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * Writes what happens in a build to Maven's log, and, where a person looks at a terminal, shows on
 * its last line what is going on.
 */
final class LogListener implements BuildListener, AutoCloseable {
  private static final String TOLD = LogListener.class.getName() + ".told: ";

  private final PlainLog log;
  private final LiveLine live;
  private final TransferProgress transfers;
  private final StepLog steps;
  private final Predicate<String> isNews;
  private @Nullable ScheduledThreadPoolExecutor clock;

  /**
   * Takes where to write.
   *
   * @param terminal the terminal, if there is one that can be drawn on
   * @param isNews whether a note was not told before
   */
  LogListener(Log log, Optional<PrintWriter> terminal, Predicate<String> isNews) {
    this(log, terminal, isNews, System::nanoTime);
  }

  LogListener(
      Log log, Optional<PrintWriter> terminal, Predicate<String> isNews, LongSupplier nanoTime) {
    this.log = PlainLog.of(log);
    this.isNews = isNews;
    this.live = new LiveLine(terminal);
    this.transfers = new TransferProgress(live, this::line, nanoTime);
    this.steps = new StepLog(live, this::plainLine, nanoTime);
  }

  /**
   * Makes a listener that draws where a person looks at a terminal, and tells each note once in a
   * call of Maven, as that of how commands are separated counts for all modules and goals.
   */
  static LogListener of(Log log, MavenSession session) {
    boolean drawn =
        session.getRequest().isInteractiveMode() && !session.isParallel() && log.isInfoEnabled();
    return new LogListener(
        log,
        drawn ? Terminal.find() : Optional.empty(),
        note -> session.getRepositorySession().getData().set(TOLD + note, null, true));
  }

  /** Many builds find that nothing has changed, and have no step: they need no clock. */
  private synchronized void startClock() {
    if (clock == null) {
      clock =
          new ScheduledThreadPoolExecutor(
              1,
              task -> {
                Thread thread = new Thread(task, "baci-log");
                thread.setDaemon(true);
                return thread;
              });
      var unused = clock.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }
  }

  private void tick() {
    steps.tick();
    live.draw();
  }

  private void line(String line) {
    live.above(() -> log.info(line));
  }

  /** Writes a line whose parts are plain, but for the colours of a command. */
  private void plainLine(String line) {
    live.above(() -> log.line(line));
  }

  @Override
  public void stepStarted(StepId step) {
    startClock();
    steps.started(step);
  }

  @Override
  public void stepEnded(StepId step, Outcome outcome, Duration took) {
    steps.ended(step, outcome, took);
  }

  @Override
  public void stepOutput(StepId step, byte[] bytes) {
    steps.output(step, bytes);
  }

  @Override
  public void pullProgress(String image, long done, long total) {
    transfers.update(TransferProgress.Way.PULL, image, done, total);
  }

  @Override
  public void pushProgress(String image, long done, long total) {
    transfers.update(TransferProgress.Way.PUSH, image, done, total);
  }

  @Override
  public void activity(String what) {
    line(what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1));
  }

  @Override
  public void signatureVerified(String image, String signer) {
    line("%s is signed by %s".formatted(image, signer));
  }

  @Override
  public void note(String message) {
    String named = OptionNames.in(message);
    if (isNews.test(named)) {
      line(named);
    }
  }

  @Override
  public void warning(String message) {
    String named = OptionNames.in(message);
    live.above(() -> log.warn(named));
  }

  @Override
  public void debug(String message) {
    if (log.isDebugEnabled()) {
      String named = OptionNames.in(message);
      live.above(() -> log.debug(named));
    }
  }

  @Override
  public synchronized void close() {
    if (clock != null) {
      clock.shutdownNow();
    }
    steps.close();
    live.close();
  }
}
