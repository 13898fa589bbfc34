package io.github.baci.http;

import io.github.baci.api.SourceOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * Gets files, unless they are known already: see {@link Http} for how servers are asked, and {@link
 * Retry} for when they are asked again. Safe for several threads.
 */
public final class HttpFetch {
  private static final int NOT_MODIFIED = 304;
  private static final int OK = 200;

  private final Settings settings;
  private final Http http;
  private final Retry retry;

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

    private static final Duration CONNECT = Duration.ofSeconds(30);

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

    private Http.Settings http() {
      Http.Settings http =
          Http.Settings.of(proxies).withPlainHttp(plainHttp).withPatience(CONNECT, stall);
      return tls.map(http::withTls).orElse(http);
    }
  }

  /**
   * A file that comes in.
   *
   * @param validators what to ask with the next time
   * @param size its length, where the server announces it
   * @param body its bytes
   */
  public record Answer(CacheValidators validators, OptionalLong size, InputStream body) {}

  /** Takes a file. Called again from the beginning when an attempt failed. */
  @FunctionalInterface
  public interface Reader<T> {
    /**
     * Reads the body to its end.
     *
     * @throws HttpFailure if it breaks off; it is then asked for again
     */
    T read(Answer answer) throws IOException;
  }

  /** Makes a client; nothing is asked yet. */
  public HttpFetch(Settings settings) {
    this.settings = settings;
    this.http = new Http(settings.http());
    this.retry = new Retry(Retry.Pause.SLEEP, line -> {}).withFirstPause(settings.firstPause());
  }

  /**
   * Gets a file.
   *
   * @param known what is known of the file
   * @return what the reader made of it; empty if the file is still the one that is known
   * @throws HttpFailure if the server does not give it
   * @throws IOException if the reader cannot take it
   */
  public <T> Optional<T> get(URI url, CacheValidators known, Reader<T> reader)
      throws IOException, InterruptedException {
    Function<URI, Optional<String>> logins =
        asked ->
            settings
                .logins()
                .apply(asked)
                .or(
                    () ->
                        HttpQuestion.isSameServer(asked, url)
                            ? settings.logins().apply(url)
                            : Optional.empty())
                .map(HttpFetch::basic);
    HttpQuestion question = known.addTo(HttpQuestion.get(url));
    return retry.run(
        () -> {
          try (HttpAnswer answer = http.ask(question, logins)) {
            if (answer.status() == NOT_MODIFIED && !known.isEmpty()) {
              return Optional.empty();
            }
            if (answer.status() == OK) {
              return Optional.of(
                  reader.read(
                      new Answer(CacheValidators.of(answer), answer.length(), answer.body())));
            }
            throw new HttpFailure(
                HttpFailure.Kind.of(answer.status()),
                answer.status(),
                "the server answers HTTP " + answer.status(),
                answer.retryAfter());
          }
        });
  }

  private static String basic(String login) {
    return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
  }
}
