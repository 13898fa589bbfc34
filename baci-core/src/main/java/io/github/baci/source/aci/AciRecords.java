package io.github.baci.source.aci;

import io.github.baci.aci.archive.UnrenderedAci;
import io.github.baci.aci.manifest.ImageManifest;
import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.api.ImageId;
import io.github.baci.http.CacheValidators;
import io.github.baci.image.ImageConfigCodec;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStore;
import io.github.baci.store.Records;
import io.github.baci.store.Store;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** ACIs in the store: their files are a layer, and everything else is a record by image ID. */
final class AciRecords {
  private static final int VERSION = 1;

  private final Records records;
  private final LayerStore layers;

  AciRecords(Store store, LayerStore layers) {
    this.records = new Records(store);
    this.layers = layers;
  }

  /** Finds an image; a damaged record is none. */
  Optional<UnrenderedAci> find(ImageId imageId) {
    Optional<byte[]> content = records.find(Store.Area.IMAGES, key(imageId));
    if (content.isEmpty()) {
      return Optional.empty();
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content.get()))) {
      if (in.readInt() != VERSION) {
        return Optional.empty();
      }
      long fileSize = in.readLong();
      long archiveSize = in.readLong();
      Optional<Layer> layer = layers.find(Digest.parse(ImageConfigCodec.readText(in)));
      byte[] manifest = ImageConfigCodec.readText(in).getBytes(StandardCharsets.UTF_8);
      return layer.map(
          files ->
              new UnrenderedAci(
                  ImageManifest.parse(manifest, imageId.toString()),
                  files,
                  imageId,
                  fileSize,
                  archiveSize));
    } catch (IOException | BaciException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Records an image whose files are in the store. */
  void put(UnrenderedAci image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(VERSION);
    out.writeLong(image.fileSize());
    out.writeLong(image.archiveSize());
    ImageConfigCodec.writeText(out, image.files().diffId().toString());
    ImageConfigCodec.writeText(out, new String(image.manifest().toJson(), StandardCharsets.UTF_8));
    write(key(image.imageId()), bytes.toByteArray());
  }

  /** Finds the image that a file had when it had a stamp. */
  Optional<UnrenderedAci> find(Path file, String stamp) {
    return records
        .text(Store.Area.IMAGES, key(file, stamp))
        .map(ImageId::parse)
        .flatMap(this::find);
  }

  /** Records which image a file has. */
  void put(Path file, String stamp, ImageId imageId) throws IOException {
    write(key(file, stamp), imageId.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What a URL gave.
   *
   * @param askedAt when the server was last asked
   */
  record Fetched(ImageId imageId, CacheValidators validators, Instant askedAt) {
    boolean isYounger(Instant time) {
      return askedAt.isAfter(time);
    }

    Fetched askedAt(Instant time) {
      return new Fetched(imageId, validators, time);
    }
  }

  /** Finds what a URL gave; a damaged record is none. */
  Optional<Fetched> find(URI url) {
    return lines("aci-url-" + urlKey(url), 5)
        .filter(lines -> lines.get(0).equals(url.toString()))
        .flatMap(
            lines -> {
              try {
                return Optional.of(
                    new Fetched(
                        ImageId.parse(lines.get(1)),
                        new CacheValidators(nonEmpty(lines.get(2)), nonEmpty(lines.get(3))),
                        Instant.parse(lines.get(4))));
              } catch (BaciException | DateTimeException e) {
                return Optional.empty();
              }
            });
  }

  /** Records what a URL gave. */
  void put(URI url, Fetched fetched) throws IOException {
    writeLines(
        "aci-url-" + urlKey(url),
        url.toString(),
        fetched.imageId().toString(),
        fetched.validators().etag().orElse(""),
        fetched.validators().lastModified().orElse(""),
        fetched.askedAt().toString());
  }

  /**
   * Where a name was found.
   *
   * @param askedAt when the servers were last asked
   */
  record Found(AciDownloads.Location location, Instant askedAt) {}

  /** Finds where a name with labels was found; a damaged record is none. */
  Optional<Found> find(String name) {
    return lines("aci-name-" + hash(name), 4)
        .filter(lines -> lines.get(0).equals(name))
        .flatMap(
            lines -> {
              try {
                return Optional.of(
                    new Found(
                        new AciDownloads.Location(
                            URI.create(lines.get(1)), URI.create(lines.get(2))),
                        Instant.parse(lines.get(3))));
              } catch (IllegalArgumentException | DateTimeException e) {
                return Optional.empty();
              }
            });
  }

  /** Records where a name with labels was found. */
  void put(String name, Found found) throws IOException {
    writeLines(
        "aci-name-" + hash(name),
        name,
        found.location().image().toString(),
        found.location().signature().toString(),
        found.askedAt().toString());
  }

  private Optional<List<String>> lines(String key, int count) {
    return records
        .text(Store.Area.IMAGES, key)
        .map(text -> text.lines().toList())
        .filter(lines -> lines.size() == count);
  }

  private void writeLines(String key, String... lines) throws IOException {
    write(key, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> nonEmpty(String line) {
    return line.isEmpty() ? Optional.empty() : Optional.of(line);
  }

  /** Returns what stands for a URL in the names of records and locks. */
  static String urlKey(URI url) {
    return hash(url.toString());
  }

  private static String hash(String text) {
    return Digest.sha256Of(text.getBytes(StandardCharsets.UTF_8)).hex();
  }

  private static String key(ImageId imageId) {
    return "aci-" + imageId.digest().hex();
  }

  private static String key(Path file, String stamp) {
    return "aci-file-" + hash(file + "\0" + stamp);
  }

  private void write(String key, byte[] bytes) throws IOException {
    records.put(Store.Area.IMAGES, key, bytes);
  }
}
