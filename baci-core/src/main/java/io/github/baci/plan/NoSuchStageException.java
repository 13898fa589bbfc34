package io.github.baci.plan;

import io.github.baci.api.BaciException;

/** An instruction names a stage by a number that no stage has: nothing can be built then. */
final class NoSuchStageException extends BaciException {
  private static final long serialVersionUID = 1L;

  NoSuchStageException(int index) {
    super("invalid stage index " + index);
  }
}
