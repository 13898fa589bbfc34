package io.github.baci.build.copy;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.layer.LayerRecords;
import io.github.baci.layer.LayerStack;
import io.github.baci.store.Records;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A COPY from the layers of a stage or an image. What it takes is decided by them and by what the
 * instruction names, so that the digest of it is remembered: in a build that does not execute it,
 * the file tree of the layers is not merged, and none of their indexes read. Nothing is remembered
 * where there is something to be told each time. Safe for several threads.
 *
 * <p>A record is the digest as text.
 */
public final class LayerCopy {
  private final LayerRecords records;
  private final String subject;
  private final LayerStack layers;
  private final Supplier<CopyOperation> search;
  private @Nullable CopyOperation found;

  /**
   * Makes a copy that has looked at nothing yet.
   *
   * @param subject tells what the instruction names, and all else that decides what is taken of
   *     given layers
   * @param search finds the files
   */
  LayerCopy(Records records, Digest subject, LayerStack layers, Supplier<CopyOperation> search) {
    this.records = new LayerRecords(records, "taken-", "baci taken from layers 1");
    this.subject = subject.hex();
    this.layers = layers;
    this.search = search;
  }

  /**
   * Returns the digest of all that is copied, as {@link CopyOperation#inputDigest} does.
   *
   * @throws BaciException if a source is not there, or a file cannot be read
   */
  public Digest inputDigest() {
    Optional<Digest> known = records.find(subject, layers).flatMap(LayerCopy::read);
    if (known.isPresent()) {
      return known.get();
    }
    CopyOperation operation = operation();
    Digest taken = operation.inputDigest();
    if (operation.warnings().isEmpty()) {
      records.put(subject, layers, taken.toString().getBytes(StandardCharsets.UTF_8));
    }
    return taken;
  }

  private static Optional<Digest> read(byte[] record) {
    try {
      return Optional.of(Digest.parse(new String(record, StandardCharsets.UTF_8)));
    } catch (BaciException e) {
      return Optional.empty(); // of another version: it is found out again
    }
  }

  /** Returns what is to be told, if the files were looked for. */
  public synchronized List<String> warnings() {
    return found == null ? List.of() : found.warnings();
  }

  /**
   * Returns the copy with its files; finds them, unless that was done.
   *
   * @throws BaciException if a source is not there
   */
  public synchronized CopyOperation operation() {
    CopyOperation operation = found;
    if (operation == null) {
      operation = search.get();
      found = operation;
    }
    return operation;
  }
}
