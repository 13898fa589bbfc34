package io.github.baci.build.shared;

import io.github.baci.oci.Descriptor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Something that builds share, as an OCI artifact under a tag that is made of its key. */
sealed interface SharedRecord permits StepRecord, WholeImage, BaseDocuments {
  /** Returns what stands for all that the record depends on. */
  String key();

  /** Returns the config, which says all but the bytes of the blobs. */
  byte[] config();

  /** Returns the blobs, in the order of the artifact's layers. */
  List<Descriptor> descriptors();

  /**
   * Returns the record as an artifact.
   *
   * @param signature a signature of the config
   * @param now when it is written
   */
  default CacheArtifact artifact(Optional<byte[]> signature, Instant now) {
    return new CacheArtifact(config(), descriptors(), signature, Optional.of(now));
  }
}
