package io.github.baci.maven;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name that an image has when the user gives none: the project's coordinates. */
final class ProjectImageName {
  private static final Pattern VERSION = Pattern.compile("^[^,:]*:([^,]+)|,version=([^,]+)");
  private static final int LONGEST_TAG = 128;

  private ProjectImageName() {}

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
    String bare = withoutLabels(name);
    return bare.substring(bare.lastIndexOf('/') + 1) + ".aci";
  }

  /** Returns the name without version and other labels. */
  static String withoutLabels(String name) {
    return name.split("[:,]", 2)[0];
  }

  /**
   * Returns the tag of an image: its version, or {@code latest} without one. What no tag may hold,
   * as the {@code +} of some versions, becomes an underscore.
   */
  static String tag(String name) {
    Matcher version = VERSION.matcher(name);
    String tag =
        version.find() ? version.group(1) == null ? version.group(2) : version.group(1) : "latest";
    String allowed = tag.replaceAll("[^A-Za-z0-9_.-]", "_").replaceFirst("^[.-]", "_");
    return allowed.substring(0, Math.min(LONGEST_TAG, allowed.length()));
  }
}
