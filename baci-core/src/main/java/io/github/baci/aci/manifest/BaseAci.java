package io.github.baci.aci.manifest;

import io.github.baci.aci.types.AciName;
import io.github.baci.aci.types.Dependency;
import io.github.baci.aci.types.Labels;
import io.github.baci.api.AcIdentifier;
import io.github.baci.api.AciCompression;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BaseSplit;
import io.github.baci.api.Digest;
import io.github.baci.api.ImageId;
import io.github.baci.image.Image;
import io.github.baci.image.ImageConfig;
import io.github.baci.layer.FileTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An ACI of a base image, or of one of its layers, for others to depend on. Names are those that
 * users of docker2aci know: {@code REGISTRY/REPOSITORY} for an image, the same with {@code
 * -sha256-DIGEST} for a layer; the tag is the label {@code version}. An image that no registry had
 * is named after the image that is made from it.
 *
 * @param qualifier tells it from the others of the same image: {@code base}, or {@code base-1} and
 *     so on from the lowest layer up
 * @param name its name and labels
 * @param image the layers up to this one; with the config of the base image, if they are all of it
 * @param below how many of the layers are in the base ACI below
 */
public record BaseAci(String qualifier, AciName name, Image image, int below) {
  /** The qualifier of the ACI of a whole base image. */
  public static final String QUALIFIER = "base";

  /**
   * Returns the ACIs that are made of a base image, the lowest first; none, if it has no layers.
   *
   * @param dependent the name of the image that is made from it
   */
  public static List<BaseAci> of(Image base, BaseSplit kind, AciName dependent) {
    AciName name = name(base, dependent);
    int count = base.layers().size();
    if (count == 0) {
      return List.of();
    }
    return switch (kind) {
      case IMAGE -> List.of(new BaseAci(QUALIFIER, name, base, 0));
      case LAYER -> {
        List<BaseAci> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          Image image = i + 1 == count ? base : lower(base, i + 1);
          all.add(new BaseAci(layerQualifier(i + 1), layerName(name, base, i), image, i));
        }
        yield all;
      }
    };
  }

  /**
   * Returns the qualifier of the ACI of one layer.
   *
   * @param number the number of the layer, the lowest being 1
   */
  public static String layerQualifier(int number) {
    return QUALIFIER + "-" + number;
  }

  /** Returns its options, when it is written like an ACI of its own. */
  public AciOptions options(AciCompression compression) {
    return AciOptions.named(name.toString(), compression);
  }

  /**
   * Returns its manifest, but for dependencies. Only the uppermost has an app.
   *
   * @param tree the tree of its layers and of those below
   * @param warnings hears what the manifest cannot say as the image does
   */
  public ImageManifest manifest(FileTree tree, Consumer<String> warnings) {
    ImageManifest manifest =
        ManifestFactory.manifest(
            image, tree, AciOptions.named(name.toString(), AciCompression.NONE), warnings);
    return image.config().equals(ImageConfig.EMPTY)
        ? new ImageManifest(
            manifest.acVersion(),
            manifest.name(),
            manifest.labels(),
            Optional.empty(),
            manifest.annotations(),
            List.of(),
            List.of())
        : manifest;
  }

  /** Returns what another image says to depend on this one, once it is written. */
  public Dependency dependency(ImageId imageId, long size) {
    return new Dependency(name.name(), Optional.of(imageId), name.labels(), size);
  }

  private static Image lower(Image base, int layers) {
    return new Image(
        base.platform(), ImageConfig.EMPTY, base.layers().subList(0, layers), base.origin());
  }

  private static AciName name(Image base, AciName dependent) {
    Map<String, String> labels = new LinkedHashMap<>();
    Optional<AcIdentifier> registered = Optional.empty();
    Optional<String> registry = base.origin().registry();
    Optional<String> repository = base.origin().repository();
    if (registry.isPresent() && repository.isPresent()) {
      registered = AcIdentifier.sanitised(registry.get() + "/" + repository.get());
    }
    if (registered.isPresent()) {
      base.origin().tag().ifPresent(tag -> labels.put("version", tag));
    } else {
      dependent.labels().version().ifPresent(version -> labels.put("version", version));
    }
    return new AciName(
        registered.orElseGet(() -> new AcIdentifier(dependent.name() + "-" + QUALIFIER)),
        Labels.ofPlatform(base.platform()).with(Labels.of(labels)));
  }

  private static AciName layerName(AciName image, Image base, int layer) {
    Digest diffId = base.layers().get(layer).diffId();
    return new AciName(
        new AcIdentifier(image.name() + "-sha256-" + diffId.hex()),
        image.labels().with(Labels.of(Map.of("layer", diffId.hex()))));
  }
}
