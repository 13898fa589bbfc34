package io.github.baci.dockerfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The options that an instruction was given. */
final class FlagValues {
  private final Map<String, List<String>> values = new LinkedHashMap<>();
  private final Map<String, BuildFlag> flags = new LinkedHashMap<>();

  void put(String name, BuildFlag flag, String value) {
    values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    flags.put(name, flag);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** Returns the names of the options given. */
  List<String> names() {
    return List.copyOf(values.keySet());
  }

  /** Returns the value of an option; an empty one counts as not given. */
  Optional<String> string(String name) {
    return list(name).stream().findFirst().filter(value -> !value.isEmpty());
  }

  /** Returns whether an option is on, if it was given. */
  Optional<Boolean> flag(String name) {
    return string(name).map("true"::equals);
  }

  /** Returns whether an option is on. */
  boolean isOn(String name) {
    return flag(name).orElse(false);
  }

  /** Returns all values of an option. */
  List<String> list(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** Returns where an option stands that was given, the last of several. */
  BuildFlag position(String name) {
    return Objects.requireNonNull(flags.get(name), "only options that were given stand somewhere");
  }
}
