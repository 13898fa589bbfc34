package io.github.baci.dockerfile;

import org.jspecify.annotations.Nullable;

/** Where the values of variables come from. */
@FunctionalInterface
public interface WordVariables {
  /** Returns the value, or null if the variable is not set. */
  @Nullable String get(String name);
}
