package io.github.baci.container.builder;

/** Which ids of the machine the ids inside the builder stand for. */
public enum IdMapping {
  /** All are themselves: the builder runs as root. */
  ROOT("r"),
  /** 0 is the user, the others are of the user's subordinate range. */
  RANGE("u"),
  /** 0 is the user, and there are no others. */
  SINGLE("s");

  private final String letter;

  IdMapping(String letter) {
    this.letter = letter;
  }

  /** Returns what tells directories of one mapping from those of another in the store. */
  String letter() {
    return letter;
  }
}
