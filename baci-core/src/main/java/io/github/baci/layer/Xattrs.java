package io.github.baci.layer;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Extended attributes: an immutable map of names to bytes, sorted by name. */
public final class Xattrs {
  /** No extended attributes. */
  public static final Xattrs NONE = new Xattrs(Collections.emptySortedMap());

  private final SortedMap<String, byte[]> values;

  private Xattrs(SortedMap<String, byte[]> values) {
    this.values = values;
  }

  /**
   * Copies a map.
   *
   * @param values values by full name, as in {@code user.mime_type} or {@code security.capability}
   */
  public static Xattrs of(Map<String, byte[]> values) {
    if (values.isEmpty()) {
      return NONE;
    }
    SortedMap<String, byte[]> copy = new TreeMap<>();
    values.forEach((name, value) -> copy.put(name, value.clone()));
    return new Xattrs(Collections.unmodifiableSortedMap(copy));
  }

  /** Returns whether there are none. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** Returns a copy of the values by name, sorted by name. */
  public SortedMap<String, byte[]> asMap() {
    SortedMap<String, byte[]> copy = new TreeMap<>();
    values.forEach((name, value) -> copy.put(name, value.clone()));
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof Xattrs that) || !values.keySet().equals(that.values.keySet())) {
      return false;
    }
    return values.entrySet().stream()
        .allMatch(entry -> Arrays.equals(entry.getValue(), that.values.get(entry.getKey())));
  }

  @Override
  public int hashCode() {
    int hash = 0;
    if (values.isEmpty()) {
      return hash;
    }
    for (Map.Entry<String, byte[]> entry : values.entrySet()) {
      hash += entry.getKey().hashCode() ^ Arrays.hashCode(entry.getValue());
    }
    return hash;
  }

  @Override
  public String toString() {
    return values.keySet().toString();
  }
}
