package io.github.baci.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SuggestionTest {
  @Test
  void theNearestWordIsSuggestedUpToTwoSteps() {
    List<String> words = List.of("COPY", "RUN", "WORKDIR", "HEALTHCHECK");

    assertThat(Suggestion.of("COYP", words)).contains("COPY");
    assertThat(Suggestion.of("WORKDRI", words)).contains("WORKDIR");
    assertThat(Suggestion.of("HELTCHECK", words)).contains("HEALTHCHECK");
    assertThat(Suggestion.of("HELTCHEK", words)).isEmpty();
    assertThat(Suggestion.of("RUN", words)).isEmpty();
    assertThat(Suggestion.of("", words)).isEmpty();
    assertThat(Suggestion.of("", List.of("ab"))).contains("ab");
  }

  @Test
  void isAsFarAsTheWholeTableOfDistancesSays() {
    Random random = new Random(5);
    for (int i = 0; i < 5000; i++) {
      String word = word(random);
      String other = word(random);
      int distance = wholeTable(word, other);
      assertThat(Suggestion.of(word, List.of(other)).isPresent())
          .as("%s, %s: %d", word, other, distance)
          .isEqualTo(distance > 0 && distance < 3);
    }
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(9); i > 0; i--) {
      word.append((char) ('a' + random.nextInt(3)));
    }
    return word.toString();
  }

  private static int wholeTable(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + same, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], 1 + d[i - 2][j - 2]);
        }
      }
    }
    return d[a.length()][b.length()];
  }

  @Test
  void wordsThatNobodyTypesAreNearNothing() {
    String longest = "x".repeat(100);

    assertThat(Suggestion.of(longest, List.of(longest + "y"))).contains(longest + "y");
    assertThat(Suggestion.of(longest + "z", new ArrayList<>(List.of(longest)))).isEmpty();
  }
}
