package io.github.baci.container.builder;

/** What separates the commands that a builder runs from the machine. */
public enum Separation {
  /** Namespaces and mounts of their own. */
  NAMESPACES,
  /** A root directory of their own, by {@code chroot}: they are root, and cannot mount. */
  CHROOT,
  /**
   * Namespaces and mounts of their own, in which there is one id: their system calls are answered
   * so that they see the owners of the image.
   */
  ENCLOSED,
  /** Nothing: their system calls are answered so that they see a root directory of their own. */
  TRACED;

  /** Returns whether the builder can mount. */
  boolean mounts() {
    return this == NAMESPACES || this == ENCLOSED;
  }
}
