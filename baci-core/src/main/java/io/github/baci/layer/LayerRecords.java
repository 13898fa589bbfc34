package io.github.baci.layer;

import io.github.baci.api.Digest;
import io.github.baci.store.Records;
import io.github.baci.store.Store.Area;
import java.io.IOException;
import java.util.Optional;

/**
 * What was found out of the files of layers, remembered by the layers: whoever asks the same of the
 * same layers again needs neither their indexes nor the merged tree. Of few files nothing is
 * remembered, as they are merged faster than a record is written. Safe for several threads.
 */
public final class LayerRecords {
  private static final int MANY_FILES = 1000;

  private final Records records;
  private final String prefix;
  private final String version;

  /**
   * Keeps records of one kind.
   *
   * @param prefix what the keys of these records begin with
   * @param version tells how they are written, and what they say
   */
  public LayerRecords(Records records, String prefix, String version) {
    this.records = records;
    this.prefix = prefix;
    this.version = version;
  }

  /**
   * Returns what was remembered.
   *
   * @param subject what was asked of the layers
   */
  public Optional<byte[]> find(String subject, LayerStack layers) {
    return records.find(Area.FILES, key(subject, layers));
  }

  /** Remembers something, where that is worth it. The tree has to be merged for that. */
  public void put(String subject, LayerStack layers, byte[] record) {
    if (layers.tree().entryCount() < MANY_FILES) {
      return;
    }
    try {
      records.put(Area.FILES, key(subject, layers), record);
    } catch (IOException e) {
      // The next build merges the files too, and that is all.
    }
  }

  private String key(String subject, LayerStack layers) {
    Fingerprint all = new Fingerprint().text(version).text(subject);
    for (Digest layer : layers.diffIds()) {
      all.text(layer.hex());
    }
    return prefix + all.digest().hex();
  }
}
