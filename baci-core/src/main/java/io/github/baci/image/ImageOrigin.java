package io.github.baci.image;

import io.github.baci.api.Digest;
import io.github.baci.api.ImageReference;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where an image came from. It is kept as the annotations that docker2aci gives App Container
 * Images ({@code appc.io/docker/…}), since what an ACI says there has to come out again as it went
 * in; what is known of it is asked for by the methods, and nowhere else are these names read.
 */
public final class ImageOrigin {
  /** The image was made here. */
  public static final ImageOrigin NONE = new ImageOrigin(Map.of());

  private static final String PREFIX = "appc.io/docker/";
  private static final String NAME = PREFIX + "originalname";
  private static final String REGISTRY = PREFIX + "registryurl";
  private static final String REPOSITORY = PREFIX + "repository";
  private static final String TAG = PREFIX + "tag";
  private static final String CONFIG = PREFIX + "imageid";
  private static final String MANIFEST = PREFIX + "manifesthash";

  private final Map<String, String> annotations;

  private ImageOrigin(Map<String, String> annotations) {
    this.annotations = Map.copyOf(annotations);
  }

  /** Takes what the annotations of an App Container Image say. */
  public static ImageOrigin ofAnnotations(Map<String, String> annotations) {
    return annotations.isEmpty() ? NONE : new ImageOrigin(annotations);
  }

  /** Returns the annotations, in the order of their names. */
  public Map<String, String> annotations() {
    return new TreeMap<>(annotations);
  }

  /** Returns the name by which the image was asked for, or which its archive gives it. */
  public Optional<String> name() {
    return find(NAME);
  }

  /** Returns the host of the registry that it came from. */
  public Optional<String> registry() {
    return find(REGISTRY);
  }

  /** Returns its repository there. */
  public Optional<String> repository() {
    return find(REPOSITORY);
  }

  /** Returns its tag. */
  public Optional<String> tag() {
    return find(TAG);
  }

  /** Returns the digest of its manifest, as it was written. */
  public Optional<String> manifest() {
    return find(MANIFEST);
  }

  private Optional<String> find(String annotation) {
    return Optional.ofNullable(annotations.get(annotation));
  }

  private ImageOrigin with(String annotation, String value) {
    Map<String, String> all = new TreeMap<>(annotations);
    all.put(annotation, value);
    return new ImageOrigin(all);
  }

  /** Returns the same with a name, whatever it is. */
  public ImageOrigin withName(String value) {
    return with(NAME, value);
  }

  /** Returns the same with the registry, the repository and the tag, if it has one, of a name. */
  public ImageOrigin withReference(ImageReference name) {
    ImageOrigin found = with(REGISTRY, name.host()).with(REPOSITORY, name.repository());
    return name.tag().isPresent() ? found.withTag(name.tag().get()) : found;
  }

  /** Returns the same with a tag. */
  public ImageOrigin withTag(String value) {
    return with(TAG, value);
  }

  /** Returns the same with the digest of the config. */
  public ImageOrigin withConfig(Digest digest) {
    return with(CONFIG, digest.toString());
  }

  /** Returns the same with the digest of the manifest. */
  public ImageOrigin withManifest(Digest digest) {
    return with(MANIFEST, digest.toString());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImageOrigin origin && annotations.equals(origin.annotations);
  }

  @Override
  public int hashCode() {
    return annotations.hashCode();
  }

  @Override
  public String toString() {
    return annotations().toString();
  }
}
