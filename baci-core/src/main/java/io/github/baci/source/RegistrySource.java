package io.github.baci.source;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.Digest;
import io.github.baci.api.ImageReference;
import io.github.baci.api.Platform;
import io.github.baci.api.SourceOptions;
import io.github.baci.http.HttpFailure;
import io.github.baci.image.Image;
import io.github.baci.image.ImageDescription;
import io.github.baci.image.ImageException;
import io.github.baci.layer.LayerStore;
import io.github.baci.registry.RegistryMirrors;
import io.github.baci.source.pull.ImageRecord;
import io.github.baci.source.pull.ImageRecords;
import io.github.baci.source.pull.KnownDocuments;
import io.github.baci.source.pull.RegistryPull;
import io.github.baci.store.StorageFailure;
import io.github.baci.store.Store;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Images in registries, {@code docker://NAME}. A tag that was asked for recently, and a digest
 * always, is answered from the store, without a network and without loading what speaks to one.
 */
final class RegistrySource implements ImageSource {
  private final Store store;
  private final SourceOptions options;
  private final RegistryMirrors mirrors;
  private final ImageRecords records;
  private final RegistryPull pull;
  private final BuildListener listener;
  private final Clock clock;

  /** What was described in this build, and is loaded as it was described. */
  private final Map<String, RegistryPull.Resolved> resolved = new ConcurrentHashMap<>();

  /**
   * Why what is in the store could not be asked for in this build, so that it is not tried again.
   */
  private final Map<String, HttpFailure> away = new ConcurrentHashMap<>();

  RegistrySource(
      Store store,
      LayerStore layers,
      SourceOptions options,
      RegistryPull.Opener opener,
      KnownDocuments documents,
      BuildListener listener,
      Clock clock) {
    this.store = store;
    this.options = options;
    this.mirrors = new RegistryMirrors(options.registryMirrors());
    this.records = new ImageRecords(store, layers);
    this.pull = new RegistryPull(store, layers, opener, documents, listener);
    this.listener = listener;
    this.clock = clock;
  }

  @Override
  public String scheme() {
    return "docker";
  }

  @Override
  public Image load(String reference, Platform platform) throws InterruptedException {
    ImageReference name = ImageReference.parse(reference);
    ImageReference asked = mirrors.apply(name);
    String key = ImageRecords.key(scheme(), platform, reference, asked.toString());
    Optional<ImageRecord> known = records.find(key);
    Optional<Image> image = known.filter(record -> isFresh(name, record)).flatMap(records::image);
    if (image.isPresent() && !resolved.containsKey(key)) {
      return image.get();
    }
    if (options.offline()) {
      return records
          .find(spellings(name, asked, platform))
          .map(record -> record.named(reference))
          .flatMap(records::image)
          .orElseThrow(
              () ->
                  new ImageException(
                      reference,
                      " is not in the store, and the build is offline; build once online"));
    }
    try {
      Store.Lock lock = store.lock("image-" + key);
      try {
        return ask(reference, name, asked, platform, key);
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw StorageFailure.unchecked(e, store);
    }
  }

  @Override
  public Optional<ImageDescription> describe(String reference, Platform platform)
      throws InterruptedException {
    ImageReference name = ImageReference.parse(reference);
    ImageReference asked = mirrors.apply(name);
    String key = ImageRecords.key(scheme(), platform, reference, asked.toString());
    Optional<ImageRecord> known = records.find(key);
    Optional<Image> image = known.flatMap(records::image);
    if (options.offline() || (image.isPresent() && isFresh(name, known.get()))) {
      return Optional.empty();
    }
    try {
      RegistryPull.Resolved found =
          pull.resolve(reference, name, asked, platform, image.flatMap(present -> known));
      resolved.put(key, found);
      if (found.missing().isEmpty()) {
        return Optional.empty();
      }
      ImageRecord record = found.record();
      return Optional.of(
          new ImageDescription(
              record.platform(),
              record.config(),
              record.layers().stream().map(ImageRecord.RecordedLayer::diffId).toList(),
              record.origin()));
    } catch (HttpFailure e) {
      if (e.kind().isAway() && image.isPresent() && !options.maxAge().isZero()) {
        away.put(key, e);
        return Optional.empty();
      }
      throw ImageException.naming(reference, explain(name, asked, e), e);
    } catch (IOException e) {
      throw StorageFailure.unchecked(e, store);
    }
  }

  @Override
  public void bringBlobs(String reference, Platform platform) throws InterruptedException {
    ImageReference name = ImageReference.parse(reference);
    ImageReference asked = mirrors.apply(name);
    Optional<ImageRecord> known =
        records.find(ImageRecords.key(scheme(), platform, reference, asked.toString()));
    if (options.offline()) {
      throw new BaciException("the build is offline, and %s cannot be asked".formatted(name));
    }
    try {
      pull.bringBlobs(asked, known.map(ImageRecord::layers).orElse(List.of()));
    } catch (HttpFailure e) {
      throw ImageException.naming(reference, explain(name, asked, e), e);
    } catch (IOException e) {
      throw StorageFailure.unchecked(e, store);
    }
  }

  @Override
  public Optional<Standing> standing(String reference, Platform platform, Image image) {
    ImageReference name = ImageReference.parse(reference);
    String key = ImageRecords.key(scheme(), platform, reference, mirrors.apply(name).toString());
    Optional<byte[]> content = records.content(key);
    Optional<ImageRecord> record = content.flatMap(ImageRecords::read);
    if (record.isEmpty() || !records.image(record.get()).equals(Optional.of(image))) {
      return Optional.empty();
    }
    Instant until =
        name.digest().isPresent() || options.offline()
            ? Instant.MAX
            : record.get().checkedAt().plus(options.maxAge());
    return Optional.of(new Standing(key, Digest.sha256Of(content.get()), until));
  }

  /** Asks the registry, unless another build did so while this one waited for it. */
  private Image ask(
      String reference, ImageReference name, ImageReference asked, Platform platform, String key)
      throws IOException, InterruptedException {
    Optional<ImageRecord> known = records.find(key);
    Optional<Image> image = known.flatMap(records::image);
    if (image.isPresent() && isFresh(name, known.get()) && !resolved.containsKey(key)) {
      return image.get();
    }
    try {
      HttpFailure earlier = away.get(key);
      if (earlier != null) {
        throw earlier;
      }
      RegistryPull.Resolved found = resolved.get(key);
      if (found == null) {
        found = pull.resolve(reference, name, asked, platform, image.flatMap(present -> known));
      }
      pull.bring(reference, asked, found);
      ImageRecord record = found.record().checkedAt(clock.instant());
      records.put(key, record);
      records.put(spellings(name, asked, platform), record);
      return records
          .image(record)
          .orElseThrow(() -> new IllegalStateException("layers of " + name + " have gone"));
    } catch (HttpFailure e) {
      if (e.kind().isAway() && image.isPresent() && !options.maxAge().isZero()) {
        listener.warning(
            "%s is taken as it was at %s, because the registry does not answer: %s"
                .formatted(name, known.get().checkedAt(), e.getMessage()));
        return image.get();
      }
      throw ImageException.naming(reference, explain(name, asked, e), e);
    }
  }

  /**
   * Returns the key of what all spellings of a name stand for, as {@code busybox} and {@code
   * docker.io/library/busybox:latest} are one: for those who cannot ask the registry for theirs.
   */
  private String spellings(ImageReference name, ImageReference asked, Platform platform) {
    return ImageRecords.key(scheme(), platform, "", name.toString(), asked.toString());
  }

  private boolean isFresh(ImageReference name, ImageRecord record) {
    if (name.digest().isPresent() || options.offline()) {
      return true;
    }
    Duration age = Duration.between(record.checkedAt(), clock.instant());
    return !age.isNegative() && age.compareTo(options.maxAge()) < 0;
  }

  private static String explain(ImageReference name, ImageReference asked, HttpFailure failure) {
    String hint =
        switch (failure.kind()) {
          case NOT_FOUND -> "; check the name and the tag";
          case DENIED -> "; the image does not exist, or needs a login that may read it";
          case UNKNOWN_HOST, UNREACHABLE, PROXY ->
              "; check the registry's name, the network and the proxy settings";
          case CERTIFICATE -> "; add its issuer to the certificates that the JVM trusts";
          default -> "";
        };
    return failure.explain(
            "%s%s cannot be pulled"
                .formatted(name, name.equals(asked) ? "" : " (mirrored as " + asked + ")"))
        + hint;
  }
}
