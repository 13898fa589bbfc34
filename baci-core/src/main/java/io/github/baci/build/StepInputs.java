package io.github.baci.build;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * What the key of a step was made of, in short: a number for each part, by the words that say what
 * the part is. Two steps of different keys differ in one of them, as good as always; the numbers
 * are for people who ask why a step was executed again, and decide nothing.
 */
final class StepInputs {
  private final Map<String, String> parts = new LinkedHashMap<>();

  /** Adds a part. */
  StepInputs add(String name, String value) {
    parts.merge(name, Integer.toHexString(value.hashCode()), (a, b) -> combined(a + b));
    return this;
  }

  /** Adds all parts of something else. */
  StepInputs addAll(StepInputs others) {
    parts.putAll(others.parts);
    return this;
  }

  private static String combined(String text) {
    return Integer.toHexString(text.hashCode());
  }

  /** Returns the numbers of the parts by name. */
  Map<String, String> parts() {
    return parts;
  }

  /** Returns in words which parts differ from those of an earlier build; empty if none does. */
  String difference(Map<String, String> earlier) {
    TreeSet<String> names = new TreeSet<>(parts.keySet());
    names.addAll(earlier.keySet());
    names.removeIf(name -> earlier.getOrDefault(name, "").equals(parts.get(name)));
    return String.join(", ", names);
  }
}
