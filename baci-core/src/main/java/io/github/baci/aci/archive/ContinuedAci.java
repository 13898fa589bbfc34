package io.github.baci.aci.archive;

import io.github.baci.compress.ChunkCodec;
import io.github.baci.compress.Joint;
import io.github.baci.store.KnownOutput;
import io.github.baci.store.KnownOutput.Stretch;
import io.github.baci.store.OutputFile;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far the ACI that is at a place is the one that is to be written there: up to the end of a
 * layer where the hash knows its state, the kernel copies it. For one thread.
 */
final class ContinuedAci {
  private final Store store;
  private final Path file;
  private final String codecId;
  private final Joint joint;
  private final Map<Integer, String> marks = new LinkedHashMap<>();
  private final Map<String, Stretch> stretches = new LinkedHashMap<>();
  private int first;

  private ContinuedAci(Store store, Path file, Joint joint, String codecId) {
    this.store = store;
    this.file = file;
    this.codecId = codecId;
    this.joint = joint;
  }

  /**
   * Begins an ACI.
   *
   * @param codecId what tells the codec's parameters from others
   */
  static ContinuedAci of(Store store, Path file, ChunkCodec codec, String codecId) {
    return new ContinuedAci(store, file, codec.joint(), codecId);
  }

  /** Returns what joins the chunks; knows of those that are there already. */
  Joint joint() {
    return joint;
  }

  /** Returns the number of the first chunk that is to be written; 0 if the head is too. */
  int first() {
    return first;
  }

  /** Opens the file: the one that is there, as far as it stays, or a new one. */
  OutputFile open(ImageIdHash hash) throws IOException {
    hash.marks().forEach((chunk, key) -> marks.put(chunk, key + "-" + codecId));
    Optional<KnownOutput> known = KnownOutput.find(store, file);
    if (known.isPresent()) {
      List<Integer> ends = new ArrayList<>(marks.keySet());
      for (int i = ends.size() - 1; i >= 0; i--) {
        int chunk = ends.get(i);
        Stretch stretch = known.get().stretches().get(marks.get(chunk));
        if (chunk < hash.start() && stretch != null && stretch.isWorthKeeping()) {
          Optional<OutputFile> out = OutputFile.continuing(file, known.get().mark(), stretch);
          if (out.isPresent() && !joint.restore(stretch.state())) {
            out.get().close();
          } else if (out.isPresent()) {
            first = chunk + 1;
            out.get().passStretch(stretch);
            keep(known.get(), ends.subList(0, i + 1));
            return out.get();
          }
          break;
        }
      }
    }
    return OutputFile.create(file);
  }

  private void keep(KnownOutput known, List<Integer> ends) {
    for (int end : ends) {
      Stretch stretch = known.stretches().get(marks.get(end));
      if (stretch != null) {
        stretches.put(marks.get(end), stretch);
      }
    }
  }

  /** Takes note of a chunk that was written. */
  void passed(int chunk, OutputFile out) throws IOException {
    String key = marks.get(chunk);
    if (key != null) {
      stretches.put(key, new Stretch(0, out.position(), joint.save()));
    }
  }

  /** Remembers the file that was written, once it is complete. */
  void remember() throws IOException {
    KnownOutput.remember(store, file, stretches);
  }
}
