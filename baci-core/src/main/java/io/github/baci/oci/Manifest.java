package io.github.baci.oci;

import io.github.baci.api.BaciException;
import io.github.baci.api.Platform;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
     * Returns what may be for a platform: first what is by what the index says, the best first;
     * then what the index says nothing of, which stands in the configs. An entry of the same
     * variant is best; then, as Docker does, one for an earlier variant of the same processor
     * ({@code arm/v6} runs where {@code arm/v7} does, {@code amd64} where {@code amd64/v3} does).
     */
    public List<Descriptor> candidates(Platform platform) {
      List<Descriptor> said = new ArrayList<>();
      List<Descriptor> silent = new ArrayList<>();
      for (Descriptor entry : manifests) {
        if (entry.platform().isEmpty()) {
          silent.add(entry);
        } else if (serves(entry.platform().get(), platform)) {
          said.add(entry);
        }
      }
      Comparator<Descriptor> byVariant =
          Comparator.comparingInt(entry -> variant(entry.platform().orElseThrow()));
      said.sort(byVariant.reversed());
      said.addAll(silent);
      return said;
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
  }

  /**
   * Reads a manifest or an index.
   *
   * @param json the document
   * @param origin what the document is, for messages
   * @throws NotAnImage if it is of an artifact
   * @throws BaciException if it is damaged, or of schema 1
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
      return index(document);
    }
    if (!document.has("config") || !document.has("layers")) {
      throw new NotAnImage(
          origin, document.text("artifactType").or(() -> document.text("mediaType")));
    }
    Descriptor config = Descriptor.read(document.object("config"));
    OfImage image =
        new OfImage(config, document.objects("layers").stream().map(Descriptor::read).toList());
    if (!MediaTypes.isImageConfig(config.mediaType())) {
      throw new NotAnImage(
          origin, document.text("artifactType").or(() -> Optional.of(config.mediaType())));
    }
    for (Descriptor layer : image.layers()) {
      if (!MediaTypes.isLayer(layer.mediaType())) {
        throw new NotAnImage(origin, Optional.of(layer.mediaType()));
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

  /**
   * Reads an index. Entries by which it is seen that no image is behind them are left out, unless
   * there are no others: then they say what there is.
   */
  private static Index index(JsonReader document) {
    List<Descriptor> all = new ArrayList<>();
    List<Descriptor> images = new ArrayList<>();
    for (JsonReader entry : document.objects("manifests")) {
      if (!isAttestation(entry)) {
        Descriptor descriptor = Descriptor.read(entry);
        all.add(descriptor);
        if (MediaTypes.isManifest(descriptor.mediaType())
            && MediaTypes.isImageConfig(entry.text("artifactType").orElse(""))) {
          images.add(descriptor);
        }
      }
    }
    return new Index(images.isEmpty() ? all : images);
  }

  /** Docker keeps attestations beside images, as images for a platform that is none. */
  private static boolean isAttestation(JsonReader entry) {
    return entry.object("platform").text("os").filter(os -> os.equals("unknown")).isPresent()
        || entry.object("annotations").text("vnd.docker.reference.type").isPresent();
  }
}
