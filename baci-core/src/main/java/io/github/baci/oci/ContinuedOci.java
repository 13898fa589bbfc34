package io.github.baci.oci;

import io.github.baci.api.Digest;
import io.github.baci.store.KnownOutput;
import io.github.baci.store.KnownOutput.Stretch;
import io.github.baci.store.OutputFile;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How many of its layers the archive that is at a place has where the one that is to be written
 * there has them: index, manifest and config before them are written anew, and the kernel copies
 * the layers. For one thread.
 */
final class ContinuedOci {
  private static final byte[] NO_STATE = {};

  private final Store store;
  private final Path file;
  private final long head;
  private final List<String> keys;
  private final Map<String, Stretch> stretches = new LinkedHashMap<>();
  private int first;

  private ContinuedOci(Store store, Path file, long head, List<String> keys) {
    this.store = store;
    this.file = file;
    this.head = head;
    this.keys = keys;
  }

  /**
   * Begins an archive.
   *
   * @param head how many bytes stand before the layers
   */
  static ContinuedOci of(Store store, Path file, long head, List<CompressedLayer> layers) {
    List<String> keys = new ArrayList<>();
    String way = "oci " + head;
    for (CompressedLayer layer : layers) {
      way += " " + layer.digest();
      keys.add(Digest.sha256Of(way.getBytes(StandardCharsets.UTF_8)).hex());
      way = keys.get(keys.size() - 1);
    }
    return new ContinuedOci(store, file, head, keys);
  }

  /** Returns the number of the first layer that is to be written. */
  int first() {
    return first;
  }

  /** Opens the file: the one that is there, as far as it stays, or a new one. */
  OutputFile open() throws IOException {
    Optional<KnownOutput> known = KnownOutput.find(store, file);
    for (int i = keys.size() - 1; known.isPresent() && i >= 0; i--) {
      Stretch stretch = known.get().stretches().get(keys.get(i));
      if (stretch == null || stretch.from() != head || !stretch.isWorthKeeping()) {
        continue;
      }
      Optional<OutputFile> out = OutputFile.continuing(file, known.get().mark(), stretch);
      if (out.isEmpty()) {
        break;
      }
      first = i + 1;
      for (String key : keys.subList(0, first)) {
        Stretch below = known.get().stretches().get(key);
        if (below != null) {
          stretches.put(key, below);
        }
      }
      return out.get();
    }
    return OutputFile.create(file);
  }

  /** Goes on behind the layers that are there, after all that stands before them. */
  void passHead(OutputFile out) throws IOException {
    if (first > 0) {
      out.passStretch(
          Objects.requireNonNull(
              stretches.get(keys.get(first - 1)), "it was found when it was opened"));
    }
  }

  /** Takes note of a layer that was written. */
  void passed(int layer, OutputFile out) throws IOException {
    stretches.put(keys.get(layer), new Stretch(head, out.position(), NO_STATE));
  }

  /** Remembers the file that was written, once it is complete. */
  void remember() throws IOException {
    KnownOutput.remember(store, file, stretches);
  }
}
