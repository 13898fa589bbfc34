package io.github.baci.api;

/** The network that commands and applications have. */
public enum NetworkMode {
  /** The machine's. */
  HOST,
  /** None but loopback. */
  NONE
}
