package io.github.baci.source;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.ImageReference;
import io.github.baci.api.Platform;
import io.github.baci.api.SourceOptions;
import io.github.baci.container.rkt.RktSettings;
import io.github.baci.image.Image;
import io.github.baci.image.ImageDescription;
import io.github.baci.layer.LayerStore;
import io.github.baci.registry.Registries;
import io.github.baci.registry.Repository;
import io.github.baci.source.SavedImageSource.Form;
import io.github.baci.source.aci.AciImages;
import io.github.baci.source.pull.KnownDocuments;
import io.github.baci.source.pull.RegistryPull;
import io.github.baci.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the source for a reference: one with a scheme and {@code ://} by that scheme, every other
 * one as a registry name, which can hold no {@code //}.
 */
public final class ImageSources {
  private static final String REGISTRY_SCHEME = "docker";

  private final Map<String, ImageSource> byScheme = new TreeMap<>();

  /** Takes the sources that there are. */
  public ImageSources(Collection<? extends ImageSource> sources) {
    sources.forEach(source -> byScheme.put(source.scheme(), source));
  }

  /**
   * All sources that there are. This is where they are registered: whatever takes a reference finds
   * them here.
   *
   * @param contextDirectory what paths in references are relative to
   * @param listener hears of progress and warnings
   */
  public static ImageSources standard(
      Store store,
      LayerStore layers,
      SourceOptions options,
      Path contextDirectory,
      BuildListener listener) {
    return standard(store, layers, options, KnownDocuments.NONE, contextDirectory, listener);
  }

  /**
   * All sources that there are, as the other method gives them.
   *
   * @param documents what registries need not be asked for
   */
  public static ImageSources standard(
      Store store,
      LayerStore layers,
      SourceOptions options,
      KnownDocuments documents,
      Path contextDirectory,
      BuildListener listener) {
    RegistryPull.Opener opener = new OneClient(options, listener);
    SavedImageSource ociArchives =
        new SavedImageSource(Form.OCI_ARCHIVE, store, layers, contextDirectory, listener);
    SavedImageSource dockerArchives =
        new SavedImageSource(Form.DOCKER_ARCHIVE, store, layers, contextDirectory, listener);
    AciImages images = new AciImages(store, layers, options, listener);
    AciSource acis = new AciSource(AciSource.Form.ACI, images, store, contextDirectory);
    return new ImageSources(
        List.of(
            new RegistrySource(
                store, layers, options, opener, documents, listener, Clock.systemUTC()),
            new SavedImageSource(Form.OCI_LAYOUT, store, layers, contextDirectory, listener),
            ociArchives,
            dockerArchives,
            acis,
            new AciSource(AciSource.Form.HTTPS, images, store, contextDirectory),
            new AciSource(AciSource.Form.HTTP, images, store, contextDirectory),
            new ArtifactSource(options.artifacts(), acis, ociArchives, dockerArchives),
            new RktSource(
                store,
                layers,
                RktSource.policy(options.offline(), options.maxAge()),
                RktSettings.of(options.engine())),
            new JlinkSource(store, layers, options, listener)));
  }

  /**
   * Opens repositories with one client, so that logins and tokens serve for all that is asked. The
   * client is made when the first is opened: most builds ask no registry.
   */
  private static final class OneClient implements RegistryPull.Opener {
    private final SourceOptions options;
    private final BuildListener listener;
    private @Nullable Registries registries;

    OneClient(SourceOptions options, BuildListener listener) {
      this.options = options;
      this.listener = listener;
    }

    @Override
    public synchronized Repository open(ImageReference name) {
      Registries client = registries;
      if (client == null) {
        client = Registries.standard(options, listener);
        registries = client;
      }
      return client.open(name);
    }
  }

  /**
   * Finds an image and brings it into the store.
   *
   * @param reference a registry name or {@code scheme://…}
   * @throws BaciException if no source answers for the scheme, or the source cannot give the image
   */
  public Image load(String reference, Platform platform) throws InterruptedException {
    return source(reference).load(path(reference), platform);
  }

  /**
   * Says what an image is, without bringing its layers into the store, if its source can.
   *
   * @param reference a registry name or {@code scheme://…}
   * @throws BaciException as {@link #load}
   */
  public Optional<ImageDescription> describe(String reference, Platform platform)
      throws InterruptedException {
    return source(reference).describe(path(reference), platform);
  }

  /**
   * Finds an image and brings it into the store; says what else is known of it.
   *
   * @param reference a registry name or {@code scheme://…}, as the user wrote it
   * @throws BaciException if no source answers for the scheme, or the source cannot give the image
   */
  NamedImage named(String reference, Platform platform) throws InterruptedException {
    return source(reference).named(reference, path(reference), platform);
  }

  /**
   * Brings the compressed forms of the layers of an image that was loaded into the store, as far as
   * the store has the layers alone.
   *
   * @throws BaciException if they cannot be had; says why
   */
  public void bringBlobs(String reference, Platform platform) throws InterruptedException {
    source(reference).bringBlobs(path(reference), platform);
  }

  /**
   * Returns by what is known that a reference still stands for an image; nothing, if its source
   * looks at something each time.
   *
   * @param image what {@link #load} gave
   */
  public Optional<Standing> standing(String reference, Platform platform, Image image) {
    return source(reference).standing(path(reference), platform, image);
  }

  /**
   * Returns the file or directory of this machine that a reference names, if it names one.
   *
   * @param reference a registry name or {@code scheme://…} that was loaded
   */
  public Optional<Path> file(String reference) {
    return source(reference).file(path(reference));
  }

  private ImageSource source(String reference) {
    int end = reference.indexOf("://");
    String scheme = end < 0 ? REGISTRY_SCHEME : reference.substring(0, end);
    ImageSource source = byScheme.get(scheme);
    if (source == null) {
      throw new BaciException(
          "no image source answers for '%s://' (in '%s'); known are %s"
              .formatted(scheme, reference, byScheme.keySet()));
    }
    return source;
  }

  private static String path(String reference) {
    int end = reference.indexOf("://");
    return end < 0 ? reference : reference.substring(end + 3);
  }
}
