package io.github.baci.api;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which files a build writes.
 *
 * @param aci whether the ACI is written
 * @param oci the OCI archive, if one is written
 */
public record OutputFormats(boolean aci, Optional<OciOutput> oci) {
  /** The ACI and nothing else. */
  public static final OutputFormats ACI = new OutputFormats(true, Optional.empty());

  /**
   * An OCI archive that a build writes.
   *
   * @param file where it is written
   * @param options what it has beside the image
   */
  public record OciOutput(Path file, OciOptions options) {}

  /**
   * Makes sure that something is written.
   *
   * @throws BaciException if nothing is
   */
  public OutputFormats {
    if (!aci && oci.isEmpty()) {
      throw new BaciException("a build must write at least one of the formats aci and oci");
    }
  }

  /** Returns the same formats and an OCI archive. */
  public OutputFormats withOci(Path file, OciOptions options) {
    return new OutputFormats(aci, Optional.of(new OciOutput(file, options)));
  }
}
