package io.github.baci.maven;

import io.github.baci.BuildListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.Log;

/**
 * Writes what happens in a build to Maven's log: a line as each step starts and ends, and between
 * them what RUN writes, each line with its step, because stages run side by side.
 */
final class LogListener implements BuildListener, AutoCloseable {
  private static final int LONGEST_INSTRUCTION = 160;

  private final Log log;
  private final TransferProgress transfers;
  private final Map<StepId, StepOutput> outputs = new ConcurrentHashMap<>();

  /**
   * Takes where to write.
   *
   * @param terminal the terminal, if there is one that bars can be drawn on
   */
  LogListener(Log log, Optional<PrintWriter> terminal) {
    this.log = log;
    this.transfers = new TransferProgress(terminal, log::info);
  }

  /** Makes a listener that draws bars where a person looks at a terminal. */
  static LogListener of(Log log, MavenSession session) {
    boolean bars =
        session.getRequest().isInteractiveMode() && !session.isParallel() && log.isInfoEnabled();
    return new LogListener(log, bars ? Terminal.find() : Optional.empty());
  }

  @Override
  public void stepStarted(StepId step) {
    String text = step.instruction();
    String shown =
        text.length() <= LONGEST_INSTRUCTION
            ? text
            : text.substring(0, LONGEST_INSTRUCTION - 1) + "…";
    transfers.line(label(step) + shown);
  }

  @Override
  public void stepEnded(StepId step, Outcome outcome, Duration took) {
    StepOutput output = outputs.remove(step);
    if (output != null) {
      output.finish();
    }
    String seconds = String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    transfers.line(
        label(step)
            + switch (outcome) {
              case DONE -> "done in " + seconds;
              case CACHED -> "CACHED";
              case FAILED -> "FAILED after " + seconds;
              case CANCELED -> "given up after " + seconds;
            });
  }

  @Override
  public void stepOutput(StepId step, byte[] bytes) {
    outputs
        .computeIfAbsent(
            step, key -> new StepOutput(line -> transfers.line(label(key) + "| " + line)))
        .write(bytes);
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
    transfers.line(what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1));
  }

  @Override
  public void signatureVerified(String image, String signer) {
    transfers.line("%s is signed by %s".formatted(image, signer));
  }

  @Override
  public void note(String message) {
    transfers.line(message);
  }

  @Override
  public void warning(String message) {
    transfers.around(() -> log.warn(message));
  }

  @Override
  public void debug(String message) {
    if (log.isDebugEnabled()) {
      transfers.around(() -> log.debug(message));
    }
  }

  @Override
  public void close() {
    outputs.values().forEach(StepOutput::finish);
    transfers.close();
  }

  private static String label(StepId step) {
    return "[%s %d/%d] ".formatted(step.stage(), step.number(), step.count());
  }
}
