package io.github.baci.container;

/**
 * The kinds of files that builders are started with, which the store keeps among its other files.
 * Their keys are made here and known again here.
 */
public enum BuilderFile {
  /** The builder as an App Container Image, and the ID of that. */
  IMAGE("builder-"),
  /** The builder's classes, and archives of them. */
  WORKER("worker-"),
  /** The library by which the builder makes system calls. */
  LIBRARY("libjnidispatch-");

  private final String prefix;

  BuilderFile(String prefix) {
    this.prefix = prefix;
  }

  /**
   * Returns the key of a file of this kind.
   *
   * @param rest tells it from others of the kind
   */
  public String key(String rest) {
    return prefix + rest;
  }

  /** Returns whether a key is that of such a file. */
  public static boolean has(String key) {
    for (BuilderFile kind : values()) {
      if (key.startsWith(kind.prefix)) {
        return true;
      }
    }
    return false;
  }
}
