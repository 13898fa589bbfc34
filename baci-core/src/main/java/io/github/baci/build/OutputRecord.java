package io.github.baci.build;

import io.github.baci.BaciException;
import io.github.baci.store.Digest;
import io.github.baci.store.Store;
import io.github.baci.store.Store.Area;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What was last written to an output file, so that a build in which nothing changed need not write
 * it again. Kept in the store under the path of the output.
 *
 * @param fingerprint stands for everything that the bytes of the file depend on
 * @param imageId the image ID of the file
 * @param size its size in bytes
 * @param modified its time of modification, as the file system gives it
 */
record OutputRecord(Digest fingerprint, Digest imageId, long size, String modified) {

  /** Remembers a file that was just written. */
  static void remember(Store store, Path output, Digest fingerprint, Digest imageId)
      throws IOException {
    String text =
        String.join(
            "\n",
            fingerprint.toString(),
            imageId.toString(),
            Long.toString(Files.size(output)),
            Files.getLastModifiedTime(output).toString());
    try (Store.Staged staged = store.stage(Area.FILES)) {
      Files.writeString(staged.path(), text, StandardCharsets.UTF_8);
      staged.replace(key(output));
    }
  }

  /** Returns the record of a file that is there and still as it was written. */
  static Optional<OutputRecord> find(Store store, Path output) {
    Optional<Path> file = store.find(Area.FILES, key(output));
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      List<String> lines = Files.readAllLines(file.get(), StandardCharsets.UTF_8);
      if (lines.size() != 4 || !Files.isRegularFile(output)) {
        return Optional.empty();
      }
      OutputRecord written =
          new OutputRecord(
              Digest.parse(lines.get(0)),
              Digest.parse(lines.get(1)),
              Long.parseLong(lines.get(2)),
              lines.get(3));
      return Files.size(output) == written.size
              && Files.getLastModifiedTime(output).toString().equals(written.modified)
          ? Optional.of(written)
          : Optional.empty();
    } catch (IOException | BaciException | NumberFormatException e) {
      return Optional.empty(); // the output is written again, and then the record
    }
  }

  private static String key(Path output) {
    byte[] path = output.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
    return "output-" + Digest.sha256Of(path).hex();
  }
}
