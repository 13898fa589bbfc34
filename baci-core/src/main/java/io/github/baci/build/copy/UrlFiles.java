package io.github.baci.build.copy;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.api.SourceOptions;
import io.github.baci.http.CacheValidators;
import io.github.baci.http.HttpAnswer;
import io.github.baci.http.HttpFailure;
import io.github.baci.http.HttpFetch;
import io.github.baci.layer.Mtime;
import io.github.baci.store.DamagedEntryException;
import io.github.baci.store.StorageFailure;
import io.github.baci.store.Store;
import io.github.baci.store.WholeFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Files of URLs, for ADD. What was fetched stays in the store; the server is asked each time
 * whether it is still current, by {@code ETag} and {@code Last-Modified}. Answers that a server
 * gives when it is busy or broken (429 and 5xx) are tried again. Safe for several threads.
 */
public final class UrlFiles {
  private static final String UNNAMED = "__unnamed__";
  private static final int LAST_PORT = 65_535;
  private final Store store;
  private final SourceOptions options;
  private final HttpFetch http;

  /** Fetches into a store, by the proxies of the options or else of the environment. */
  public UrlFiles(Store store, SourceOptions options) {
    this(store, options, Duration.ofSeconds(1));
  }

  /**
   * Fetches into a store.
   *
   * @param firstPause how long it is waited before the second attempt; doubled before each further
   */
  UrlFiles(Store store, SourceOptions options, Duration firstPause) {
    this.store = store;
    this.options = options;
    this.http = new HttpFetch(new HttpFetch.Settings(options.proxies(), firstPause));
  }

  /**
   * Returns the file of a URL.
   *
   * @param checksum the digest that it must have
   * @throws BaciException if the server does not give it, or it has another digest
   */
  UrlFile fetch(String url, Optional<String> checksum) throws InterruptedException {
    URI uri = parse(url);
    Optional<Digest> expected = checksum.map(Digest::parse);
    Optional<UrlRecord> record = UrlRecord.find(store, url);
    if (options.offline()) {
      UrlRecord kept =
          record.orElseThrow(
              () ->
                  new BaciException(
                      "ADD %s: it was never fetched, and the build is offline; build once online"
                          .formatted(url)));
      return checked(file(url, uri, kept), expected);
    }
    if (record.isPresent() && record.get().digest().equals(expected.orElse(null))) {
      return file(url, uri, record.get());
    }
    return checked(file(url, uri, ask(url, uri, record)), expected);
  }

  private UrlRecord ask(String url, URI uri, Optional<UrlRecord> record)
      throws InterruptedException {
    CacheValidators known =
        record
            .map(kept -> new CacheValidators(kept.etag(), kept.lastModified()))
            .orElse(CacheValidators.NONE);
    try {
      return http.get(uri, known, answer -> keep(url, answer)).or(() -> record).orElseThrow();
    } catch (HttpFailure e) {
      boolean isFinal = e.isRefusal() && e.status().orElse(0) != 429;
      throw new BaciException(
          "ADD %s: %s; check the URL%s"
              .formatted(
                  url,
                  e.getMessage(),
                  isFinal ? ", and that it needs no login" : " and the network, or try later"),
          e);
    } catch (IOException e) {
      throw StorageFailure.unchecked(e, store);
    }
  }

  private UrlRecord keep(String url, HttpFetch.Answer answer) throws IOException {
    MessageDigest digest = Digest.Algorithm.SHA256.newMessageDigest();
    try (Store.Staged staged = store.stage(Store.Area.FILES)) {
      try (OutputStream out = Files.newOutputStream(staged.path())) {
        byte[] buffer = new byte[Spool.BUFFER];
        for (int read = answer.body().read(buffer); read >= 0; read = answer.body().read(buffer)) {
          digest.update(buffer, 0, read);
          out.write(buffer, 0, read);
        }
      }
      Digest found = Digest.sha256(digest.digest());
      new WholeFiles(store).put(staged, Store.Area.FILES, UrlRecord.contentKey(found));
      UrlRecord record =
          new UrlRecord(url, found, answer.validators().etag(), answer.validators().lastModified());
      record.write(store);
      return record;
    }
  }

  private UrlFile file(String url, URI uri, UrlRecord record) {
    Path file =
        store
            .find(Store.Area.FILES, UrlRecord.contentKey(record.digest()))
            .orElseThrow(() -> DamagedEntryException.gone(store, "the file of " + url));
    return new UrlFile(
        url,
        name(uri),
        file,
        record.digest(),
        record.lastModified().flatMap(HttpAnswer::time).map(Mtime::of));
  }

  private static UrlFile checked(UrlFile file, Optional<Digest> expected) {
    if (expected.isEmpty() || expected.get().equals(file.digest())) {
      return file;
    }
    Digest found = file.digest();
    if (expected.get().algorithm() != found.algorithm()) {
      found = digest(file.file(), expected.get().algorithm());
    }
    if (!expected.get().equals(found)) {
      throw new BaciException(
          "ADD %s: digest mismatch %s: --checksum is %s; the file has changed, or is not the one you mean"
              .formatted(file.url(), found, expected.get()));
    }
    return file;
  }

  private static Digest digest(Path file, Digest.Algorithm algorithm) {
    MessageDigest digest = algorithm.newMessageDigest();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[Spool.BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    } catch (IOException e) {
      throw new BaciException("cannot read %s of the store: %s".formatted(file, e), e);
    }
    return new Digest(algorithm, HexFormat.of().formatHex(digest.digest()));
  }

  private static URI parse(String url) {
    try {
      URI uri = new URI(url.replace(" ", "%20"));
      if (uri.getPort() > LAST_PORT) {
        throw new BaciException(
            "ADD %s: there is no port %d; ports go up to %d"
                .formatted(url, uri.getPort(), LAST_PORT));
      }
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new BaciException(
          "ADD %s: it is no URL: %s; escape special characters".formatted(url, e.getMessage()), e);
    }
    throw new BaciException("ADD %s: the URL has no host".formatted(url));
  }

  private static String name(URI uri) {
    String path = uri.getPath() == null ? "" : uri.getPath();
    String name = UNNAMED;
    for (String segment : path.split("/")) {
      name = segment.isEmpty() ? name : segment;
    }
    return name.equals(".") || name.equals("..") ? UNNAMED : name;
  }
}
