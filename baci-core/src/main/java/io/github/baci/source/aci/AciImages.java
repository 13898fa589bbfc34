package io.github.baci.source.aci;

import io.github.baci.aci.archive.AciRenderer;
import io.github.baci.aci.archive.DependencyResolver;
import io.github.baci.aci.archive.UnrenderedAci;
import io.github.baci.aci.manifest.AciImage;
import io.github.baci.aci.manifest.BaseAci;
import io.github.baci.aci.types.AciName;
import io.github.baci.aci.types.Dependency;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.Platform;
import io.github.baci.api.SourceOptions;
import io.github.baci.http.HttpFailure;
import io.github.baci.http.HttpFetch;
import io.github.baci.http.PlainHttp;
import io.github.baci.layer.LayerStore;
import io.github.baci.signature.UntrustedSignature;
import io.github.baci.source.aci.AciDownloads.Location;
import io.github.baci.store.Store;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * ACIs in files, by URL and by name, rendered with what they depend on. A dependency is looked for
 * by its image ID in the store, then, for an image in a file, in the directory of that file, then
 * by discovery. Images whose names the options cover must be signed, wherever they come from. Safe
 * for several threads.
 */
public final class AciImages {
  private static final SourceOptions OFFLINE =
      SourceOptions.builder().offline(true).maxAge(Duration.ZERO).build();

  private final Store store;
  private final LayerStore layers;
  private final AciRecords records;
  private final SignaturePolicy policy;
  private final LocalAcis files;
  private final AciDownloads downloads;
  private final AciDiscovery discovery;

  /**
   * Takes where images are kept and how they are found.
   *
   * @param listener hears of progress and signatures
   */
  public AciImages(Store store, LayerStore layers, SourceOptions options, BuildListener listener) {
    this(store, layers, options, listener, fetch(options), Clock.systemUTC());
  }

  /**
   * Takes where images are kept. Only what is on this machine is found, files and what is in the
   * store, and nobody has to have signed it.
   */
  public AciImages(Store store, LayerStore layers) {
    this(store, layers, OFFLINE, BuildListener.SILENT);
  }

  AciImages(
      Store store,
      LayerStore layers,
      SourceOptions options,
      BuildListener listener,
      HttpFetch http,
      Clock clock) {
    this.store = store;
    this.layers = layers;
    this.records = new AciRecords(store, layers);
    this.policy = new SignaturePolicy(options.trust(), store, listener);
    this.files = new LocalAcis(store, layers, policy);
    this.downloads = new AciDownloads(store, layers, options, http, policy, listener, clock);
    this.discovery = new AciDiscovery(options, http, downloads, records, clock);
  }

  private static HttpFetch fetch(SourceOptions options) {
    PlainHttp plainHttp = new PlainHttp(options.insecureRegistries());
    return new HttpFetch(
        new HttpFetch.Settings(
            options.proxies(),
            plainHttp::allows,
            url -> login(options, url),
            Duration.ofSeconds(1),
            HttpFetch.Settings.STALL,
            Optional.empty()));
  }

  private static Optional<String> login(SourceOptions options, URI url) {
    if (url.getUserInfo() != null) {
      return Optional.of(url.getUserInfo());
    }
    String host = url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    return Optional.ofNullable(options.credentials().get(host))
        .map(credential -> credential.username() + ":" + credential.password());
  }

  /**
   * Reads a file and renders its image.
   *
   * @param platform what dependencies that say nothing else must run on
   * @throws BaciException if there is no such file, it is no ACI, not signed as it must be, or a
   *     dependency is not found or not what it should be
   */
  public AciImage read(Path file, Platform platform) throws IOException, InterruptedException {
    return read(file, platform, AttachedAcis.NONE);
  }

  /**
   * Reads a file and renders its image.
   *
   * @param attached finds what was put beside the image, but may be elsewhere now
   * @throws BaciException as {@link #read(Path, Platform)}
   */
  public AciImage read(Path file, Platform platform, AttachedAcis attached)
      throws IOException, InterruptedException {
    Optional<Path> directory = Optional.ofNullable(file.toAbsolutePath().getParent());
    UnrenderedAci image = files.read(file, Optional.empty());
    // The size is that of this file: there may be others of the same image, compressed otherwise.
    return render(
        image, Files.size(file), dependency -> resolve(dependency, directory, attached, platform));
  }

