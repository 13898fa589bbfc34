package io.github.baci.source.jlink;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The modules of a JDK that a jar uses.
 *
 * @param needed those that its classes refer to or that its declaration requires
 * @param named those with classes that it names in strings only: for reflection, or by chance
 */
record ModuleUse(Set<String> needed, Set<String> named) {
  private static final String NAMED = "? ";

  /** A use of nothing. */
  static ModuleUse none() {
    return new ModuleUse(new TreeSet<>(), new TreeSet<>());
  }

  /** Adds what another jar uses. */
  void add(ModuleUse other) {
    needed.addAll(other.needed);
    named.addAll(other.named);
  }

  /** Returns the lines that {@link #parse} reads. */
  List<String> lines() {
    return Stream.concat(needed.stream(), named.stream().map(name -> NAMED + name)).toList();
  }

  static ModuleUse parse(Collection<String> lines) {
    ModuleUse use = none();
    for (String line : lines) {
      if (line.startsWith(NAMED)) {
        use.named.add(line.substring(NAMED.length()));
      } else {
        use.needed.add(line);
      }
    }
    return use;
  }
}
