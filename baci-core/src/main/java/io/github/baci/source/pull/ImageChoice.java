package io.github.baci.source.pull;

import io.github.baci.api.Platform;
import io.github.baci.image.ImageException;
import io.github.baci.oci.Descriptor;
import io.github.baci.oci.Manifest;
import io.github.baci.oci.NotAnImage;
import io.github.baci.oci.OciConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Chooses one image of an index, by one rule for registries and files.
 *
 * <p>What an index says of an entry's platform counts. An index need not say it (OCI image
 * specification, "Image Index": {@code platform} is optional): then it stands in the configs, which
 * are read one after the other until one is for the platform. What turns out to be no image is
 * passed over. An image that there is no other one beside is taken whatever it is for, as a name
 * without an index is. One choice is made with one instance.
 */
final class ImageChoice {
  /** How many indexes may lie in each other below the first. */
  private static final int DEEPEST_INDEX = 3;

  /** How many manifests are read: each may cost two questions to a registry. */
  private static final int MOST_READ = 32;

  private final Documents documents;
  private final Platform platform;
  private final String origin;

  /** The platforms that indexes name, other than the one that is wanted. */
  private final Set<String> named = new TreeSet<>();

  /** The images that are for another platform by their configs. */
  private final List<Chosen> others = new ArrayList<>();

  private @Nullable NotAnImage artifact;
  private int read;

  /** Gives documents, each with the digest that its descriptor says. */
  interface Documents {
    /** Returns a manifest or an index. */
    byte[] manifest(Descriptor entry) throws IOException, InterruptedException;

    /** Returns the config of an image. */
    OciConfig config(Descriptor config) throws IOException, InterruptedException;
  }

  /**
   * What was chosen.
   *
   * @param entry the entry of the outermost index that led to it
   * @param descriptor what describes the manifest itself
   * @param bytes the manifest as it is
   * @param config its config, if it was looked into
   */
  record Chosen(
      Descriptor entry,
      Descriptor descriptor,
      byte[] bytes,
      Manifest.OfImage manifest,
      Optional<OciConfig> config) {}

  /**
   * Prepares a choice.
   *
   * @param origin what the index is, for messages
   */
  ImageChoice(Documents documents, Platform platform, String origin) {
    this.documents = documents;
    this.platform = platform;
    this.origin = origin;
  }

  /**
   * Chooses among the entries of an index.
   *
   * @throws ImageException if there is no image for the platform; the message lists what there is
   * @throws NotAnImage if there is no image at all
   */
  Chosen among(Manifest.Index index) throws IOException, InterruptedException {
    Chosen found = look(index, null, true, 0);
    return found == null ? settle() : found;
  }

  /**
   * Takes an entry, whatever platform it names; if an index is behind it, chooses there.
   *
   * @throws io.github.baci.api.BaciException as {@link #among}
   */
  Chosen of(Descriptor entry) throws IOException, InterruptedException {
    Chosen found = enter(entry, entry, true, 0);
    return found == null ? settle() : found;
  }

  /**
   * Looks for an image in an index.
   *
   * @param entry the entry of the outermost index that led here, unless this is that index
   * @param isSaid whether nothing but what this index says is left to tell what it is for
   */
  private @Nullable Chosen look(
      Manifest.Index index, @Nullable Descriptor entry, boolean isSaid, int depth)
      throws IOException, InterruptedException {
    for (Descriptor each : index.manifests()) {
      Optional<Platform> other = each.platform();
      if (other.isPresent() && !Manifest.Index.serves(other.get(), platform)) {
        named.add(other.get().toString());
      }
    }
    boolean isAlone = isSaid && index.manifests().size() == 1;
    for (Descriptor each : index.candidates(platform)) {
      Chosen found =
          enter(entry == null ? each : entry, each, isAlone || each.platform().isPresent(), depth);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable Chosen enter(Descriptor entry, Descriptor descriptor, boolean isSaid, int depth)
      throws IOException, InterruptedException {
    if (++read > MOST_READ) {
      throw new ImageException(
          origin,
          " has more than %d images that do not say what platform they are for; take one by its digest"
              .formatted(MOST_READ));
    }
    byte[] bytes = documents.manifest(descriptor);
    Manifest manifest;
    try {
      manifest = Manifest.read(bytes, "the manifest of " + origin);
    } catch (NotAnImage e) {
      artifact = artifact == null ? e : artifact;
      return null;
    }
    if (manifest instanceof Manifest.Index index) {
      if (depth == DEEPEST_INDEX) {
        throw new ImageException(origin, " is an index of indexes of indexes");
      }
      return look(index, entry, isSaid, depth + 1);
    }
    Manifest.OfImage image = (Manifest.OfImage) manifest;
    if (isSaid) {
      return new Chosen(entry, descriptor, bytes, image, Optional.empty());
    }
    OciConfig config = documents.config(image.config());
    Chosen found = new Chosen(entry, descriptor, bytes, image, Optional.of(config));
    if (Manifest.Index.serves(config.platform(), platform)) {
      return found;
    }
    others.add(found);
    return null;
  }

  /** Takes the only image that there is, or says what there is instead. */
  private Chosen settle() {
    if (others.size() == 1 && named.isEmpty()) {
      return others.get(0);
    }
    Set<String> there = new TreeSet<>(named);
    for (Chosen other : others) {
      there.add(other.config().orElseThrow().platform().toString());
    }
    if (there.isEmpty() && artifact != null) {
      throw artifact;
    }
    throw new ImageException(
        origin,
        there.isEmpty()
            ? " holds no image for %s, nor for any other platform".formatted(platform)
            : " has no image for %s; it has images for %s"
                .formatted(platform, String.join(", ", there)));
  }
}
