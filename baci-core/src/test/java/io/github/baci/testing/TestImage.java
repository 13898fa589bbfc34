package io.github.baci.testing;

import java.nio.file.Path;

/**
 * An image in a directory in OCI's image layout.
 *
 * @param layout the directory
 * @param tag the image's tag in it
 */
public record TestImage(Path layout, String tag) {

  /** Makes an image of one layer. */
  static TestImage make(Path layout, String tag, Path rootTar, String shell) {
    String image = layout + ":" + tag;
    Command.of("umoci", "init", "--layout", layout.toString()).succeed();
    Command.of("umoci", "new", "--image", image).succeed();
    Command.of("umoci", "raw", "add-layer", "--image", image, rootTar.toString()).succeed();
    Command.of("umoci", "config", "--image", image, "--config.cmd", shell)
        .with("--config.env", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
        .succeed();
    return new TestImage(layout, tag);
  }

  /**
   * Copies the image into a registry.
   *
   * @param name the name in the registry, as in {@code library/debian:bookworm}
   */
  public void pushTo(LoopbackRegistry registry, String name) {
    Command.of("skopeo", "--insecure-policy", "copy", "--quiet", "--dest-tls-verify=false")
        .with("oci:" + layout + ":" + tag, "docker://" + registry.host() + "/" + name)
        .succeed();
  }

  /** Writes the image to a file, as {@code docker save} does. */
  public void saveTo(Path dockerArchive, String name) {
    Command.of("skopeo", "--insecure-policy", "copy", "--quiet")
        .with("oci:" + layout + ":" + tag, "docker-archive:" + dockerArchive + ":" + name)
        .succeed();
  }

  /** Writes the image to a tar file in OCI's image layout. */
  public void exportTo(Path ociArchive, String newTag) {
    Command.of("skopeo", "--insecure-policy", "copy", "--quiet")
        .with("oci:" + layout + ":" + tag, "oci-archive:" + ociArchive + ":" + newTag)
        .succeed();
  }
}
