package io.github.baci.aci.archive;

import io.github.baci.aci.manifest.AciImage;
import io.github.baci.aci.manifest.ImageManifest;
import io.github.baci.api.BaciException;
import io.github.baci.api.ImageId;
import io.github.baci.compress.DecompressionLimits;
import io.github.baci.layer.LayerStore;
import io.github.baci.store.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads ACIs of any compression, and brings their files into a store as a layer. */
public final class AciReader {
  private final LayerStore layers;
  private final Optional<AciRenderer> renderer;
  private final Optional<DecompressionLimits> limits;

  /** Makes a reader that refuses images with dependencies or a path whitelist. */
  public AciReader(LayerStore layers) {
    this(layers, Optional.empty());
  }

  /**
   * Makes a reader.
   *
   * @param layers where the files go
   * @param renderer puts the files of dependencies below those of an image; without it, images that
   *     need it are refused
   */
  public AciReader(LayerStore layers, Optional<AciRenderer> renderer) {
    this(layers, renderer, Optional.empty());
  }

  /**
   * Makes a reader for images that others made, by themselves.
   *
   * @param layers where the files go
   * @param limits how much an image may hold at most
   */
  public AciReader(LayerStore layers, DecompressionLimits limits) {
    this(layers, Optional.empty(), Optional.of(limits));
  }

  private AciReader(
      LayerStore layers, Optional<AciRenderer> renderer, Optional<DecompressionLimits> limits) {
    this.layers = layers;
    this.renderer = renderer;
    this.limits = limits;
  }

  /**
   * Reads a file.
   *
   * @throws BaciException as {@link #read(InputStream, String)}, or if there is no such file
   */
  public AciImage read(Path file) throws IOException, InterruptedException {
    try (InputStream in = InputFile.open(file)) {
      return read(in, "the ACI '" + file + "'");
    } catch (NoSuchFileException e) {
      throw new BaciException("there is no ACI '%s'".formatted(file), e);
    }
  }

  /**
   * Reads an ACI as a stream, to its end.
   *
   * @param in the bytes as they are in the file
   * @param origin what it is, for messages
   * @throws BaciException naming origin and entry, if it is damaged, is no ACI, leaves its root, or
   *     has dependencies that nobody renders
   */
  public AciImage read(InputStream in, String origin) throws IOException, InterruptedException {
    UnrenderedAci image = readUnrendered(in, origin, renderer.isEmpty());
    return new AciImage(
        image.manifest(),
        renderer.isPresent() ? renderer.get().render(image) : List.of(image.files()),
        image.imageId(),
        image.fileSize());
  }

  /**
   * Reads a file by itself, whatever it depends on.
   *
   * @throws BaciException as {@link #readUnrendered(InputStream, String)}, or if there is no such
   *     file
   */
  public UnrenderedAci readUnrendered(Path file) throws IOException {
    try (InputStream in = InputFile.open(file)) {
      return readUnrendered(in, "the ACI '" + file + "'");
    } catch (NoSuchFileException e) {
      throw new BaciException("there is no ACI '%s'".formatted(file), e);
    }
  }

  /**
   * Reads an ACI by itself, whatever it depends on, as a stream to its end.
   *
   * @param in the bytes as they are in the file
   * @param origin what it is, for messages
   * @throws BaciException naming origin and entry, if it is damaged, is no ACI, or leaves its root
   */
  public UnrenderedAci readUnrendered(InputStream in, String origin) throws IOException {
    return readUnrendered(in, origin, false);
  }

  /**
   * Reads nothing but the manifest of a file, and no further than to its end.
   *
   * @param origin what the file is, for messages
   * @throws BaciException if there is no such file, or it is no ACI
   */
  public static ImageManifest readManifest(Path file, String origin) throws IOException {
    try (InputStream in = InputFile.open(file);
        ArchiveInput archive = ArchiveInput.openWithoutDigest(in, origin)) {
      return ArchiveImport.readManifest(archive, origin);
    } catch (NoSuchFileException e) {
      throw new BaciException("there is no ACI '%s'".formatted(file), e);
    }
  }

  private UnrenderedAci readUnrendered(InputStream in, String origin, boolean whole)
      throws IOException {
    try (ArchiveInput archive = ArchiveInput.open(in, origin, limits);
        ArchiveImport contents = new ArchiveImport(archive, layers, origin)) {
      contents.read();
      ImageManifest manifest = contents.manifest();
      ImageId imageId = new ImageId(archive.digest());
      if (whole) {
        refuseUnrendered(manifest, origin);
      }
      return new UnrenderedAci(
          manifest, contents.commit(), imageId, archive.compressedSize(), archive.size());
    }
  }

  private static void refuseUnrendered(ImageManifest manifest, String origin) {
    if (!manifest.dependencies().isEmpty()) {
      throw new BaciException(
          "%s depends on other images (%s) and cannot be used by itself; render it to one image first"
              .formatted(origin, manifest.dependencies().get(0)));
    }
    if (!manifest.pathWhitelist().isEmpty()) {
      throw new BaciException(
          "%s has a path whitelist and cannot be used as it is; render it first".formatted(origin));
    }
  }
}
