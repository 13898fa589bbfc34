package io.github.baci.build;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;

/** Words for failures of the file system that a user can mend. */
final class IoMessages {
  private IoMessages() {}

  static String of(IOException failure, Path store) {
    String reason =
        failure instanceof FileSystemException e && e.getReason() != null
            ? e.getFile() + ": " + e.getReason()
            : failure.getMessage();
    if (reason != null && reason.toLowerCase(Locale.ROOT).contains("no space left")) {
      return "there is no space left: %s; make room, or choose another store than %s (baci.storeDirectory)"
          .formatted(reason, store);
    }
    return reason == null ? failure.toString() : reason;
  }
}
