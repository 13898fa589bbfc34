package io.github.baci.store;

import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;

/** The values that {@code Files.readAttributes} gives for attributes that were asked for. */
public final class UnixAttributes {
  private UnixAttributes() {}

  /** Returns a number: what was asked for is there. */
  public static long number(Map<String, Object> values, String name) {
    return ((Number) Objects.requireNonNull(values.get(name), name)).longValue();
  }

  /** Returns a time: what was asked for is there. */
  public static FileTime time(Map<String, Object> values, String name) {
    return (FileTime) Objects.requireNonNull(values.get(name), name);
  }
}
