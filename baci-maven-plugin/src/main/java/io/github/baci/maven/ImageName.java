package io.github.baci.maven;

import java.util.Locale;

/** The name that an image has when the user gives none: the project's coordinates. */
final class ImageName {
  private ImageName() {}

  /**
   * Makes a name of coordinates: {@code GROUP/ARTIFACT:VERSION}. What the App Container
   * Specification does not allow in a name (its type AC Identifier) becomes a hyphen.
   */
  static String of(String groupId, String artifactId, String version) {
    return identifier(groupId) + "/" + identifier(artifactId) + ":" + version;
  }

  private static String identifier(String text) {
    String allowed = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._~-]", "-");
    String single = allowed.replaceAll("[-._~]*([-._~])", "$1");
    String trimmed = single.replaceAll("^[-._~]+|[-._~]+$", "");
    return trimmed.isEmpty() ? "image" : trimmed;
  }

  /** Returns the name of a file for an image: the last part of its name without labels. */
  static String fileName(String name) {
    String bare = name.split("[:,]", 2)[0];
    return bare.substring(bare.lastIndexOf('/') + 1) + ".aci";
  }
}
