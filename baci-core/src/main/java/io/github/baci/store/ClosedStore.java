package io.github.baci.store;

import io.github.baci.store.Store.Area;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * A store that is not opened: nothing is swept, registered, locked or marked as used, and what is
 * read may be pruned at once. For those who find in a record that they need nothing of the store.
 * What looks wrong in it is not there; whoever opens the store then says what it is.
 */
public final class ClosedStore {
  private final Path root;

  private ClosedStore(Path root) {
    this.root = root;
  }

  /** Returns the store in a directory, if it is one of this version that is closed to others. */
  public static Optional<ClosedStore> at(Path directory) {
    try {
      return StoreFormat.isOf(directory) && OwnerOnly.isTight(directory)
          ? Optional.of(new ClosedStore(directory))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns the content of a record; one that is damaged or cannot be read is none. */
  public Optional<byte[]> record(Area area, String key) {
    try {
      return Records.content(key, Files.readAllBytes(path(area, key)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns when a record was written, or last marked as used. */
  public Optional<FileTime> written(Area area, String key) {
    try {
      return Optional.of(Files.getLastModifiedTime(path(area, key)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Path path(Area area, String key) {
    return DirectoryStore.path(root, area, key + Records.SUFFIX);
  }
}
