package io.github.baci.source.pull;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.api.Platform;
import io.github.baci.image.Image;
import io.github.baci.image.PulledBlob;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStore;
import io.github.baci.store.Records;
import io.github.baci.store.Store;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The records of resolved references in the store. Reading one costs no more than a file does. */
public final class ImageRecords {
  private final Records records;
  private final LayerStore layers;

  public ImageRecords(Store store, LayerStore layers) {
    this.records = new Records(store);
    this.layers = layers;
  }

  /** Returns the key of the record of a reference on a platform. */
  public static String key(String scheme, Platform platform, String... reference) {
    String text = scheme + "\0" + platform + "\0" + String.join("\0", reference);
    return Digest.sha256Of(text.getBytes(StandardCharsets.UTF_8)).hex();
  }

  /** Returns a record; a damaged one, or one of an earlier version, is none. */
  public Optional<ImageRecord> find(String key) {
    Optional<byte[]> content = content(key);
    return content.isEmpty() ? Optional.empty() : read(content.get());
  }

  /** Returns the bytes of a record; a damaged one is none. */
  public Optional<byte[]> content(String key) {
    return records.find(Store.Area.IMAGES, key);
  }

  /** Reads the bytes of a record; those of an earlier version are none. */
  public static Optional<ImageRecord> read(byte[] content) {
    try {
      return Optional.of(ImageRecord.read(new DataInputStream(new ByteArrayInputStream(content))));
    } catch (IOException | BaciException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns the image of a record, if all its layers are in the store. */
  public Optional<Image> image(ImageRecord record) {
    List<Layer> found = new ArrayList<>();
    Map<Digest, PulledBlob> blobs = new HashMap<>();
    for (ImageRecord.RecordedLayer layer : record.layers()) {
      Optional<Layer> there = layers.find(layer.diffId());
      if (there.isEmpty()) {
        return Optional.empty();
      }
      found.add(there.get());
      if (!layer.blob().equals(layer.diffId())) {
        blobs.put(layer.diffId(), new PulledBlob(layer.blob(), layer.size(), layer.mediaType()));
      }
    }
    return Optional.of(
        new Image(record.platform(), record.config(), found, record.origin(), blobs));
  }

  public void put(String key, ImageRecord record) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      record.write(new DataOutputStream(bytes));
      records.put(Store.Area.IMAGES, key, bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
