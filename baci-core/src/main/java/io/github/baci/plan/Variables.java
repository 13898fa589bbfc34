package io.github.baci.plan;

import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a stage while its instructions are worked out, and what they were at each RUN. A
 * snapshot costs nothing, however many variables there are: it remembers the last assignment, and
 * each assignment the one before. Not safe for several threads; snapshots are.
 */
final class Variables {
  private final Map<String, String> values = new LinkedHashMap<>();
  private @Nullable Assignment last;

  /** Begins with some variables. */
  Variables(Map<String, String> start) {
    start.forEach(this::put);
  }

  /** Returns null if there is no such variable. */
  @Nullable String get(String name) {
    return values.get(name);
  }

  /** Sets a variable; one that is there keeps its position. */
  void put(String name, String value) {
    if (!value.equals(values.put(name, value))) {
      last = new Assignment(last, name, value);
    }
  }

  /** Sets a variable that is not there. */
  void putIfAbsent(String name, String value) {
    if (!values.containsKey(name)) {
      put(name, value);
    }
  }

  /** Returns the names and values as they are now and will be; not to be changed. */
  Map<String, String> asMap() {
    return Collections.unmodifiableMap(values);
  }

  /**
   * Returns what a process sees now, in the order of the first assignments. The map is immutable,
   * and is put together at each look at it.
   */
  Map<String, String> snapshot() {
    return new Snapshot(last);
  }

  private record Assignment(@Nullable Assignment before, String name, String value) {}

  /** What the assignments up to one of them say. */
  static final class Snapshot extends AbstractMap<String, String> {
    private final @Nullable Assignment last;

    private Snapshot(@Nullable Assignment last) {
      this.last = last;
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
      Deque<Assignment> inOrder = new ArrayDeque<>();
      for (Assignment each = last; each != null; each = each.before()) {
        inOrder.push(each);
      }
      Map<String, String> values = new LinkedHashMap<>();
      inOrder.forEach(each -> values.put(each.name(), each.value()));
      // A name that expands to nothing is kept in the image, but is no variable of a process.
      values.remove("");
      return Collections.unmodifiableMap(values).entrySet();
    }
  }
}
