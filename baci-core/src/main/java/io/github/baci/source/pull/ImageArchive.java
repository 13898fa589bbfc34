package io.github.baci.source.pull;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.api.Platform;
import io.github.baci.oci.Descriptor;
import io.github.baci.oci.Manifest;
import io.github.baci.oci.MediaTypes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The image in an OCI archive, as it is: to pass it on byte for byte. */
public final class ImageArchive {
  private final OciLayoutReader files;
  private final ImageChoice.Chosen found;
  private final String origin;

  private ImageArchive(OciLayoutReader files, ImageChoice.Chosen found, String origin) {
    this.files = files;
    this.found = found;
    this.origin = origin;
  }

  /**
   * Opens an archive.
   *
   * @param platform which image to take where there are several
   * @throws BaciException if the file is no OCI archive, is compressed, or is damaged
   */
  public static ImageArchive open(Path file, Platform platform)
      throws IOException, InterruptedException {
    String origin = "'" + file + "'";
    if (!Files.isRegularFile(file)) {
      throw new BaciException("there is no OCI archive " + origin);
    }
    OciLayoutReader files =
        new OciLayoutReader(
            TarIndex.open(
                file,
                () -> {
                  throw new BaciException(
                      "%s is no OCI archive, or is compressed as a whole; an archive is a tar whose layers alone are compressed"
                          .formatted(origin));
                }),
            origin);
    return new ImageArchive(files, files.find(Optional.empty(), platform), origin);
  }

  /** Returns the bytes of the manifest. */
  public byte[] manifest() {
    return found.bytes().clone();
  }

  /** Returns the digest of the manifest. */
  public Digest digest() {
    return found.descriptor().digest();
  }

  /** Returns the media type of the manifest. */
  public String mediaType() {
    String type = found.descriptor().mediaType();
    return type.isEmpty() ? MediaTypes.OCI_MANIFEST : type;
  }

  /** Returns the annotations of the manifest. */
  public Map<String, String> annotations() {
    return Manifest.annotations(found.bytes(), "the manifest of " + origin);
  }

  /** Returns the blobs of the image, each once: the layers, then the config. */
  public List<Descriptor> blobs() {
    Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
    found.manifest().layers().forEach(layer -> blobs.put(layer.digest(), layer));
    blobs.put(found.manifest().config().digest(), found.manifest().config());
    return List.copyOf(blobs.values());
  }

  /**
   * Returns where a blob begins in the file.
   *
   * @throws BaciException if the archive does not have it
   */
  public long offset(Descriptor blob) {
    return section(blob).offset();
  }

  private FileSection section(Descriptor blob) {
    return files.section(blob, "the blob %s of %s".formatted(blob.digest(), origin));
  }

  /**
   * Opens the bytes of a blob.
   *
   * @throws BaciException if the archive does not have it
   */
  public InputStream open(Descriptor blob) throws IOException {
    return section(blob).open();
  }
}
