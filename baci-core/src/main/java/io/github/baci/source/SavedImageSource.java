package io.github.baci.source;

import io.github.baci.api.BuildListener;
import io.github.baci.api.Digest;
import io.github.baci.api.Platform;
import io.github.baci.image.Image;
import io.github.baci.image.ImageException;
import io.github.baci.layer.LayerStore;
import io.github.baci.source.pull.ArchiveFiles;
import io.github.baci.source.pull.DockerArchiveReader;
import io.github.baci.source.pull.ImageRecord;
import io.github.baci.source.pull.ImageRecords;
import io.github.baci.source.pull.OciLayoutReader;
import io.github.baci.source.pull.SavedImage;
import io.github.baci.source.pull.TarIndex;
import io.github.baci.store.StorageFailure;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Images in files: {@code oci-layout://PATH[:TAG]}, {@code oci-archive://PATH[:TAG]} and {@code
 * docker-archive://PATH[:NAME:TAG]}. What an unchanged file holds is answered from the store.
 */
final class SavedImageSource implements ImageSource {

  /** The forms of saved images. */
  enum Form {
    /** A directory with an OCI image layout. */
    OCI_LAYOUT("oci-layout"),
    /** A tar of such a directory. */
    OCI_ARCHIVE("oci-archive"),
    /** What {@code docker save} writes. */
    DOCKER_ARCHIVE("docker-archive");

    private final String scheme;

    Form(String scheme) {
      this.scheme = scheme;
    }
  }

  private final Form form;
  private final Store store;
  private final LayerStore layers;
  private final Path contextDirectory;
  private final BuildListener listener;
  private final ImageRecords records;

  SavedImageSource(
      Form form, Store store, LayerStore layers, Path contextDirectory, BuildListener listener) {
    this.form = form;
    this.store = store;
    this.layers = layers;
    this.contextDirectory = contextDirectory;
    this.listener = listener;
    this.records = new ImageRecords(store, layers);
  }

  @Override
  public String scheme() {
    return form.scheme;
  }

  @Override
  public Optional<Path> file(String reference) {
    return Optional.of(ArchiveReference.parse(scheme(), reference, contextDirectory).path());
  }

  @Override
  public Image load(String reference, Platform platform) throws InterruptedException {
    ArchiveReference where = ArchiveReference.parse(scheme(), reference, contextDirectory);
    if (Files.isDirectory(where.path()) != (form == Form.OCI_LAYOUT)) {
      throw new ImageException(
          scheme() + "://" + reference,
          ": '%s' is %s"
              .formatted(
                  where.path(),
                  form == Form.OCI_LAYOUT
                      ? "a file; use oci-archive:// or docker-archive://"
                      : "a directory; use oci-layout://"));
    }
    return load(where, scheme() + "://" + reference, platform);
  }

  /**
   * Reads the one image of a file.
   *
   * @param shown how messages call it
   */
  Image load(Path file, String shown, Platform platform) throws InterruptedException {
    return load(new ArchiveReference(file, Optional.empty()), shown, platform);
  }

  private Image load(ArchiveReference where, String shown, Platform platform)
      throws InterruptedException {
    try {
      String key =
          ImageRecords.key(
              scheme(),
              platform,
              where.path().toRealPath().toString(),
              where.selection().map(text -> ":" + text).orElse(""),
              stamp(where.path()));
      Optional<Image> known = records.find(key).flatMap(records::image);
      if (known.isPresent()) {
        return known.get();
      }
      String origin = "'" + where.path() + "'";
      ImageRecord record = read(where, origin, platform).load(store, layers, shown, listener);
      records.put(key, record);
      return records
          .image(record)
          .orElseThrow(() -> new IllegalStateException("layers of " + shown + " have gone"));
    } catch (IOException e) {
      throw StorageFailure.unchecked(e, store);
    }
  }

  @Override
  public void bringBlobs(String reference, Platform platform) throws InterruptedException {
    ArchiveReference where = ArchiveReference.parse(scheme(), reference, contextDirectory);
    try {
      read(where, "'" + where.path() + "'", platform).bringBlobs(store);
    } catch (IOException e) {
      throw StorageFailure.unchecked(e, store);
    }
  }

  private SavedImage read(ArchiveReference where, String origin, Platform platform)
      throws IOException, InterruptedException {
    return switch (form) {
      case OCI_LAYOUT ->
          new OciLayoutReader(ArchiveFiles.ofDirectory(where.path().toRealPath()), origin)
              .read(where.selection(), platform);
      case OCI_ARCHIVE ->
          new OciLayoutReader(TarIndex.open(where.path(), store::newTemporaryDirectory), origin)
              .read(where.selection(), platform);
      case DOCKER_ARCHIVE ->
          new DockerArchiveReader(TarIndex.open(where.path(), store::newTemporaryDirectory), origin)
              .read(where.selection(), platform);
    };
  }

  /** Returns what changes when the image does: for a layout its index, for a file its stamp. */
  private static String stamp(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      Path index = path.resolve(OciLayoutReader.INDEX);
      return Files.isRegularFile(index) ? Digest.sha256Of(Files.readAllBytes(index)).hex() : "";
    }
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    return "%d %s %s"
        .formatted(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
  }
}
