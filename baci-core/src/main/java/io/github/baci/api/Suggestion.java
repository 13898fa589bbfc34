package io.github.baci.api;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what a writer may have meant: the nearest of the words that are known. */
public final class Suggestion {
  private static final int LIMIT = 3;

  /** Nobody mistypes a longer word by two letters, and looks for them. */
  private static final int LONGEST_WORD = 100;

  /** What ends a message to which a suggestion was {@linkplain #append added}. */
  public static final String END = "?)";

  private Suggestion() {}

  /**
   * Returns the nearest candidate that is less than three insertions, deletions, substitutions or
   * swaps of neighbours away, the first of several; none if the word itself is a candidate, because
   * then something else is wrong. Nothing is near a word of more than 100 characters.
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
    return suggestion.map(s -> message + " (did you mean " + s + END).orElse(message);
  }

  /** Returns how far two words are apart, or LIMIT if it is that or more. */
  private static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) >= LIMIT || a.length() > LONGEST_WORD) {
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
      // what is further from the diagonal is LIMIT or more
      int first = Math.max(1, i - LIMIT);
      int last = Math.min(b.length(), i + LIMIT);
      java.util.Arrays.fill(row, 1, first, LIMIT);
      int least = row[0];
      for (int j = first; j <= last; j++) {
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
        least = Math.min(least, row[j]);
      }
      java.util.Arrays.fill(row, Math.min(last + 1, row.length), row.length, LIMIT);
      if (least >= LIMIT) {
        return LIMIT;
      }
      twoAbove = above;
      above = row;
    }
    return Math.min(LIMIT, above[b.length()]);
  }
}
