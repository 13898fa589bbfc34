package io.github.baci.source.pull;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.api.ImageReference;
import io.github.baci.api.Platform;
import io.github.baci.image.ImageOrigin;
import io.github.baci.json.JsonTree;
import io.github.baci.oci.Descriptor;
import io.github.baci.oci.MediaTypes;
import io.github.baci.oci.OciConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the documents of what {@code docker save} writes: {@code manifest.json} names the config
 * and the layers of each image, as {@code ID/layer.tar} in old archives and below {@code blobs/} in
 * those of Docker 25 and later. An archive without it that has an OCI index is read as that.
 */
public final class DockerArchiveReader {
  private static final String MANIFEST = "manifest.json";
  private static final long LARGEST_DOCUMENT = 8 << 20;
  private static final Pattern DIGEST = Pattern.compile("(?:^|/)([0-9a-f]{64})(?:\\.json)?$");

  private final ArchiveFiles files;
  private final String origin;

  public DockerArchiveReader(ArchiveFiles files, String origin) {
    this.files = files;
    this.origin = origin;
  }

  /** Chooses an image and reads its documents. */
  public SavedImage read(Optional<String> selection, Platform platform)
      throws IOException, InterruptedException {
    Optional<FileSection> manifest = files.find(MANIFEST);
    if (manifest.isEmpty()) {
      if (files.find(OciLayoutReader.INDEX).isPresent()) {
        return new OciLayoutReader(files, origin).read(selection, platform);
      }
      throw new BaciException(
          "%s was not written by docker save: it has neither manifest.json nor index.json"
              .formatted(origin));
    }
    JsonNode images;
    byte[] json = manifest.get().bytes(LARGEST_DOCUMENT, "the manifest.json of " + origin);
    try {
      images = JsonTree.readWhole(json);
    } catch (IOException e) {
      throw damaged("manifest.json is not JSON", e);
    }
    return image(choose(images, selection));
  }

  private JsonNode choose(JsonNode images, Optional<String> selection) {
    List<JsonNode> candidates = new ArrayList<>();
    List<String> all = new ArrayList<>();
    for (JsonNode image : images) {
      List<String> tags = tags(image);
      all.addAll(tags);
      if (selection.isEmpty() || tags.stream().anyMatch(tag -> matches(tag, selection.get()))) {
        candidates.add(image);
      }
    }
    String there = all.isEmpty() ? "images without tags" : String.join(", ", all);
    if (candidates.isEmpty()) {
      throw new BaciException(
          selection.isEmpty()
              ? "%s has no image".formatted(origin)
              : "%s has no image '%s'; it has %s".formatted(origin, selection.get(), there));
    }
    if (candidates.size() > 1) {
      throw new BaciException(
          "%s has several images; choose one with ':NAME:TAG': %s".formatted(origin, there));
    }
    return candidates.get(0);
  }

  private static List<String> tags(JsonNode image) {
    List<String> tags = new ArrayList<>();
    image.path("RepoTags").forEach(tag -> tags.add(tag.asText()));
    return tags;
  }

  private static boolean matches(String tag, String selection) {
    return tag.equals(selection)
        || tag.endsWith("/" + selection)
        || tag.endsWith(":" + selection)
        || tag.equals(selection + ":latest");
  }

  private SavedImage image(JsonNode image) throws IOException {
    String configPath = image.path("Config").asText("");
    byte[] json =
        section(configPath, "the config").bytes(LARGEST_DOCUMENT, "the config of " + origin);
    Digest configDigest = Digest.sha256Of(json);
    Matcher named = DIGEST.matcher(configPath);
    if (named.find() && !named.group(1).equals(configDigest.hex())) {
      throw damaged("the digest of its config is %s".formatted(configDigest));
    }
    OciConfig config = ImageDocuments.config(json, origin);
    List<DescribedLayer> layers = new ArrayList<>();
    List<FileSection> sections = new ArrayList<>();
    JsonNode paths = image.path("Layers");
    if (paths.size() != config.diffIds().size()) {
      throw damaged(
          "manifest.json has %d layers, but the config %d"
              .formatted(paths.size(), config.diffIds().size()));
    }
    for (int i = 0; i < paths.size(); i++) {
      String what = "layer %d".formatted(i + 1);
      FileSection section = section(paths.get(i).asText(""), what);
      Digest diffId = config.diffIds().get(i);
      sections.add(section);
      layers.add(
          new DescribedLayer(
              new Descriptor(
                  MediaTypes.OCI_LAYER,
                  diffId,
                  section.size(),
                  List.of(),
                  Map.of(),
                  Optional.empty()),
              diffId,
              what + " of " + origin));
    }
    return new SavedImage(configDigest, config, layers, sections, origin(image, configDigest));
  }

  private FileSection section(String path, String what) {
    return files
        .find(path)
        .orElseThrow(() -> damaged("%s, '%s', is not there".formatted(what, path)));
  }

  private BaciException damaged(String why) {
    return new BaciException("%s is damaged: %s".formatted(origin, why));
  }

  private BaciException damaged(String why, Exception cause) {
    return new BaciException("%s is damaged: %s".formatted(origin, why), cause);
  }

  private static ImageOrigin origin(JsonNode image, Digest config) {
    ImageOrigin origin = ImageOrigin.NONE.withConfig(config);
    List<String> tags = tags(image);
    if (tags.isEmpty()) {
      return origin;
    }
    ImageOrigin named = origin.withName(tags.get(0));
    try {
      return named.withReference(ImageReference.parse(tags.get(0)));
    } catch (BaciException e) {
      // Whoever wrote the archive called the image something that no registry would: the name
      // alone is kept.
      return named;
    }
  }
}
