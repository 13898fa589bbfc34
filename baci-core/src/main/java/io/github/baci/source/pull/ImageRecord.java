package io.github.baci.source.pull;

import io.github.baci.api.Digest;
import io.github.baci.api.Platform;
import io.github.baci.image.ImageConfig;
import io.github.baci.image.ImageConfigCodec;
import io.github.baci.image.ImageOrigin;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a reference was resolved to.
 *
 * @param checkedAt when its source was last asked
 * @param document the digest of the manifest or index that the reference itself names
 * @param platform what the image runs on
 * @param config how it is run
 * @param origin see {@link io.github.baci.image.Image#origin}
 * @param layers its layers, the lowest first
 */
public record ImageRecord(
    Instant checkedAt,
    Digest document,
    Platform platform,
    ImageConfig config,
    ImageOrigin origin,
    List<RecordedLayer> layers) {

  /**
   * A layer, and the blob that it came as; the blob is in the store if it is not the layer itself.
   *
   * @param blob the digest of the blob
   * @param size the length of the blob in bytes
   * @param mediaType the media type of the blob
   */
  public record RecordedLayer(Digest diffId, Digest blob, long size, String mediaType) {}

  public ImageRecord {
    layers = List.copyOf(layers);
  }

  public ImageRecord checkedAt(Instant time) {
    return new ImageRecord(time, document, platform, config, origin, layers);
  }

  /** Returns the same for another spelling of the reference. */
  public ImageRecord named(String reference) {
    return new ImageRecord(
        checkedAt, document, platform, config, origin.withName(reference), layers);
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(ImageConfigCodec.VERSION);
    out.writeLong(checkedAt.getEpochSecond());
    out.writeInt(checkedAt.getNano());
    ImageConfigCodec.writeText(out, document.toString());
    ImageConfigCodec.writeText(out, platform.toString());
    ImageConfigCodec.write(out, config);
    Map<String, String> annotations = origin.annotations();
    out.writeInt(annotations.size());
    for (Map.Entry<String, String> entry : annotations.entrySet()) {
      ImageConfigCodec.writeText(out, entry.getKey());
      ImageConfigCodec.writeText(out, entry.getValue());
    }
    out.writeInt(layers.size());
    for (RecordedLayer layer : layers) {
      ImageConfigCodec.writeText(out, layer.diffId().toString());
      ImageConfigCodec.writeText(out, layer.blob().toString());
      out.writeLong(layer.size());
      ImageConfigCodec.writeText(out, layer.mediaType());
    }
  }

  static ImageRecord read(DataInput in) throws IOException {
    if (in.readInt() != ImageConfigCodec.VERSION) {
      throw new IOException("a record of another version");
    }
    Instant checkedAt = Instant.ofEpochSecond(in.readLong(), in.readInt());
    Digest document = Digest.parse(ImageConfigCodec.readText(in));
    Platform platform = Platform.parse(ImageConfigCodec.readText(in));
    ImageConfig config = ImageConfigCodec.read(in);
    Map<String, String> annotations = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      annotations.put(ImageConfigCodec.readText(in), ImageConfigCodec.readText(in));
    }
    List<RecordedLayer> layers = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      layers.add(
          new RecordedLayer(
              Digest.parse(ImageConfigCodec.readText(in)),
              Digest.parse(ImageConfigCodec.readText(in)),
              in.readLong(),
              ImageConfigCodec.readText(in)));
    }
    return new ImageRecord(
        checkedAt, document, platform, config, ImageOrigin.ofAnnotations(annotations), layers);
  }
}
