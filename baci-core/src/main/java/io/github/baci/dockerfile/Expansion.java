package io.github.baci.dockerfile;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the expansion of a word gave.
 *
 * @param text the word after expansion, as one word
 * @param words the same, split on blanks outside quotes; empty words are left out
 * @param matched the names of variables that were used and set
 * @param unmatched the names of variables that were used and not set
 */
public record Expansion(
    String text, List<String> words, Set<String> matched, Set<String> unmatched) {
  /** Copies the collections; they keep their order. */
  public Expansion {
    words = List.copyOf(words);
    matched = Collections.unmodifiableSet(new LinkedHashSet<>(matched));
    unmatched = Collections.unmodifiableSet(new LinkedHashSet<>(unmatched));
  }
}
