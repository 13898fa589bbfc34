package io.github.baci.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What came out of a build.
 *
 * @param aci the ACI, if one was asked for
 * @param oci the OCI archive, if one was asked for
 */
public record BuildResult(Optional<Aci> aci, Optional<Oci> oci) {

  /**
   * The ACI.
   *
   * @param size its size in bytes
   * @param imageId the App Container image ID: the SHA-512 digest of the uncompressed archive
   * @param upToDate whether the file was there already, and those of the bases, and nothing was
   *     written
   * @param bases the ACIs that were made of the base image for a difference to depend on, the
   *     lowest first
   */
  public record Aci(Path file, long size, Digest imageId, boolean upToDate, List<BaseAci> bases) {
    /** Copies the list. */
    public Aci {
      bases = List.copyOf(bases);
    }
  }

  /**
   * An ACI of a base image, or of a layer of one.
   *
   * @param qualifier what its file name has beside that of the image, as in {@code base}
   * @param size its size in bytes
   * @param imageId its image ID
   */
  public record BaseAci(String qualifier, Path file, long size, Digest imageId) {}

  /**
   * The OCI archive.
   *
   * @param size its size in bytes
   * @param manifest the digest of the image's manifest, by which registries know it
   * @param config the digest of the image's config
   * @param upToDate whether the file was there already and nothing was written
   */
  public record Oci(Path file, long size, Digest manifest, Digest config, boolean upToDate) {}

  /**
   * Returns the ACI.
   *
   * @throws IllegalStateException if none was asked for
   */
  public Path file() {
    return written().file();
  }

  /**
   * Returns the size of the ACI in bytes.
   *
   * @throws IllegalStateException if none was asked for
   */
  public long size() {
    return written().size();
  }

  /**
   * Returns the App Container image ID of the ACI.
   *
   * @throws IllegalStateException if none was asked for
   */
  public Digest imageId() {
    return written().imageId();
  }

  /**
   * Returns the ACIs that were made of the base image, the lowest first.
   *
   * @throws IllegalStateException if no ACI was asked for
   */
  public List<BaseAci> bases() {
    return written().bases();
  }

  /** Returns whether all files were there already and nothing was written. */
  public boolean upToDate() {
    return aci.map(Aci::upToDate).orElse(true) && oci.map(Oci::upToDate).orElse(true);
  }

  private Aci written() {
    return aci.orElseThrow(() -> new IllegalStateException("the build was not to write an ACI"));
  }
}
