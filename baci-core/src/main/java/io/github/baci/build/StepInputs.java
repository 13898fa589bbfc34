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
  /** With more variables their names are not kept apart, so that long Dockerfiles stay quick. */
  private static final int MOST_ENTRIES = 200;

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("command", "the command"),
          Map.entry("env", "the variables"),
          Map.entry("cwd", "the working directory"),
          Map.entry("user", "the user"),
          Map.entry("sources", "the names of the sources"),
          Map.entry("inline", "the text of the heredoc"),
          Map.entry("content", "the text of the script"),
          Map.entry("path", "the directory"));

  private final Map<String, String> parts = new LinkedHashMap<>();

  /** Adds a part. */
  StepInputs add(String name, String value) {
    parts.merge(name, Integer.toHexString(value.hashCode()), (a, b) -> combined(a + b));
    return this;
  }

  /**
   * Adds the parts of an instruction.
   *
   * @param material as {@link io.github.baci.plan.KeyMaterial} writes it: a word for the kind of
   *     step, then for each value {@code NAME LENGTH:VALUE}, and before the values of a list or
   *     map, named {@code -} and {@code =}, {@code NAME COUNT}
   */
  StepInputs addMaterial(String material) {
    int at = material.indexOf('\n') + 1;
    String group = "";
    boolean apart = false;
    String key = "";
    while (at < material.length()) {
      int space = material.indexOf(' ', at);
      String name = material.substring(at, space);
      int end = space + 1;
      while (Character.isDigit(material.charAt(end))) {
        end++;
      }
      int number = Integer.parseInt(material.substring(space + 1, end));
      if (material.charAt(end) != ':') {
        group = name;
        apart = name.equals("env") && number <= MOST_ENTRIES;
        add(words(name), Integer.toString(number));
        at = end + 1;
        continue;
      }
      String value = material.substring(end + 1, end + 1 + number);
      at = end + 1 + number + 1;
      if (name.equals("-") && apart) {
        key = value;
      } else if (name.equals("=") && apart) {
        add("the variable " + key, value);
      } else {
        add(words(name.equals("-") || name.equals("=") ? group : name), value);
      }
    }
    return this;
  }

  private static String words(String name) {
    String words = WORDS.get(name);
    return words == null ? "the option " + name : words;
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
    if (names.stream().anyMatch(name -> name.startsWith("the variable "))) {
      names.remove("the variables"); // their number
    }
    return String.join(", ", names);
  }
}
