package io.github.baci.dockerfile;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the expansion of a word gave.
 *
 * @param text the word after expansion
 * @param words the word after expansion, split on blanks outside quotes; the one word itself where
 *     words are not split
 * @param matched the names of variables that were used and set
 * @param unmatched the names of variables that were used and not set; not those whose absence the
 *     word itself provides for
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
