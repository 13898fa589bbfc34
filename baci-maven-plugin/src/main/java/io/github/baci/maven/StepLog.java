package io.github.baci.maven;

import io.github.baci.api.BuildListener.Outcome;
import io.github.baci.api.BuildListener.StepId;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The lines of a build's steps. A step has one line, written as it ends, with the time that it took
 * if it took any. Only if it writes something itself, or takes long and no terminal shows it, is
 * the line written before, and another one with the time afterwards. What a command writes bears
 * the step in front, because stages run side by side.
 */
final class StepLog {
  /** A step that takes longer is told before it ends, where no terminal shows that it runs. */
  static final Duration LONG = Duration.ofSeconds(3);

  private static final Duration WORTH_TELLING = Duration.ofMillis(100);
  private static final int LONGEST_INSTRUCTION = 160;
  private static final int LONGEST_LIVE_INSTRUCTION = 50;

  private final LiveLine live;
  private final Consumer<String> lines;
  private final LongSupplier nanoseconds;
  private final Map<StepId, Running> steps = new ConcurrentHashMap<>();

  /**
   * Takes where to write.
   *
   * @param lines hears whole lines, which are plain but for the colours of commands
   * @param nanoseconds the clock, as {@link System#nanoTime}
   */
  StepLog(LiveLine live, Consumer<String> lines, LongSupplier nanoseconds) {
    this.live = live;
    this.lines = lines;
    this.nanoseconds = nanoseconds;
  }

  /** A step starts. */
  void started(StepId step) {
    Running running = new Running(step, nanoseconds.getAsLong());
    steps.put(step, running);
    live.put(step, running::shown);
  }

  /** A step wrote something. */
  void output(StepId step, byte[] bytes) {
    steps.computeIfAbsent(step, id -> new Running(id, nanoseconds.getAsLong())).write(bytes);
  }

  /** A step ended. */
  void ended(StepId step, Outcome outcome, Duration took) {
    live.remove(step);
    Running running = steps.remove(step);
    if (running == null) {
      running = new Running(step, nanoseconds.getAsLong());
    }
    running.end(outcome, took);
  }

  /** Tells of steps that run for long, where no terminal shows them. */
  void tick() {
    if (!live.isShown()) {
      steps.values().forEach(Running::tellIfLong);
    }
  }

  /** Hands on what steps wrote that never ended. */
  void close() {
    steps.values().forEach(Running::finish);
  }

  /** A step between its start and its end. */
  private final class Running {
    private final StepId step;
    private final long start;
    private final StepOutput output;
    private boolean told;

    Running(StepId step, long start) {
      this.step = step;
      this.start = start;
      this.output = new StepOutput(this::line);
    }

    private void line(String text) {
      tell();
      lines.accept(label(step) + "| " + PlainLog.output(text));
    }

    void write(byte[] bytes) {
      output.write(bytes);
    }

    void finish() {
      output.finish();
    }

    synchronized void tell() {
      if (!told) {
        told = true;
        lines.accept(label(step) + cut(step.instruction(), LONGEST_INSTRUCTION));
      }
    }

    void tellIfLong() {
      if (elapsed().compareTo(LONG) >= 0) {
        tell();
      }
    }

    void end(Outcome outcome, Duration took) {
      output.finish();
      last(outcome, took);
    }

    private synchronized void last(Outcome outcome, Duration took) {
      boolean isLong = took.compareTo(WORTH_TELLING) >= 0;
      if (told) {
        if (isLong || outcome != Outcome.DONE) {
          lines.accept(label(step) + afterwards(outcome) + time(took));
        }
        return;
      }
      lines.accept(
          label(step)
              + inFront(outcome)
              + cut(step.instruction(), LONGEST_INSTRUCTION)
              + (isLong ? " (" + time(took) + ")" : ""));
    }

    /** Returns what the terminal shows: nothing for a step that has just begun. */
    String shown() {
      Duration elapsed = elapsed();
      return elapsed.toSeconds() < 1
          ? ""
          : "%s%s %s"
              .formatted(
                  label(step),
                  cut(step.instruction(), LONGEST_LIVE_INSTRUCTION),
                  time(Duration.ofSeconds(elapsed.toSeconds())));
    }

    private Duration elapsed() {
      return Duration.ofNanos(nanoseconds.getAsLong() - start);
    }
  }

  private static String inFront(Outcome outcome) {
    return switch (outcome) {
      case DONE -> "";
      case CACHED -> "CACHED ";
      case FAILED -> "FAILED ";
      case CANCELED -> "GIVEN UP ";
    };
  }

  private static String afterwards(Outcome outcome) {
    return switch (outcome) {
      case DONE -> "done in ";
      case CACHED -> "CACHED after ";
      case FAILED -> "FAILED after ";
      case CANCELED -> "given up after ";
    };
  }

  /** Returns a time as people say it: {@code 0.3 s}, {@code 12 s}, {@code 2 min 5 s}. */
  static String time(Duration time) {
    if (time.toSeconds() >= 60) {
      return "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart());
    }
    return time.toMillisPart() == 0
        ? time.toSeconds() + " s"
        : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }

  private static String cut(String instruction, int longest) {
    String text = PlainLog.text(instruction);
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }

  private static String label(StepId step) {
    return "[%s %d/%d] ".formatted(PlainLog.text(step.stage()), step.number(), step.count());
  }
}
