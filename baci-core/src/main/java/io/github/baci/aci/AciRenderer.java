package io.github.baci.aci;

import io.github.baci.layer.Layer;
import java.io.IOException;
import java.util.List;

/** Puts the files of an image together with those of its dependencies. */
public interface AciRenderer {

  /**
   * Renders an image that has dependencies or a path whitelist.
   *
   * @param manifest the image's manifest
   * @param files the image's own files
   * @return the layers of the whole image, the lowest first
   * @throws io.github.baci.BaciException if a dependency cannot be found or does not match
   */
  List<Layer> render(ImageManifest manifest, Layer files) throws IOException, InterruptedException;
}
