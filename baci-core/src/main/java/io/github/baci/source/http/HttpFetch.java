package io.github.baci.source.http;

import io.github.baci.source.SourceOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;

/**
 * Gets files by HTTP, through the proxies of the options or else of the environment. Answers that a
 * server gives when it is busy or broken (429 and 5xx) and broken connections are tried again, up
 * to five times, after a pause that doubles or as long as the server asks for; so is a server that
 * sends nothing for a minute. Redirects are followed, ten at most, but never from HTTPS to plain
 * HTTP. Safe for several threads.
 */
public final class HttpFetch {
  private static final int ATTEMPTS = 5;
  private static final int REDIRECTS = 10;
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);
  private static final Set<Integer> REDIRECTING = Set.of(301, 302, 303, 307, 308);

  private final Settings settings;
  private final HttpProxies proxies;
  private HttpClient client;

  /**
   * How files are fetched.
   *
   * @param proxies proxies, from Maven's settings
   * @param plainHttp which URLs may be asked over plain HTTP
   * @param logins name and password, with a colon between them, for a URL
   * @param firstPause how long it is waited before the second attempt; doubled before each further
   * @param stall how long a server may send nothing in the middle of a file
   * @param tls what certificates of servers are verified with; by default what the JVM trusts
   */
  public record Settings(
      List<SourceOptions.Proxy> proxies,
      Predicate<URI> plainHttp,
      Function<URI, Optional<String>> logins,
      Duration firstPause,
      Duration stall,
      Optional<SSLContext> tls) {
    /** How long a server may send nothing, where nothing else is said. */
    public static final Duration STALL = Duration.ofMinutes(1);

    /** Any URL may be asked, without a login but the one in the URL itself. */
    public Settings(List<SourceOptions.Proxy> proxies, Duration firstPause) {
      this(
          proxies,
          url -> true,
          url -> Optional.ofNullable(url.getUserInfo()),
          firstPause,
          STALL,
          Optional.empty());
    }
  }

  /**
   * A file that comes in.
   *
   * @param validators what to ask with the next time
   * @param size its length, where the server announces it
   * @param body its bytes
   */
  public record Answer(Validators validators, OptionalLong size, InputStream body) {}

  /** Takes a file. Called again from the beginning when an attempt failed. */
  @FunctionalInterface
  public interface Reader<T> {
    /**
     * Reads the body to its end.
     *
     * @throws IOException if it breaks off; it is then asked for again
     */
    T read(Answer answer) throws IOException;
  }

  /** Makes a client; nothing is asked yet. */
  public HttpFetch(Settings settings) {
    this.settings = settings;
    this.proxies = new HttpProxies(settings.proxies(), System.getenv());
  }

  /**
   * Gets a file.
   *
   * @param known what is known of the file
   * @return what the reader made of it; empty if the file is still the one that is known
   * @throws HttpFailure if the server does not give it
   */
  public <T> Optional<T> get(URI url, Validators known, Reader<T> reader)
      throws HttpFailure, InterruptedException {
    Duration pause = settings.firstPause();
    for (int attempt = 1; ; attempt++) {
      Optional<Duration> wanted = Optional.empty();
      HttpFailure failure;
      try {
        HttpResponse<InputStream> response = follow(url, known);
        try (InputStream body = new WatchedInput(response.body(), settings.stall())) {
          int status = response.statusCode();
          if (status == 304 && !known.isEmpty()) {
            return Optional.empty();
          }
          if (status == 200) {
            return Optional.of(
                reader.read(new Answer(Validators.of(response), announced(response), body)));
          }
          failure = new HttpFailure(status, "the server answers HTTP " + status);
          wanted = retryAfter(response);
          if (status != 429 && status < 500) {
            throw failure;
          }
        }
      } catch (HttpFailure e) {
        throw e;
      } catch (IOException e) {
        failure = new HttpFailure(describe(e), e);
        if (isFinal(e)) {
          throw failure;
        }
      }
      if (attempt == ATTEMPTS) {
        throw new HttpFailure(
            failure.status().orElse(0), "%s, %d times".formatted(failure.getMessage(), ATTEMPTS));
      }
      Duration next = wanted.orElse(pause);
      Thread.sleep((next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next).toMillis());
      pause = pause.multipliedBy(2);
    }
  }

  private HttpResponse<InputStream> follow(URI url, Validators known)
      throws IOException, InterruptedException {
    Set<URI> asked = new LinkedHashSet<>();
    URI next = url;
    while (true) {
      asked.add(next);
      HttpResponse<InputStream> response =
          client().send(request(next, url, known), BodyHandlers.ofInputStream());
      Optional<String> location = response.headers().firstValue("Location");
      if (!REDIRECTING.contains(response.statusCode()) || location.isEmpty()) {
        return response;
      }
      response.body().close();
      next = target(next, location.get());
      if (asked.contains(next)) {
        throw new HttpFailure(
            response.statusCode(), "the server redirects in a circle, again to " + next);
      }
      if (asked.size() > REDIRECTS) {
        throw new HttpFailure(
            response.statusCode(),
            "the server redirects more than %d times, now to %s".formatted(REDIRECTS, next));
      }
    }
  }

  private static URI target(URI from, String location) throws HttpFailure {
    URI target;
    try {
      target = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new HttpFailure("the server redirects to '" + location + "', which is no URL", e);
    }
    boolean isHttp = "http".equalsIgnoreCase(target.getScheme());
    if (target.getHost() == null || !(isHttp || "https".equalsIgnoreCase(target.getScheme()))) {
      throw new HttpFailure("the server redirects to '" + target + "', which is no HTTP", null);
    }
    if (isHttp && "https".equalsIgnoreCase(from.getScheme())) {
      throw new HttpFailure(
          "the server redirects from HTTPS to plain HTTP, to %s, which is not followed"
              .formatted(target),
          null);
    }
    return target;
  }

  private HttpRequest request(URI url, URI first, Validators known) throws HttpFailure {
    if ("http".equalsIgnoreCase(url.getScheme()) && !settings.plainHttp().test(url)) {
      throw new HttpFailure(
          "%s is not asked, because only this machine may be asked over plain HTTP; allow '%s' as an insecure registry if it is to be trusted"
              .formatted(url, url.getRawAuthority()),
          null);
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(ANSWER_TIMEOUT)
            // The body is to be kept as it is, not as it travels.
            .header("Accept-Encoding", "identity")
            .header("User-Agent", "baci");
    Optional<String> login = settings.logins().apply(url);
    if (login.isEmpty() && isSameServer(url, first)) {
      login = settings.logins().apply(first);
    }
    login.ifPresent(
        text ->
            request.header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
    known.addTo(request);
    return request.build();
  }

  private static boolean isSameServer(URI url, URI other) {
    return url.getHost().equalsIgnoreCase(other.getHost())
        && url.getPort() == other.getPort()
        && url.getScheme().equalsIgnoreCase(other.getScheme());
  }

  private static OptionalLong announced(HttpResponse<?> response) {
    return response.headers().firstValueAsLong("Content-Length");
  }

  private static boolean isFinal(IOException e) {
    return e instanceof SSLHandshakeException
        || (e instanceof ConnectException && unresolved(e).isPresent());
  }

  private static Optional<Throwable> unresolved(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return Optional.of(cause);
      }
    }
    return Optional.empty();
  }

  private static String describe(IOException e) {
    if (unresolved(e).isPresent()) {
      return "the host is not known";
    }
    if (e.getMessage() != null) {
      return e.getMessage();
    }
    return e instanceof ConnectException ? "nobody listens there" : e.getClass().getSimpleName();
  }

  /**
   * Reads a time in the form of HTTP headers.
   *
   * @return empty if the text has another form
   */
  public static Optional<Instant> time(String header) {
    try {
      return Optional.of(
          ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
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
          .map(until -> Duration.between(Instant.now(), until))
          .filter(wait -> !wait.isNegative());
    }
  }

  private synchronized HttpClient client() {
    if (client == null) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .connectTimeout(CONNECT_TIMEOUT)
              .followRedirects(HttpClient.Redirect.NEVER)
              .proxy(proxies);
      settings.tls().ifPresent(builder::sslContext);
      proxies.authenticator().ifPresent(builder::authenticator);
      client = builder.build();
    }
    return client;
  }
}
