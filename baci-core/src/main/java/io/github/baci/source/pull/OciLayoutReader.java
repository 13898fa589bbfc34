package io.github.baci.source.pull;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.api.Platform;
import io.github.baci.image.ImageOrigin;
import io.github.baci.oci.Descriptor;
import io.github.baci.oci.Manifest;
import io.github.baci.oci.OciConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the documents of an OCI image layout (OCI image specification, "Image Layout"). */
public final class OciLayoutReader {
  public static final String INDEX = "index.json";
  private static final long LARGEST_DOCUMENT = 8 << 20;
  private static final String REF_NAME = "org.opencontainers.image.ref.name";
  private static final String IMAGE_NAME = "io.containerd.image.name";

  private final ArchiveFiles files;
  private final String origin;

  /**
   * Takes the layout.
   *
   * @param origin what it is, for messages
   */
  public OciLayoutReader(ArchiveFiles files, String origin) {
    this.files = files;
    this.origin = origin;
  }

  /** Returns the bytes of the index. */
  byte[] index() throws IOException {
    return files
        .find(INDEX)
        .orElseThrow(
            () ->
                new BaciException(
                    "%s is no OCI image layout: it has no index.json".formatted(origin)))
        .bytes(LARGEST_DOCUMENT, "the index of " + origin);
  }

  /** Chooses an image and reads its documents. */
  public SavedImage read(Optional<String> selection, Platform platform)
      throws IOException, InterruptedException {
    ImageChoice.Chosen found = find(selection, platform);
    Descriptor config = found.manifest().config();
    return image(found, found.config().isPresent() ? found.config().get() : config(config));
  }

  /** Chooses an image and reads its manifest. */
  ImageChoice.Chosen find(Optional<String> selection, Platform platform)
      throws IOException, InterruptedException {
    Manifest manifest = Manifest.read(index(), "the index of " + origin);
    if (!(manifest instanceof Manifest.Index index)) {
      throw new BaciException("%s is damaged: its index.json is no index".formatted(origin));
    }
    List<Descriptor> candidates = select(index, selection);
    ImageChoice choice = new ImageChoice(new Documents(), platform, origin);
    return candidates.size() == 1
        ? choice.of(candidates.get(0))
        : choice.among(new Manifest.Index(candidates));
  }

  /** The documents of this layout. */
  private final class Documents implements ImageChoice.Documents {
    @Override
    public byte[] manifest(Descriptor entry) throws IOException {
      return blob(entry, "the manifest of " + origin);
    }

    @Override
    public OciConfig config(Descriptor config) throws IOException {
      return OciLayoutReader.this.config(config);
    }
  }

  private OciConfig config(Descriptor config) throws IOException {
    ImageDocuments.checkConfigSize(config, origin);
    return ImageDocuments.config(blob(config, "the config of " + origin), origin);
  }

  private SavedImage image(ImageChoice.Chosen found, OciConfig config) {
    Manifest.OfImage manifest = found.manifest();
    Descriptor entry = found.entry();
    Digest digest = found.descriptor().digest();
    List<DescribedLayer> layers = ImageDocuments.layers(manifest, config, origin);
    List<FileSection> sections = new ArrayList<>();
    for (DescribedLayer layer : layers) {
      sections.add(section(layer.blob(), layer.origin()));
    }
    ImageOrigin from = ImageOrigin.NONE;
    String name = entry.annotations().get(IMAGE_NAME);
    if (name != null) {
      from = from.withName(name);
    }
    String tag = entry.annotations().get(REF_NAME);
    if (tag != null && !tag.contains("/")) {
      from = from.withTag(tag.substring(tag.lastIndexOf(':') + 1));
    }
    from = from.withConfig(manifest.config().digest()).withManifest(digest);
    return new SavedImage(digest, config, layers, sections, from);
  }

  private byte[] blob(Descriptor descriptor, String what) throws IOException {
    byte[] bytes = section(descriptor, what).bytes(LARGEST_DOCUMENT, what);
    ImageDocuments.checkDigest(bytes, descriptor.digest(), what);
    return bytes;
  }

  /** Finds the bytes of a blob. */
  FileSection section(Descriptor descriptor, String what) {
    String path = "blobs/" + descriptor.digest().toString().replace(':', '/');
    FileSection section =
        files
            .find(path)
            .orElseThrow(
                () ->
                    new BaciException(
                        "%s is not there: %s has no '%s'".formatted(what, origin, path)));
    if (section.size() != descriptor.size()) {
      throw new BaciException(
          "%s is damaged: it has %d bytes instead of %d"
              .formatted(what, section.size(), descriptor.size()));
    }
    return section;
  }

  /** Returns the entries of the index that a selection may mean. */
  private List<Descriptor> select(Manifest.Index index, Optional<String> selection) {
    List<Descriptor> candidates =
        index.manifests().stream()
            .filter(entry -> selection.isEmpty() || matches(entry, selection.get()))
            .toList();
    Set<String> names = new TreeSet<>();
    index.manifests().forEach(entry -> name(entry).ifPresent(names::add));
    if (candidates.isEmpty()) {
      throw new BaciException(
          "%s has no image '%s'; it has %s"
              .formatted(
                  origin, selection.orElse(""), names.isEmpty() ? "no named images" : names));
    }
    if (candidates.size() > 1 && selection.isEmpty() && names.size() > 1) {
      throw new BaciException(
          "%s has several images; choose one with ':TAG': %s"
              .formatted(origin, String.join(", ", names)));
    }
    return candidates;
  }

  private static Optional<String> name(Descriptor entry) {
    return Optional.ofNullable(entry.annotations().get(REF_NAME))
        .or(() -> Optional.ofNullable(entry.annotations().get(IMAGE_NAME)));
  }

  private static boolean matches(Descriptor entry, String selection) {
    if (entry.digest().toString().equals(selection)) {
      return true;
    }
    return List.of(REF_NAME, IMAGE_NAME).stream()
        .map(entry.annotations()::get)
        .anyMatch(
            name -> name != null && (name.equals(selection) || name.endsWith(":" + selection)));
  }
}
