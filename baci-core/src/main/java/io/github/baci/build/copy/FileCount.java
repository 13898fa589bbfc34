package io.github.baci.build.copy;

import io.github.baci.api.BaciException;
import io.github.baci.layer.TarLimits;

/**
 * Counts what an instruction copies: stages that copy one another twice have twice as many files
 * each, and thirty such stages would fill memory and disk. For one thread.
 */
final class FileCount {
  private final int most;
  private int count;

  /** Allows as many as a layer may have when it is read. */
  FileCount() {
    this(TarLimits.DEFAULT.entries());
  }

  FileCount(int most) {
    this.most = most;
  }

  /**
   * Hears of one more file or directory.
   *
   * @throws BaciException if there are too many
   */
  void add() {
    if (count == most) {
      throw new BaciException(
          "more than %,d files are copied, and no layer may have more; copy fewer at once"
              .formatted(most));
    }
    count++;
  }
}
