package io.github.baci.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.baci.aci.manifest.AciImage;
import io.github.baci.api.Digest;
import io.github.baci.image.Image;
import io.github.baci.image.ImageConfig;
import io.github.baci.json.JsonTree;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.OpenLayerTars;
import io.github.baci.oci.OciConfig;
import io.github.baci.oci.OciConfigWriter;
import io.github.baci.source.NamedImage;
import io.github.baci.source.pull.BuiltImages;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes reports of images. */
public final class ImageInspection {

  private final BuiltImages built;
  private final Optional<String> path;

  /**
   * Prepares reports.
   *
   * @param built tells how an App Container Image was made
   * @param path the file or directory that is shown; by default the top level of the files, and all
   *     of the steps and differences
   */
  public ImageInspection(BuiltImages built, Optional<String> path) {
    this.built = built;
    this.path = path;
  }

  /**
   * Makes the report of an image.
   *
   * @param against another image, to compare it with
   * @throws io.github.baci.api.BaciException if the image has no such path
   */
  public ImageReport inspect(NamedImage given, Optional<NamedImage> against) throws IOException {
    FileTree tree = FileTree.of(given.image().layers());
    // An ACI has no layers of its own: it is one set of files.
    Optional<Image> made =
        given.aci().isEmpty()
            ? Optional.of(given.image())
            : given.aci().flatMap(aci -> built.find(aci.imageId().digest()));
    TreeListing listing = TreeListing.of(tree, path, HardLinks.of(tree));
    try (OpenLayerTars content = new OpenLayerTars()) {
      List<ImageStep> steps = new ArrayList<>();
      if (made.isPresent()) {
        for (ImageStep step : ImageSteps.of(made.get(), content)) {
          steps.add(new ImageStep(step.history(), step.layer(), shown(step.changes(), listing)));
        }
      }
      return new ImageReport(
          new ImageReport.Identity(
              given.name(),
              given.form(),
              given.fileSize(),
              given.aci().map(AciImage::imageId),
              given.image().platform()),
          new ImageReport.Documents(
              given.image().origin().annotations(),
              manifest(given),
              config(made.orElse(given.image()))),
          layers(made.orElse(given.image())),
          steps,
          new ImageReport.Files(
              listing,
              TreeTotals.of(tree),
              against.isPresent()
                  ? Optional.of(difference(against.get(), given, tree, listing, content))
                  : Optional.empty()));
    }
  }

  private static TreeDifference shown(TreeDifference difference, TreeListing listing) {
    return listing.path().map(difference::at).orElse(difference);
  }

  private static ImageDifference difference(
      NamedImage before,
      NamedImage after,
      FileTree tree,
      TreeListing listing,
      OpenLayerTars content)
      throws IOException {
    FileTree old = FileTree.of(before.image().layers());
    boolean manifests = before.aci().isPresent() && after.aci().isPresent();
    return new ImageDifference(
        before.name(),
        manifests
            ? DocumentDifference.between(
                manifest(before).orElseThrow(), manifest(after).orElseThrow())
            : DocumentDifference.between(settings(before), settings(after)),
        shown(TreeDifference.between(old, tree, content), listing));
  }

  private static Optional<JsonNode> manifest(NamedImage given) {
    return given.aci().map(aci -> parse(aci.manifest().toJson()));
  }

  private static JsonNode config(Image image) {
    List<Digest> diffIds = image.layers().stream().map(Layer::diffId).toList();
    return parse(OciConfigWriter.write(new OciConfig(image.platform(), image.config(), diffIds)));
  }

  /** Returns the config without what tells of layers. */
  private static JsonNode settings(NamedImage given) {
    Image image = given.image();
    ImageConfig config = image.config();
    JsonNode json = config(new Image(image.platform(), config, List.of(), image.origin()));
    ((ObjectNode) json).remove(List.of("rootfs", "history"));
    return json;
  }

  private static List<ListedLayer> layers(Image image) throws IOException {
    List<ListedLayer> layers = new ArrayList<>();
    for (Layer layer : image.layers()) {
      layers.add(
          new ListedLayer(
              layer.diffId(),
              Files.size(layer.tar()),
              layer.entries().size(),
              Optional.ofNullable(image.blobs().get(layer.diffId()))));
    }
    return layers;
  }

  private static JsonNode parse(byte[] json) {
    try {
      return JsonTree.read(json);
    } catch (IOException e) {
      throw new IllegalStateException("it was just written", e);
    }
  }
}
