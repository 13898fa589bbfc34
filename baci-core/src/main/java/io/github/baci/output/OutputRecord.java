package io.github.baci.output;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.api.ImageForm;
import io.github.baci.api.ImageIdentity;
import io.github.baci.api.WrittenImage;
import io.github.baci.store.Records;
import io.github.baci.store.Store;
import io.github.baci.store.Store.Area;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was last written to an output file, so that a build in which nothing changed need not write
 * it again. Kept in the store under the path of the output.
 *
 * @param fingerprint stands for everything that the bytes of the file depend on
 * @param digests by what the image in the file is known, as its form has it
 * @param size its size in bytes
 * @param modified its time of modification, as the file system gives it
 */
record OutputRecord(Digest fingerprint, List<Digest> digests, long size, String modified) {
  private static final int FIXED_LINES = 3;

  /** Remembers a file that was just written. */
  static void remember(Store store, WrittenImage written, Digest fingerprint) throws IOException {
    Path output = written.file();
    List<String> lines = new ArrayList<>();
    lines.add(fingerprint.toString());
    lines.add(Long.toString(Files.size(output)));
    lines.add(Files.getLastModifiedTime(output).toString());
    for (ImageIdentity identity : written.form().identities()) {
      lines.add(written.digest(identity).toString());
    }
    new Records(store).put(Area.FILES, key(output), String.join("\n", lines));
  }

  /** Returns a file that is there, still as it was written, and up to date. */
  static Optional<WrittenImage> find(Store store, ImageForm form, Path output, Digest fingerprint) {
    Optional<OutputRecord> record = find(store, output);
    return record.isPresent()
            && record.get().fingerprint.equals(fingerprint)
            && record.get().digests.size() == form.identities().size()
        ? Optional.of(
            WrittenImage.of(form, output, record.get().size, record.get().digests)
                .withWork(WrittenImage.Work.FOUND))
        : Optional.empty();
  }

  private static Optional<OutputRecord> find(Store store, Path output) {
    Optional<String> text = new Records(store).text(Area.FILES, key(output));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      List<String> lines = text.get().lines().toList();
      if (lines.size() < FIXED_LINES || !Files.isRegularFile(output)) {
        return Optional.empty();
      }
      OutputRecord written =
          new OutputRecord(
              Digest.parse(lines.get(0)),
              lines.subList(FIXED_LINES, lines.size()).stream().map(Digest::parse).toList(),
              Long.parseLong(lines.get(1)),
              lines.get(2));
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
