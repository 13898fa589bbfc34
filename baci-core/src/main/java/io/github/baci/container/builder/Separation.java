package io.github.baci.container.builder;

/** What separates the commands that a builder runs from the machine. */
public enum Separation {
  /** Namespaces and mounts of their own. */
  NAMESPACES,
  /** A root directory of their own, by {@code chroot}: they are root, and cannot mount. */
  CHROOT,
  /** Nothing: their system calls are answered so that they see a root directory of their own. */
  TRACED
}
