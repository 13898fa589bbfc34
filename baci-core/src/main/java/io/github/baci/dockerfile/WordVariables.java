package io.github.baci.dockerfile;

/** Where the values of variables come from. */
@FunctionalInterface
public interface WordVariables {
  /** Returns the value, or null if the variable is not set. */
  String get(String name);
}
