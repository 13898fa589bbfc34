package io.github.baci.source.aci;

import io.github.baci.BaciException;
import io.github.baci.aci.ImageId;
import io.github.baci.aci.ImageManifest;
import io.github.baci.aci.UnrenderedAci;
import io.github.baci.image.ImageConfigCodec;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStore;
import io.github.baci.store.Digest;
import io.github.baci.store.Store;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** ACIs in the store: their files are a layer, and everything else is a record by image ID. */
final class AciRecords {
  private static final int VERSION = 1;

  private final Store store;
  private final LayerStore layers;

  AciRecords(Store store, LayerStore layers) {
    this.store = store;
    this.layers = layers;
  }

  /** Finds an image; a damaged record is none. */
  Optional<UnrenderedAci> find(ImageId imageId) {
    Optional<Path> file = store.find(Store.Area.IMAGES, key(imageId));
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file.get())))) {
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
    return store
        .find(Store.Area.IMAGES, key(file, stamp))
        .flatMap(AciRecords::readId)
        .flatMap(this::find);
  }

  /** Records which image a file has. */
  void put(Path file, String stamp, ImageId imageId) throws IOException {
    write(key(file, stamp), imageId.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<ImageId> readId(Path record) {
    try {
      return Optional.of(ImageId.parse(Files.readString(record)));
    } catch (IOException | BaciException e) {
      return Optional.empty();
    }
  }

  private static String key(ImageId imageId) {
    return "aci-" + imageId.digest().hex();
  }

  private static String key(Path file, String stamp) {
    byte[] text = (file + "\0" + stamp).getBytes(StandardCharsets.UTF_8);
    return "aci-file-" + Digest.sha256Of(text).hex();
  }

  private void write(String key, byte[] bytes) throws IOException {
    try (Store.Staged staged = store.stage(Store.Area.IMAGES)) {
      Files.write(staged.path(), bytes);
      staged.replace(key);
    }
  }
}
