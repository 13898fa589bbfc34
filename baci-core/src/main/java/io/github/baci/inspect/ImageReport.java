package io.github.baci.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.api.ImageId;
import io.github.baci.api.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is in an image.
 *
 * @param image what the user called it
 * @param form its form: {@code aci}, {@code oci-archive}, {@code docker-archive}, or the scheme of
 *     the reference
 * @param fileSize the size of its file in bytes, if it is one
 * @param imageId the image ID of an App Container Image
 * @param platform what it runs on
 * @param origin where it came from, as annotations of an App Container Image say it
 * @param manifest the manifest of an App Container Image
 * @param config how it is run, as the config of an OCI image says it
 * @param layers its layers, the lowest first; for an App Container Image that was built with this
 *     store, those of the build
 * @param steps how it was made; empty where nobody knows
 * @param tree its files
 * @param totals how many files there are
 * @param difference how it differs from another image, if that was asked
 */
public record ImageReport(
    String image,
    String form,
    OptionalLong fileSize,
    Optional<ImageId> imageId,
    Platform platform,
    Map<String, String> origin,
    Optional<JsonNode> manifest,
    JsonNode config,
    List<ListedLayer> layers,
    List<ImageStep> steps,
    TreeListing tree,
    TreeTotals totals,
    Optional<ImageDifference> difference) {
  /** Copies the collections. */
  public ImageReport {
    origin = Map.copyOf(origin);
    layers = List.copyOf(layers);
    steps = List.copyOf(steps);
  }
}
