package io.github.baci.maven;

import io.github.baci.api.BaciException;
import java.util.List;
import java.util.Optional;

/**
 * What follows {@code maven://}: {@code groupId:artifactId[:type[:classifier]]:version}, or the
 * {@code artifactId} of a dependency that the project declares.
 */
sealed interface MavenReference {
  /** What begins a reference to an artifact. */
  String PREFIX = "maven://";

  /**
   * An artifact by its coordinates.
   *
   * @param type {@code aci} if the reference does not say
   */
  record Coordinates(
      String groupId, String artifactId, String type, Optional<String> classifier, String version)
      implements MavenReference {
    @Override
    public String toString() {
      return groupId
          + ":"
          + artifactId
          + ":"
          + type
          + classifier.map(text -> ":" + text).orElse("")
          + ":"
          + version;
    }
  }

  /** A dependency that the project declares. */
  record Declared(String artifactId) implements MavenReference {}

  /**
   * Reads a reference.
   *
   * @param text what follows {@code maven://}
   * @throws BaciException if it has another form
   */
  static MavenReference parse(String text) {
    List<String> parts = List.of(text.split(":", -1));
    if (parts.stream().anyMatch(part -> part.isBlank() || part.matches(".*[\\s/\\\\].*"))
        || parts.size() == 2
        || parts.size() > 5) {
      throw new BaciException(
          "'%s%s' must have the form 'maven://groupId:artifactId[:type[:classifier]]:version', or 'maven://artifactId' for a dependency that the project declares"
              .formatted(PREFIX, text));
    }
    if (parts.size() == 1) {
      return new Declared(text);
    }
    return new Coordinates(
        parts.get(0),
        parts.get(1),
        parts.size() > 3 ? parts.get(2) : ArtifactType.ACI,
        parts.size() > 4 ? Optional.of(parts.get(3)) : Optional.empty(),
        parts.get(parts.size() - 1));
  }
}
