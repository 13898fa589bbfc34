package io.github.baci.container.traced;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The directories that were found by their paths, until one that led to any of them changes. */
final class KnownDirectories {
  private static final int MOST = 20_000;
  private static final int MOST_INVOLVED = 5 * MOST;

  private final Map<String, GuestDirectory> byPath = new HashMap<>();
  private final Set<String> involved = new HashSet<>();
  private long version;

  /** Returns what a path was found to be, or null. */
  @Nullable GuestDirectory get(String path) {
    return byPath.get(path);
  }

  /**
   * Hears that a search begins. All that was known is forgotten here when it is too much, and never
   * between the first {@link #dependOn} of a search and its {@link #put}: what is remembered
   * without what it depends on would stay when that changes.
   */
  void beginSearch() {
    if (byPath.size() >= MOST || involved.size() >= MOST_INVOLVED) {
      forget();
    }
  }

  /** Remembers what a path was found to be, by the search that has begun last. */
  void put(String path, GuestDirectory directory) {
    byPath.put(path, directory);
  }

  /** Hears that the search goes through a directory or link of the guest. */
  void dependOn(String place) {
    involved.add(place);
  }

  /** Hears that a directory or link of the guest has gone or become another one. */
  void changed(String place) {
    if (involved.contains(place)) {
      forget();
    }
  }

  /** Forgets all. */
  void forget() {
    version++;
    byPath.clear();
    involved.clear();
  }

  /** Returns a number that is another one whenever all was forgotten. */
  long version() {
    return version;
  }
}
