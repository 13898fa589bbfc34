package io.github.baci.source.aci;

import io.github.baci.aci.archive.AciReader;
import io.github.baci.aci.archive.UnrenderedAci;
import io.github.baci.api.AcIdentifier;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.SourceOptions;
import io.github.baci.compress.DecompressionLimits;
import io.github.baci.http.CacheValidators;
import io.github.baci.http.HttpFailure;
import io.github.baci.http.HttpFetch;
import io.github.baci.layer.LayerStore;
import io.github.baci.signature.UntrustedSignature;
import io.github.baci.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * ACIs by URL. What was fetched is kept in the store by its image ID, not as the file that it was;
 * the server is asked whether it is still current once the record is older than the options allow.
 */
final class AciDownloads {
  /** No image has a reason to be larger. */
  private static final long LARGEST_IMAGE = 64L << 30;

  private static final int LARGEST_SIGNATURE = 1 << 20;
  private static final int BUFFER = 128 << 10;
  private static final long PROGRESS_STEP = 1 << 20;

  /** What compression adds to small archives. */
  private static final long COMPRESSION_MARGIN = 64 << 10;

  private final Store store;
  private final SourceOptions options;
  private final HttpFetch http;
  private final SignaturePolicy policy;
  private final AciRecords records;
  private final AciReader reader;
  private final BuildListener listener;
  private final Clock clock;

  AciDownloads(
      Store store,
      LayerStore layers,
      SourceOptions options,
      HttpFetch http,
      SignaturePolicy policy,
      BuildListener listener,
      Clock clock) {
    this.store = store;
    this.options = options;
    this.http = http;
    this.policy = policy;
    this.records = new AciRecords(store, layers);
    this.reader = new AciReader(layers, DecompressionLimits.DEFAULT);
    this.listener = listener;
    this.clock = clock;
  }

  /**
   * Where an image is to be had.
   *
   * @param image the URL of the image
   * @param signature the URL of its signature
   */
  record Location(URI image, URI signature) {
    /** An image whose signature is beside it. */
    static Location of(URI image) {
      String url = image.toString();
      int query = url.indexOf('?');
      return new Location(
          image,
          URI.create(
              query < 0 ? url + ".asc" : url.substring(0, query) + ".asc" + url.substring(query)));
    }
  }

  /**
   * Returns an image by itself, without what it depends on.
   *
   * @param requested the name that it was asked for by, if it was
   * @param size how many bytes it must have, if that is known
   * @throws HttpFailure if the server does not give it
   * @throws BaciException if it is not signed as it must be, or is no ACI
   */
  UnrenderedAci fetch(Location location, Optional<AcIdentifier> requested, OptionalLong size)
      throws IOException, InterruptedException {
    URI url = location.image();
    Store.Lock lock = store.lock("aci-" + AciRecords.urlKey(url));
    try {
      Optional<AciRecords.Fetched> record = records.find(url);
      Optional<UnrenderedAci> known =
          record
              .flatMap(each -> records.find(each.imageId()))
              .filter(image -> policy.accepts(image, requested));
      if (known.isPresent()
          && (options.offline()
              || record.get().isYounger(clock.instant().minus(options.maxAge())))) {
        return known.get();
      }
      if (options.offline()) {
        throw new BaciException(
            "%s was never fetched%s, and the build is offline; build once online"
                .formatted(url, record.isPresent() ? " with the signature that it needs" : ""));
      }
      return ask(location, requested, size, record.filter(each -> known.isPresent()), known);
    } finally {
      lock.close();
    }
  }

  private UnrenderedAci ask(
      Location location,
      Optional<AcIdentifier> requested,
      OptionalLong size,
      Optional<AciRecords.Fetched> record,
      Optional<UnrenderedAci> known)
      throws IOException, InterruptedException {
    URI url = location.image();
    CacheValidators validators =
        record.map(AciRecords.Fetched::validators).orElse(CacheValidators.NONE);
    try (Store.Staged staged = store.stage(Store.Area.FILES)) {
      Optional<CacheValidators> received =
          http.get(url, validators, answer -> receive(answer, staged.path(), url, size));
      if (received.isEmpty() && known.isPresent()) {
        records.put(url, record.orElseThrow().askedAt(clock.instant()));
        return known.get();
      }
      Optional<SignaturePolicy.Verified> verified =
          policy.verify(
              staged.path(),
              "the ACI " + url,
              requested,
              location.signature().toString(),
              () -> signature(location.signature()));
      UnrenderedAci image;
      try (InputStream in = Files.newInputStream(staged.path())) {
        image = reader.readUnrendered(in, "the ACI " + url);
      }
      records.put(image);
      records.put(
          url, new AciRecords.Fetched(image.imageId(), received.orElseThrow(), clock.instant()));
      if (verified.isPresent()) {
        policy.remember(image, verified.get());
      }
      return image;
    }
  }

  private CacheValidators receive(HttpFetch.Answer answer, Path file, URI url, OptionalLong size)
      throws IOException {
    long most = size.isPresent() ? size.getAsLong() + COMPRESSION_MARGIN : LARGEST_IMAGE;
    long total = answer.size().orElse(0);
    if (total > most) {
      throw tooLarge(url, size);
    }
    long done = 0;
    long shown = 0;
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int count = answer.body().read(buffer); count >= 0; count = answer.body().read(buffer)) {
        out.write(buffer, 0, count);
        done += count;
        if (done > most) {
          throw tooLarge(url, size);
        }
        if (done - shown >= PROGRESS_STEP && done < total) {
          shown = done;
          listener.pullProgress(url.toString(), done, total);
        }
      }
    }
    listener.pullProgress(url.toString(), done, done);
    return answer.validators();
  }

  private static BaciException tooLarge(URI url, OptionalLong size) {
    return new BaciException(
        size.isPresent()
            ? "%s is larger than the %,d bytes that it must have".formatted(url, size.getAsLong())
            : "%s is larger than %,d bytes, which no image needs".formatted(url, LARGEST_IMAGE));
  }

  private byte[] signature(URI url) throws IOException, InterruptedException {
    try {
      return http.get(
              url, CacheValidators.NONE, answer -> answer.body().readNBytes(LARGEST_SIGNATURE))
          .orElseThrow();
    } catch (HttpFailure e) {
      throw new UntrustedSignature(
          "the image must be signed, but its signature %s is not to be had: %s"
              .formatted(url, e.getMessage()),
          e);
    }
  }
}