  /**
   * Reads a file and renders its image, for this machine's platform.
   *
   * @throws BaciException as {@link #read(Path, Platform)}
   */
  public AciImage read(Path file) throws IOException, InterruptedException {
    return read(file, Platform.current());
  }

  /**
   * Fetches the ACI of a URL and renders its image.
   *
   * @param platform what dependencies that say nothing else must run on
   * @throws BaciException as {@link #read(Path, Platform)}, or if the server does not give it
   */
  public AciImage fetch(URI url, Platform platform) throws IOException, InterruptedException {
    try {
      UnrenderedAci image =
          downloads.fetch(Location.of(url), Optional.empty(), OptionalLong.empty());
      return render(image, image.fileSize(), dependency -> resolve(dependency, platform));
    } catch (HttpFailure e) {
      throw new BaciException(
          "%s; check the URL, the network and the login".formatted(e.getMessage()), e);
    }
  }

  /**
   * Finds an image by its name and renders it.
   *
   * @param platform what it must run on, if its name does not say
   * @throws BaciException as {@link #read(Path, Platform)}, or if no server has it
   */
  public AciImage find(AciName name, Platform platform) throws IOException, InterruptedException {
    UnrenderedAci image = discovery.find(name, platform, OptionalLong.empty(), false);
    return render(image, image.fileSize(), dependency -> resolve(dependency, platform));
  }

  private AciImage render(UnrenderedAci image, long fileSize, DependencyResolver resolver)
      throws IOException, InterruptedException {
    AciRenderer renderer = new AciRenderer(layers, store, resolver);
    return new AciImage(image.manifest(), renderer.render(image), image.imageId(), fileSize);
  }

  private UnrenderedAci resolve(Dependency dependency, Platform platform)
      throws IOException, InterruptedException {
    return resolve(dependency, Optional.empty(), AttachedAcis.NONE, platform);
  }

  private UnrenderedAci resolve(
      Dependency dependency, Optional<Path> directory, AttachedAcis attached, Platform platform)
      throws IOException, InterruptedException {
    Optional<UnrenderedAci> known =
        dependency
            .imageId()
            .flatMap(records::find)
            .filter(image -> policy.accepts(image, Optional.of(dependency.imageName())));
    if (known.isPresent()) {
      return known.get();
    }
    if (directory.isPresent()) {
      Optional<UnrenderedAci> beside = files.findIn(directory.get(), dependency);
      if (beside.isPresent()) {
        return beside.get();
      }
    }
    Optional<UnrenderedAci> artifact = findAttached(dependency, attached);
    if (artifact.isPresent()) {
      return artifact.get();
    }
    try {
      return discovery.find(
          new AciName(dependency.imageName(), dependency.labels()),
          platform,
          dependency.size() == 0 ? OptionalLong.empty() : OptionalLong.of(dependency.size()),
          dependency.imageId().isPresent());
    } catch (UntrustedSignature e) {
      throw e;
    } catch (BaciException e) {
      throw new BaciException(
          directory.map("no file '*.aci' in '%s' has it, and "::formatted).orElse("")
              + e.getMessage(),
          e);
    }
  }

  /** Looks through the ACI of the base image, or those of its layers, as far as there are any. */
  private Optional<UnrenderedAci> findAttached(Dependency dependency, AttachedAcis attached)
      throws IOException, InterruptedException {
    Optional<Path> file = attached.find(BaseAci.QUALIFIER);
    for (int layer = 1; file.isPresent() || layer == 1; layer++) {
      if (file.isPresent()) {
        UnrenderedAci image = files.read(file.get(), Optional.of(dependency.imageName()));
        if (dependency.imageId().equals(Optional.of(image.imageId()))) {
          return Optional.of(image);
        }
      }
      file = attached.find(BaseAci.layerQualifier(layer));
    }
    return Optional.empty();
  }
}
