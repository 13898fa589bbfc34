package io.github.baci.maven;

import io.github.baci.api.BaciException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An image on the discovery page, in the configuration of the plugin:
 *
 * <pre>{@code
 * <image>
 *   <name>example.com/shop/web</name>
 *   <artifactId>web-image</artifactId>
 *   <classifier>{os}-{arch}</classifier>
 * </image>
 * }</pre>
 */
public final class DiscoveredImage {
  private @Nullable String name;
  private @Nullable String groupId;
  private @Nullable String artifactId;
  private @Nullable String classifier;

  /** Sets the image's name, with or without labels. */
  public void setName(String name) {
    this.name = name;
  }

  /** Sets the group of the artifact; by default the project's. */
  public void setGroupId(String groupId) {
    this.groupId = groupId;
  }

  /** Sets the artifact. */
  public void setArtifactId(String artifactId) {
    this.artifactId = artifactId;
  }

  /** Sets the classifier of the artifact; labels of the image may stand in it in braces. */
  public void setClassifier(String classifier) {
    this.classifier = classifier;
  }

  String name() {
    return required(name, "name");
  }

  String groupId(String projectGroupId) {
    return groupId == null ? projectGroupId : groupId;
  }

  String artifactId() {
    return required(artifactId, "artifactId");
  }

  Optional<String> classifier() {
    return GuardedMojo.given(classifier);
  }

  private static String required(@Nullable String value, String what) {
    if (value == null || value.isBlank()) {
      throw new BaciException(
          "an <image> of baci:discovery must have a <name> and an <artifactId>; <%s> is missing"
              .formatted(what));
    }
    return value;
  }
}
