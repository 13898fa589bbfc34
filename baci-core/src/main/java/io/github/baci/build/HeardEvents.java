package io.github.baci.build;

import io.github.baci.api.BuildListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Hands on what happens in a build, and remembers its steps, and whether anything was told that a
 * build with the same inputs would have to tell again. Safe for several threads.
 */
final class HeardEvents implements BuildListener {
  private final BuildListener listener;
  private final List<StepId> steps = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private int others;

  /** Takes who else hears of everything. */
  HeardEvents(BuildListener listener) {
    this.listener = listener;
  }

  /** Returns who else hears, for what is told and concerns this one build alone. */
  BuildListener unheard() {
    return listener;
  }

  /** Returns the steps that ended well, in the order in which they ended. */
  synchronized List<StepId> steps() {
    return List.copyOf(steps);
  }

  /** Returns whether something was told that concerns every build of these inputs. */
  synchronized boolean hasTold() {
    return tellings() > 0;
  }

  /** Returns how often something was told that concerns every build of these inputs. */
  synchronized int tellings() {
    return warnings.size() + others;
  }

  /** Returns what was warned of, in that order. */
  synchronized List<String> warnings() {
    return List.copyOf(warnings);
  }

  @Override
  public void stepStarted(StepId step) {
    listener.stepStarted(step);
  }

  @Override
  public void stepEnded(StepId step, Outcome outcome, Duration took) {
    synchronized (this) {
      if (outcome == Outcome.DONE || outcome == Outcome.CACHED) {
        steps.add(step);
      }
    }
    listener.stepEnded(step, outcome, took);
  }

  @Override
  public void stepOutput(StepId step, byte[] bytes) {
    listener.stepOutput(step, bytes);
  }

  @Override
  public void pullProgress(String image, long done, long total) {
    listener.pullProgress(image, done, total);
  }

  @Override
  public void signatureVerified(String image, String signer) {
    synchronized (this) {
      others++;
    }
    listener.signatureVerified(image, signer);
  }

  @Override
  public void pushProgress(String image, long done, long total) {
    listener.pushProgress(image, done, total);
  }

  @Override
  public void activity(String what) {
    listener.activity(what);
  }

  @Override
  public void note(String message) {
    listener.note(message);
  }

  @Override
  public void warning(String message) {
    synchronized (this) {
      warnings.add(message);
    }
    listener.warning(message);
  }

  @Override
  public void debug(String message) {
    listener.debug(message);
  }
}
