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
 * @param identity which image it is
 * @param documents what its documents say
 * @param layers its layers, the lowest first; for an App Container Image that was built with this
 *     store, those of the build
 * @param steps how it was made; empty where nobody knows
 * @param files its files
 */
public record ImageReport(
    Identity identity,
    Documents documents,
    List<ListedLayer> layers,
    List<ImageStep> steps,
    Files files) {
  /**
   * Which image it is.
   *
   * @param image what the user called it
   * @param form its form: {@code aci}, {@code oci-archive}, {@code docker-archive}, or the scheme
   *     of the reference
   * @param fileSize the size of its file in bytes, if it is one
   * @param imageId the image ID of an App Container Image
   * @param platform what it runs on
   */
  public record Identity(
      String image,
      String form,
      OptionalLong fileSize,
      Optional<ImageId> imageId,
      Platform platform) {}

  /**
   * What its documents say.
   *
   * @param origin where it came from, as annotations of an App Container Image say it
   * @param manifest the manifest of an App Container Image
   * @param config how it is run, as the config of an OCI image says it
   */
  public record Documents(
      Map<String, String> origin, Optional<JsonNode> manifest, JsonNode config) {
    /** Copies the collections. */
    public Documents {
      origin = Map.copyOf(origin);
    }
  }

  /**
   * Its files.
   *
   * @param tree its files
   * @param totals how many files there are
   * @param difference how it differs from another image, if that was asked
   */
  public record Files(TreeListing tree, TreeTotals totals, Optional<ImageDifference> difference) {}

  /** Copies the collections. */
  public ImageReport {
    layers = List.copyOf(layers);
    steps = List.copyOf(steps);
  }

  /** Returns what the user called it. */
  public String image() {
    return identity.image();
  }

  /**
   * Returns its form: {@code aci}, {@code oci-archive}, {@code docker-archive}, or the scheme of
   * the reference.
   */
  public String form() {
    return identity.form();
  }

  /** Returns the size of its file in bytes, if it is one. */
  public OptionalLong fileSize() {
    return identity.fileSize();
  }

  /** Returns the image ID of an App Container Image. */
  public Optional<ImageId> imageId() {
    return identity.imageId();
  }

  /** Returns what it runs on. */
  public Platform platform() {
    return identity.platform();
  }

  /** Returns where it came from, as annotations of an App Container Image say it. */
  public Map<String, String> origin() {
    return documents.origin();
  }

  /** Returns the manifest of an App Container Image. */
  public Optional<JsonNode> manifest() {
    return documents.manifest();
  }

  /** Returns how it is run, as the config of an OCI image says it. */
  public JsonNode config() {
    return documents.config();
  }

  /** Returns its files. */
  public TreeListing tree() {
    return files.tree();
  }

  /** Returns how many files there are. */
  public TreeTotals totals() {
    return files.totals();
  }

  /** Returns how it differs from another image, if that was asked. */
  public Optional<ImageDifference> difference() {
    return files.difference();
  }
}
