package io.github.baci.api;

import java.util.List;

/**
 * What was pushed.
 *
 * @param digest the digest of the image's manifest, by which it can be pulled
 * @param images the image by each of its names
 */
public record PushResult(Digest digest, List<Pushed> images) {

  /** Copies the list. */
  public PushResult {
    images = List.copyOf(images);
  }

  /**
   * The image under one name. What the repository got is told with its first name.
   *
   * @param name the name with registry and tag
   * @param sent how many blobs were sent
   * @param mounted how many blobs came from another repository of the registry
   * @param bytes how many bytes of blobs were sent
   */
  public record Pushed(String name, int sent, int mounted, long bytes) {}
}
