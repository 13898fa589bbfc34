package io.github.baci.build;

import io.github.baci.store.StorageFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Words for failures of the file system that a user can mend. */
final class IoMessages {
  private IoMessages() {}

  /** Explains a failure that no output file has explained itself, so that the store is at fault. */
  static String of(IOException failure, Path store) {
    String plain =
        failure instanceof FileSystemException e && e.getReason() != null
            ? e.getFile() + ": " + e.getReason()
            : failure.getMessage();
    if (failure instanceof AccessDeniedException) {
      return plain == null ? failure.toString() : plain;
    }
    return StorageFailure.explain(failure, store, OptionalLong.empty())
        .map(Throwable::getMessage)
        .orElse(plain == null ? failure.toString() : plain);
  }
}
