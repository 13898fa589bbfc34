package io.github.baci.api;

import java.nio.file.Path;
import java.util.Map;

/** The forms in which images can be written. */
public enum TargetForm {
  /** A flat App Container Image. */
  ACI,
  /** An OCI archive. */
  OCI,
  /** A docker archive, as {@code docker load} reads it. */
  DOCKER;

  private static final Map<String, TargetForm> ENDINGS =
      Map.of(".aci", ACI, ".oci.tar", OCI, ".docker.tar", DOCKER);

  /**
   * Tells the form by the name of a file.
   *
   * @throws BaciException if it tells nothing
   */
  public static TargetForm of(Path file) {
    String name = file.getFileName().toString();
    return ENDINGS.entrySet().stream()
        .filter(ending -> name.endsWith(ending.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(
            () ->
                new BaciException(
                    "the name of '%s' does not tell its format, as .aci, .oci.tar and .docker.tar do: say aci, oci or docker"
                        .formatted(file)));
  }
}
