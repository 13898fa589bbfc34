package io.github.baci.build.copy;

import io.github.baci.layer.Layer;
import java.util.List;

/**
 * What COPY or ADD made.
 *
 * @param layer what changed
 * @param warnings what is worth the user's attention
 */
public record CopyResult(Layer layer, List<String> warnings) {
  /** Copies the list. */
  public CopyResult {
    warnings = List.copyOf(warnings);
  }
}
