package io.github.baci.api;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what a writer may have meant: the nearest of the words that are known. */
public final class Suggestion {
  private static final int LIMIT = 3;

  private Suggestion() {}

  /**
   * Returns the nearest candidate that is less than three insertions, deletions, substitutions or
   * swaps of neighbours away, the first of several; none if the word itself is a candidate, because
   * then something else is wrong.
   */
  public static Optional<String> of(String word, Collection<String> candidates) {
    String nearest = null;
    int best = LIMIT;
    for (String candidate : candidates) {
      if (candidate.equals(word)) {
        return Optional.empty();
      }
      int distance = distance(word, candidate);
      if (distance < best) {
        best = distance;
        nearest = candidate;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** As {@link #of}, in any case of letters; the suggestion comes in the case of the word. */
  public static Optional<String> ofAnyCase(String word, Collection<String> candidates) {
    String lower = word.toLowerCase(Locale.ROOT);
    Optional<String> found =
        of(lower, candidates.stream().map(c -> c.toLowerCase(Locale.ROOT)).toList());
    boolean upper = !word.equals(lower) && word.equals(word.toUpperCase(Locale.ROOT));
    return upper ? found.map(c -> c.toUpperCase(Locale.ROOT)) : found;
  }

  /** Adds {@code (did you mean X?)} to a message if there is something to suggest. */
  public static String append(String message, Optional<String> suggestion) {
    return suggestion.map(s -> message + " (did you mean " + s + "?)").orElse(message);
  }

  private static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) >= LIMIT) {
      return LIMIT;
    }
    int[] twoAbove = new int[b.length() + 1];
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(substitution, 1 + Math.min(above[j], row[j - 1]));
        boolean isSwapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (isSwapped) {
          row[j] = Math.min(row[j], 1 + twoAbove[j - 2]);
        }
      }
      twoAbove = above;
      above = row;
    }
    return above[b.length()];
  }
}
