package io.github.baci.build.copy;

import io.github.baci.BaciException;
import io.github.baci.layer.Mtime;
import io.github.baci.source.SourceOptions;
import io.github.baci.store.Digest;
import io.github.baci.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Files of URLs, for ADD. What was fetched stays in the store; the server is asked each time
 * whether it is still current, by {@code ETag} and {@code Last-Modified}. Answers that a server
 * gives when it is busy or broken (429 and 5xx) are tried again. Safe for several threads.
 */
public final class UrlFiles {
  private static final String UNNAMED = "__unnamed__";
  private static final int ATTEMPTS = 5;
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);

  private final Store store;
  private final SourceOptions options;
  private final Duration firstPause;
  private final HttpProxies proxies;
  private HttpClient client;

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
    this.firstPause = firstPause;
    this.proxies = new HttpProxies(options.proxies(), System.getenv());
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
    Duration pause = firstPause;
    for (int attempt = 1; ; attempt++) {
      String failure;
      Optional<Duration> wanted = Optional.empty();
      try {
        HttpResponse<InputStream> response =
            client().send(request(uri, record), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
          int status = response.statusCode();
          if (status == 304 && record.isPresent()) {
            return record.get();
          }
          if (status == 200) {
            return keep(url, response, body);
          }
          failure = "the server answers HTTP " + status;
          wanted = retryAfter(response);
          if (status != 429 && status < 500) {
            throw new BaciException(
                "ADD %s: %s; check the URL, and that it needs no login".formatted(url, failure));
          }
        }
      } catch (IOException e) {
        failure = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      }
      if (attempt == ATTEMPTS) {
        throw new BaciException(
            "ADD %s: %s, %d times; check the URL and the network, or try later"
                .formatted(url, failure, ATTEMPTS));
      }
      Duration next = wanted.orElse(pause);
      Thread.sleep((next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next).toMillis());
      pause = pause.multipliedBy(2);
    }
  }

  private static HttpRequest request(URI uri, Optional<UrlRecord> record) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(ANSWER_TIMEOUT)
            // The body is to be kept as it is, not as it travels.
            .header("Accept-Encoding", "identity")
            .header("User-Agent", "baci");
    if (uri.getUserInfo() != null) {
      byte[] login = uri.getUserInfo().getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login));
    }
    record.flatMap(UrlRecord::etag).ifPresent(etag -> request.header("If-None-Match", etag));
    record
        .flatMap(UrlRecord::lastModified)
        .ifPresent(time -> request.header("If-Modified-Since", time));
    return request.build();
  }

  private UrlRecord keep(String url, HttpResponse<InputStream> response, InputStream body)
      throws IOException {
    MessageDigest digest = Digest.Algorithm.SHA256.newMessageDigest();
    try (Store.Staged staged = store.stage(Store.Area.FILES)) {
      long size = 0;
      try (OutputStream out = Files.newOutputStream(staged.path())) {
        byte[] buffer = new byte[Spool.BUFFER];
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
          digest.update(buffer, 0, read);
          out.write(buffer, 0, read);
          size += read;
        }
      }
      long announced = response.headers().firstValueAsLong("Content-Length").orElse(size);
      if (announced != size) {
        throw new IOException("the answer ends after %d of %d bytes".formatted(size, announced));
      }
      Digest found = Digest.sha256(digest.digest());
      staged.commit(UrlRecord.contentKey(found));
      UrlRecord record =
          new UrlRecord(
              url,
              found,
              response.headers().firstValue("ETag"),
              response.headers().firstValue("Last-Modified"));
      record.write(store);
      return record;
    }
  }

  private UrlFile file(String url, URI uri, UrlRecord record) {
    Path file =
        store
            .find(Store.Area.FILES, UrlRecord.contentKey(record.digest()))
            .orElseThrow(
                () ->
                    new BaciException(
                        "ADD %s: the file vanished from the store %s while the build ran"
                            .formatted(url, store.root())));
    return new UrlFile(
        url, name(uri), file, record.digest(), record.lastModified().flatMap(UrlFiles::time));
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

  private static Optional<Mtime> time(String header) {
    try {
      return Optional.of(
          Mtime.of(ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant()));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> retryAfter(HttpResponse<?> response) {
    Optional<String> header = response.headers().firstValue("Retry-After");
    if (header.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Duration.ofSeconds(Long.parseLong(header.get().strip())));
    } catch (NumberFormatException e) {
      return time(header.get())
          .map(until -> Duration.between(Instant.now(), until.toInstant()))
          .filter(wait -> !wait.isNegative());
    }
  }

  private synchronized HttpClient client() {
    if (client == null) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .connectTimeout(CONNECT_TIMEOUT)
              .followRedirects(HttpClient.Redirect.NORMAL)
              .proxy(proxies);
      proxies.authenticator().ifPresent(builder::authenticator);
      client = builder.build();
    }
    return client;
  }
}
