package io.github.baci.image;

import java.util.Map;

/**
 * Which App Container Image an image is: all that another one says to depend on it.
 *
 * @param name its name
 * @param labels its labels
 * @param imageId its image ID, {@code sha512-…}
 * @param size the size of its file in bytes, 0 if it is not known
 */
public record AciIdentity(String name, Map<String, String> labels, String imageId, long size) {
  /** Copies the map. */
  public AciIdentity {
    labels = Map.copyOf(labels);
  }
}
