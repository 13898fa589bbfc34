package io.github.baci.oci;

import io.github.baci.api.BaciException;
import io.github.baci.api.Platform;
import io.github.baci.image.ImageException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a registry or a layout gives for an image: an image manifest, or an index of several (OCI
 * image specification, "Image Manifest" and "Image Index"; Docker's schema 2 manifest and manifest
 * list are the same under other media types).
 */
public sealed interface Manifest {

  /**
   * An image.
   *
   * @param config the descriptor of its {@link OciConfig}
   * @param layers the descriptors of its layers, the lowest first
   */
  record OfImage(Descriptor config, List<Descriptor> layers) implements Manifest {
    /** Copies the list. */
    public OfImage {
      layers = List.copyOf(layers);
    }
  }

  /**
   * An index.
   *
   * @param manifests the descriptors of its manifests
   */
  record Index(List<Descriptor> manifests) implements Manifest {
    /** Copies the list. */
    public Index {
      manifests = List.copyOf(manifests);
    }

    /**
     * Chooses the manifest for a platform. An entry of the same variant is best; then, as Docker
     * does, one for an earlier variant of the same processor ({@code arm/v6} runs where {@code
     * arm/v7} does, {@code amd64} where {@code amd64/v3} does).
     *
     * @param origin what the index is, for messages
     * @throws BaciException if there is none; the message lists the platforms that there are
     */
    public Descriptor choose(Platform platform, String origin) {
      return candidates(platform, origin).get(0);
    }

    /**
     * Returns what may be for a platform: the entry that is best by what the index says, or else
     * all entries that say nothing. What these are for stands in their configs.
     *
     * @param origin what the index is, for messages
     * @throws BaciException if there is none; the message lists the platforms that there are
     */
    public List<Descriptor> candidates(Platform platform, String origin) {
      Optional<Descriptor> best =
          manifests.stream()
              .filter(
                  entry -> entry.platform().filter(found -> serves(found, platform)).isPresent())
              .max(Comparator.comparingInt(entry -> variant(entry.platform().orElseThrow())));
      if (best.isPresent()) {
        return List.of(best.get());
      }
      List<Descriptor> silent =
          manifests.stream().filter(entry -> entry.platform().isEmpty()).toList();
      if (silent.isEmpty()) {
        throw noneFor(platform, origin);
      }
      return silent;
    }

    /** Returns whether something made for one platform runs on another. */
    public static boolean serves(Platform made, Platform host) {
      return made.os().equals(host.os())
          && made.architecture().equals(host.architecture())
          && variant(made) <= variant(host);
    }

    /** Returns the number of the variant; without one, that of the oldest processor. */
    private static int variant(Platform platform) {
      String digits = platform.variant().orElse("").replaceAll("[^0-9]", "");
      if (digits.isEmpty() || digits.length() > 3) {
        return platform.architecture().equals("arm64") ? 8 : 1;
      }
      return Integer.parseInt(digits);
    }

    private BaciException noneFor(Platform platform, String origin) {
      Set<String> there = new TreeSet<>();
      manifests.forEach(entry -> entry.platform().map(Platform::toString).ifPresent(there::add));
      return new ImageException(
          origin,
          there.isEmpty()
              ? " holds no image for %s, nor for any other platform".formatted(platform)
              : " has no image for %s; it has images for %s"
                  .formatted(platform, String.join(", ", there)));
    }
  }

  /**
   * Reads a manifest or an index.
   *
   * @param json the document
   * @param origin what the document is, for messages
   * @throws BaciException if it is damaged, of schema 1, or of an artifact that is no image
   */
  static Manifest read(byte[] json, String origin) {
    JsonReader document = JsonReader.parse(json, origin);
    long schema = document.number("schemaVersion");
    if (schema == 1) {
      throw new BaciException(
          "%s is of Docker's schema 1, which no current tool writes; push the image anew"
              .formatted(origin));
    }
    if (schema != 2) {
      throw document.wrong("schemaVersion", "2");
    }
    if (document.has("manifests")) {
      return new Index(
          document.objects("manifests").stream()
              .filter(entry -> !isAttestation(entry))
              .map(Descriptor::read)
              .toList());
    }
    if (!document.has("config") || !document.has("layers")) {
      throw notAnImage(origin, document.text("artifactType").or(() -> document.text("mediaType")));
    }
    Descriptor config = Descriptor.read(document.object("config"));
    OfImage image =
        new OfImage(config, document.objects("layers").stream().map(Descriptor::read).toList());
    if (!MediaTypes.isImageConfig(config.mediaType())) {
      throw notAnImage(
          origin, document.text("artifactType").or(() -> Optional.of(config.mediaType())));
    }
    for (Descriptor layer : image.layers()) {
      if (!MediaTypes.isLayer(layer.mediaType())) {
        throw notAnImage(origin, Optional.of(layer.mediaType()));
      }
    }
    return image;
  }

  /**
   * Returns the annotations of a manifest or an index.
   *
   * @param origin what the document is, for messages
   * @throws BaciException if it is damaged
   */
  static Map<String, String> annotations(byte[] json, String origin) {
    JsonReader given = JsonReader.parse(json, origin).object("annotations");
    Map<String, String> annotations = new TreeMap<>();
    given
        .node()
        .fieldNames()
        .forEachRemaining(name -> annotations.put(name, given.text(name).orElse("")));
    return annotations;
  }

  /** Docker keeps attestations beside images, as images for a platform that is none. */
  private static boolean isAttestation(JsonReader entry) {
    return entry.object("platform").text("os").filter(os -> os.equals("unknown")).isPresent()
        || entry.object("annotations").text("vnd.docker.reference.type").isPresent();
  }

  private static BaciException notAnImage(String origin, Optional<String> type) {
    return new BaciException(
        "%s is no container image but an artifact%s; FROM needs an image"
            .formatted(origin, type.map(name -> " of type '" + name + "'").orElse("")));
  }
}
