package io.github.baci.container.traced;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnownDirectoriesTest {
  private static final int MANY = 150_000;

  /** The last one is found while there is room, as there is none any more, and after that. */
  @Test
  void noneStaysWhenWhatLedToItChangesHoweverManyWereFoundBefore() {
    for (int before = 19_990; before < 20_010; before++) {
      KnownDirectories known = new KnownDirectories();
      for (int i = 0; i < before; i++) {
        find(known, "/directory-" + i);
      }
      find(known, "/last");
      assertThat(known.get("/last/")).isNotNull();

      known.changed("/last");

      assertThat(known.get("/last/")).as("after %d others", before).isNull();
    }
  }

  @Test
  void allIsForgottenWhenItIsTooMuch() {
    KnownDirectories known = new KnownDirectories();
    for (int i = 0; i < MANY; i++) {
      find(known, "/directory-" + i);
    }

    assertThat(known.version()).isPositive();
    assertThat(known.get("/directory-0/")).isNull();
  }

  /** Of a process that is not root nothing is remembered, but where it went is taken note of. */
  @Test
  void searchesOfWhichNothingIsRememberedAreBoundedToo() {
    KnownDirectories known = new KnownDirectories();
    for (int i = 0; i < MANY; i++) {
      known.beginSearch();
      known.dependOn("/directory-" + i);
    }

    assertThat(known.version()).isPositive();
  }

  @Test
  void whatDoesNotLeadToItDoesNotMatter() {
    KnownDirectories known = new KnownDirectories();
    find(known, "/a");

    known.changed("/b");

    assertThat(known.get("/a/")).isNotNull();
  }

  private static void find(KnownDirectories known, String place) {
    known.beginSearch();
    known.dependOn(place);
    Bind root = new Bind("", "/root", false);
    known.put(place + "/", new GuestDirectory(place, "/root" + place, root, true));
  }
}
