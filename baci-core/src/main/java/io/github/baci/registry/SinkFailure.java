package io.github.baci.registry;

import java.io.IOException;

/**
 * What a registry gave could not be taken: the fault is on this side, so nothing is tried again.
 */
public final class SinkFailure extends IOException {
  private static final long serialVersionUID = 1L;

  /** Wraps the fault. */
  public SinkFailure(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
