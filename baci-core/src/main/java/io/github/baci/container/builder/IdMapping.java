package io.github.baci.container.builder;

/** Which ids of the machine the ids inside the builder stand for. */
public enum IdMapping {
  /** All are themselves: the builder runs as root. */
  ROOT("r"),
  /** 0 is the user, the others are of the user's subordinate range. */
  RANGE("u"),
  /**
   * All are themselves, as far as there are any, but the builder is root of its namespace alone.
   */
  ALL("a"),
  /** 0 is the user, and there are no others. */
  SINGLE("s"),
  /** All belong to the user, and commands are told otherwise. */
  PRETENDED("p");

  private final String letter;

  IdMapping(String letter) {
    this.letter = letter;
  }

  /** Returns what tells directories of one mapping from those of another in the store. */
  String letter() {
    return letter;
  }
}
