package io.github.baci.build;

import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildListener.StepId;
import io.github.baci.api.Digest;
import io.github.baci.api.Option;
import io.github.baci.store.Records;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of one Dockerfile took in when they were last built, to say why one is executed
 * again. It is kept in the store as one file for each Dockerfile, and written by builds that
 * execute something. Safe for the threads of several stages.
 */
final class StepHistory {
  private final Store store;
  private final String key;
  private final BuildListener listener;
  private final Map<String, StepInputs> now = new TreeMap<>();
  private @Nullable Map<String, Map<String, String>> before;
  private boolean changed;

  /**
   * Prepares for a build.
   *
   * @param subject tells this Dockerfile and its target from others
   * @param listener is told, among what helps to find faults, why steps are executed
   */
  StepHistory(Store store, String subject, BuildListener listener) {
    this.store = store;
    this.key =
        "steps-" + Digest.sha256Of(("steps 1\0" + subject).getBytes(StandardCharsets.UTF_8)).hex();
    this.listener = listener;
  }

  /** Takes what a step whose result was in the store took in. */
  synchronized void cached(StepId step, StepInputs inputs) {
    now.put(name(step), inputs);
  }

  /**
   * Takes what a step takes in that is about to be executed, and says why it is.
   *
   * @param noCache whether everything is executed
   */
  synchronized void missed(StepId step, StepInputs inputs, boolean noCache) {
    now.put(name(step), inputs);
    changed = true;
    listener.debug(
        "[%s %d/%d] ".formatted(step.stage(), step.number(), step.count())
            + (noCache ? "is executed because " + Option.NO_CACHE + " is set" : why(step, inputs)));
  }

  /**
   * Returns whether an instruction is another than the last build had in this place, or that had
   * none: then it will have to be executed, unless a build of something else has done the same.
   *
   * @param number the step's number, as people are told it
   * @param instruction what the instruction alone says
   */
  synchronized boolean isNew(String stage, int number, StepInputs instruction) {
    Map<String, String> earlier = before().get(name(stage, number));
    if (earlier == null) {
      return true;
    }
    for (Map.Entry<String, String> part : instruction.parts().entrySet()) {
      if (!part.getValue().equals(earlier.get(line(part.getKey())))) {
        return true;
      }
    }
    return false;
  }

  private Map<String, Map<String, String>> before() {
    Map<String, Map<String, String>> known = before;
    if (known == null) {
      known = read();
      before = known;
    }
    return known;
  }

  private String why(StepId step, StepInputs inputs) {
    Map<String, String> earlier = before().get(name(step));
    if (earlier == null) {
      return before().isEmpty()
          ? "is not in the store: this Dockerfile was not built with it before"
          : "is not in the store: when this Dockerfile was last built, it had no such step";
    }
    String difference = inputs.difference(earlier);
    return difference.isEmpty()
        ? "takes in what it took in when it was last built, but the result is no longer in the"
            + " store"
        : "is not in the store: since this Dockerfile was last built, these changed: " + difference;
  }

  /**
   * Keeps what was taken in, if a step was executed. Where that cannot be, the next build knows
   * less to tell, and that is all: it must not hide why a step has failed.
   */
  synchronized void keep() {
    if (!changed) {
      return;
    }
    StringBuilder text = new StringBuilder();
    now.forEach(
        (step, inputs) -> {
          text.append(step).append('\n');
          inputs
              .parts()
              .forEach(
                  (name, number) ->
                      text.append('\t')
                          .append(number)
                          .append('\t')
                          .append(line(name))
                          .append('\n'));
        });
    try {
      new Records(store).put(Store.Area.FILES, key, text.toString());
    } catch (IOException e) {
      listener.debug("what the steps took in cannot be kept: " + IoMessages.of(e, store.root()));
    }
  }

  private static String line(String name) {
    return name.replace('\n', ' ');
  }

  private Map<String, Map<String, String>> read() {
    Map<String, Map<String, String>> result = new HashMap<>();
    Optional<String> text = new Records(store).text(Store.Area.FILES, key);
    Map<String, String> parts = new HashMap<>();
    for (String line : text.orElse("").lines().toList()) {
      String[] fields = line.split("\t", 3);
      if (fields.length == 3) {
        parts.put(fields[2], fields[1]);
      } else {
        parts = new HashMap<>();
        result.put(line, parts);
      }
    }
    return result;
  }

  private static String name(StepId step) {
    return name(step.stage(), step.number());
  }

  private static String name(String stage, int number) {
    return number + " " + stage;
  }
}
