package io.github.baci.store;

import java.io.IOException;
import java.nio.file.Files;

/** Tells whether a store has space left. */
public final class StoreSpace {
  /** Below it a file system counts as full: some keep a rest for themselves. */
  private static final long LEAST_FREE = 1 << 20;

  private static final int PROBE = 64 << 10;

  private StoreSpace() {}

  /**
   * Returns whether the file system of a store is full, in blocks, in files, or by a quota. A file
   * is written to find out, as only the first of these can be asked for everywhere.
   */
  public static boolean isUsedUp(Store store) {
    try (Store.Staged probe = store.stage(Store.Area.FILES)) {
      Files.write(probe.path(), new byte[PROBE]);
      return Files.getFileStore(store.root()).getUsableSpace() < LEAST_FREE;
    } catch (IOException e) {
      return StorageFailure.isWantOfSpace(e);
    }
  }
}
