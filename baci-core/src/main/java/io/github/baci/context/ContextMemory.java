package io.github.baci.context;

import io.github.baci.api.Digest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a context before it is read, from the last build: an instruction that takes the
 * same as then needs no file to be listed or read, only its time of change to be looked at. What
 * this build takes is added for the next one. Safe for several threads.
 */
public final class ContextMemory {
  private final Optional<ContextLooks> before;
  private final IdentityHashMap<ContextLook, Boolean> holding = new IdentityHashMap<>();
  private final Map<Digest, ContextLook> recalled = new LinkedHashMap<>();
  private final Map<Digest, News> news = new LinkedHashMap<>();

  /** What an instruction of this build took. */
  private record News(Digest taken, List<ContextEntry> from) {}

  private ContextMemory(Optional<ContextLooks> before) {
    this.before = before;
  }

  /** Returns the memory of who knows nothing. */
  public static ContextMemory none() {
    return new ContextMemory(Optional.empty());
  }

  /** Returns the memory of a build. */
  public static ContextMemory of(ContextLooks before) {
    return new ContextMemory(Optional.of(before));
  }

  /** Returns whether all that was looked at is as it was. */
  public synchronized boolean isOf(Path directory) {
    if (before.isEmpty() || !before.get().way().areOf(directory)) {
      return false;
    }
    for (ContextLook look : before.get().looks()) {
      if (!holds(look, directory)) {
        return false;
      }
    }
    return true;
  }

  private boolean holds(ContextLook look, Path directory) {
    Boolean known = holding.get(look);
    if (known == null) {
      known = look.holds(directory);
      holding.put(look, known);
    }
    return known;
  }

  /** Returns what an instruction takes, if it is what it took before. */
  synchronized Optional<Digest> recall(Digest subject, Path directory) {
    for (ContextLook look : before.map(ContextLooks::looks).orElse(List.of())) {
      if (look.subject().equals(subject) && holds(look, directory)) {
        recalled.put(subject, look);
        return Optional.of(look.taken());
      }
    }
    return Optional.empty();
  }

  /** Remembers what an instruction took. */
  synchronized void add(Digest subject, Digest taken, List<ContextEntry> from) {
    recalled.remove(subject);
    news.put(subject, new News(taken, from));
  }

  /**
   * Returns what the next build may know.
   *
   * @param root the root of the context
   * @param began a time before the first look of this build, in nanoseconds since the epoch
   * @return nothing, if a change of what was looked at might not show
   */
  synchronized Optional<ContextLooks> after(ContextEntry root, long began) {
    List<ContextLook> looks = new ArrayList<>(recalled.values());
    for (Map.Entry<Digest, News> each : news.entrySet()) {
      List<ContextLook.Subtree> subtrees = new ArrayList<>();
      for (ContextEntry entry : each.getValue().from()) {
        Optional<ContextMarks> marks = ContextMarks.of(entry, Set.of(), began);
        if (marks.isEmpty()) {
          return Optional.empty();
        }
        subtrees.add(new ContextLook.Subtree(entry.path(), marks.get()));
      }
      looks.add(new ContextLook(each.getKey(), each.getValue().taken(), subtrees));
    }
    // What was recalled was not looked at, unless by somebody else, who may have seen more of it.
    Set<String> taken = new HashSet<>();
    for (News each : news.values()) {
      for (ContextEntry entry : each.from()) {
        taken.add(entry.path());
      }
    }
    Optional<ContextMarks> way = ContextMarks.of(root, taken, began);
    return way.isPresent() ? Optional.of(new ContextLooks(way.get(), looks)) : Optional.empty();
  }
}
