package io.github.baci.http;

import io.github.baci.api.SourceOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Asks servers. Requests go through the proxies of the settings or else of the environment, and
 * over plain HTTP only where that is allowed. Redirects are followed, ten at most, never from HTTPS
 * to plain HTTP, and never with the login to another server. Nothing is tried again here: see
 * {@link Retry}. Safe for several threads; a thread that waits can be interrupted.
 *
 * <p>HTTP/1.1 alone is spoken: the JDK asks for HTTP/2 over plain HTTP by a header that some
 * servers refuse, and loses several requests at once when an HTTP/2 connection ends.
 */
public final class Http {
  private static final int REDIRECTS = 10;
  private static final Set<Integer> REDIRECTING = Set.of(301, 302, 303, 307, 308);

  /** Whether the JVM may send a password to a proxy that it asks for a tunnel. */
  private static final String TUNNEL_SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

  private final Settings settings;
  private final HttpProxies proxies;
  private @Nullable HttpClient plain;
  private @Nullable HttpClient secure;

  /**
   * How servers are asked.
   *
   * @param proxies proxies, from Maven's settings
   * @param environment the environment variables, for proxies where the settings have none
   * @param plainHttp which URLs may be asked over plain HTTP
   * @param tls what certificates of servers are verified with; by default what the JVM trusts
   * @param connect how long a host may take to accept a connection
   * @param stall how long a server may neither take nor send anything
   */
  public record Settings(
      List<SourceOptions.Proxy> proxies,
      Map<String, String> environment,
      Predicate<URI> plainHttp,
      Optional<SSLContext> tls,
      Duration connect,
      Duration stall) {
    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final Duration STALL = Duration.ofMinutes(1);

    /** Copies the collections. */
    public Settings {
      proxies = List.copyOf(proxies);
      environment = Map.copyOf(environment);
    }

    /** Settings for asking any URL, by these proxies or those of this process's environment. */
    public static Settings of(List<SourceOptions.Proxy> proxies) {
      return of(proxies, System.getenv());
    }

    /** Settings for asking any URL, by these proxies or those of the environment. */
    public static Settings of(List<SourceOptions.Proxy> proxies, Map<String, String> environment) {
      return new Settings(proxies, environment, url -> true, Optional.empty(), CONNECT, STALL);
    }

    /** Returns settings by which plain HTTP is spoken only where the predicate allows it. */
    public Settings withPlainHttp(Predicate<URI> allowed) {
      return new Settings(proxies, environment, allowed, tls, connect, stall);
    }

    /** Returns settings with other times. */
    public Settings withPatience(Duration toConnect, Duration toStall) {
      return new Settings(proxies, environment, plainHttp, tls, toConnect, toStall);
    }

    /** Returns settings that trust other certificates. */
    public Settings withTls(SSLContext context) {
      return new Settings(proxies, environment, plainHttp, Optional.of(context), connect, stall);
    }
  }

  /** Makes a client; nothing is asked yet. */
  public Http(Settings settings) {
    this.settings = settings;
    this.proxies = new HttpProxies(settings.proxies(), settings.environment());
  }

  /**
   * Asks, and follows redirects. An answer of any status is an answer.
   *
   * @throws HttpFailure if there is none; the message does not say the URL
   */
  public HttpAnswer ask(HttpQuestion question) throws HttpFailure, InterruptedException {
    return follow(question, url -> Optional.empty());
  }

  /**
   * Asks with the login of each server, and follows redirects.
   *
   * @param logins the value of the header by which a URL is asked with a login
   * @throws HttpFailure if there is no answer; the message does not say the URL
   */
  public HttpAnswer ask(HttpQuestion question, Function<URI, Optional<String>> logins)
      throws HttpFailure, InterruptedException {
    return follow(question.withLogin(logins.apply(question.url())), logins);
  }

  private HttpAnswer follow(HttpQuestion question, Function<URI, Optional<String>> logins)
      throws HttpFailure, InterruptedException {
    Set<URI> asked = new LinkedHashSet<>();
    HttpQuestion next = question;
    while (true) {
      asked.add(next.url());
      HttpAnswer answer = once(next);
      Optional<String> location = answer.header("Location");
      boolean movable = next.method().equals("GET") || next.method().equals("HEAD");
      if (!REDIRECTING.contains(answer.status())
          || location.isEmpty()
          || !(movable || answer.status() >= 307)) {
        return answer;
      }
      answer.close();
      URI target = target(next.url(), location.get());
      boolean isSame = HttpQuestion.isSameServer(next.url(), target);
      if (!isSame && next.body().isLogin()) {
        throw new HttpFailure(
            HttpFailure.Kind.OTHER,
            "the server redirects a login to another one, %s, which gets none".formatted(target));
      }
      next = isSame ? next.at(target) : next.at(target).withLogin(logins.apply(target));
      if (asked.contains(next.url())) {
        throw new HttpFailure(
            HttpFailure.Kind.OTHER,
            answer.status(),
            "the server redirects in a circle, again to " + next.url(),
            Optional.empty());
      }
      if (asked.size() > REDIRECTS) {
        throw new HttpFailure(
            HttpFailure.Kind.OTHER,
            answer.status(),
            "the server redirects more than %d times, now to %s".formatted(REDIRECTS, next.url()),
            Optional.empty());
      }
    }
  }

  /**
   * Returns where a {@code Location} leads.
   *
   * @throws HttpFailure if it leads to something that is not to be asked
   */
  public static URI target(URI from, String location) throws HttpFailure {
    URI target;
    try {
      target = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new HttpFailure(
          HttpFailure.Kind.OTHER,
          0,
          "the server redirects to '" + location + "', which is no URL",
          Optional.empty(),
          e);
    }
    boolean isHttp = "http".equalsIgnoreCase(target.getScheme());
    if (target.getHost() == null || !(isHttp || "https".equalsIgnoreCase(target.getScheme()))) {
      throw new HttpFailure(
          HttpFailure.Kind.OTHER, "the server redirects to '" + target + "', which is no HTTP");
    }
    if (isHttp && "https".equalsIgnoreCase(from.getScheme())) {
      throw new HttpFailure(
          HttpFailure.Kind.OTHER,
          "the server redirects from HTTPS to plain HTTP, to %s, which is not followed"
              .formatted(target));
    }
    return target;
  }

  /** Asks, and follows no redirect. */
  private HttpAnswer once(HttpQuestion question) throws HttpFailure, InterruptedException {
    URI url = question.url();
    if ("http".equalsIgnoreCase(url.getScheme()) && !settings.plainHttp().test(url)) {
      throw new HttpFailure(
          HttpFailure.Kind.OTHER,
          "%s is not asked, because only this machine may be asked over plain HTTP; allow '%s' as an insecure registry if it is to be trusted"
              .formatted(url, url.getRawAuthority()));
    }
    AtomicLong moved = new AtomicLong(System.nanoTime());
    CompletableFuture<HttpResponse<InputStream>> answering =
        client(url).sendAsync(request(question, moved), head -> new BodyStream(settings.stall()));
    HttpResponse<InputStream> response = await(answering, moved, url);
    HttpAnswer answer =
        new HttpAnswer(
            url,
            response.statusCode(),
            response.headers(),
            // There is none where a proxy answers a request for a tunnel.
            response.body() == null ? InputStream.nullInputStream() : response.body());
    if (answer.status() == 407) {
      answer.close();
      throw Transport.refusedByProxy(proxies.of(url), "it answers 407");
    }
    return answer;
  }

  /** Waits for the head of the answer, as long as bytes are sent or the server has time. */
  private HttpResponse<InputStream> await(
      CompletableFuture<HttpResponse<InputStream>> answering, AtomicLong moved, URI url)
      throws HttpFailure, InterruptedException {
    boolean done = false;
    try {
      while (true) {
        // A server may take as long again to digest what it got.
        long left =
            2 * settings.stall().toNanos()
                + settings.connect().toNanos()
                - (System.nanoTime() - moved.get());
        try {
          HttpResponse<InputStream> response =
              answering.get(Math.max(left, 1), TimeUnit.NANOSECONDS);
          done = true;
          return response;
        } catch (TimeoutException e) {
          if (left <= 0) {
            throw new HttpFailure(
                HttpFailure.Kind.STALLED,
                0,
                "the server does not answer for %d seconds"
                    .formatted(2 * settings.stall().toSeconds()),
                Optional.empty(),
                e);
          }
        }
      }
    } catch (ExecutionException e) {
      throw Transport.failure(Objects.requireNonNullElse(e.getCause(), e), url, proxies.of(url));
    } finally {
      if (!done) {
        answering.cancel(true);
      }
    }
  }

  private HttpRequest request(HttpQuestion question, AtomicLong moved) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(question.url())
            .version(HttpClient.Version.HTTP_1_1)
            .method(question.method(), publisher(question, moved))
            // What comes is to be kept as it is, not as it travels.
            .header("Accept-Encoding", "identity")
            .header("User-Agent", "baci");
    question.headers().forEach(request::header);
    proxies
        .of(question.url())
        .flatMap(Http::proxyLogin)
        .ifPresent(login -> request.header("Proxy-Authorization", login));
    return request.build();
  }

  private static BodyPublisher publisher(HttpQuestion question, AtomicLong moved) {
    HttpBody body = question.body();
    boolean hasBody = Set.of("POST", "PUT", "PATCH").contains(question.method());
    if (body.length() == 0) {
      // A length of 0 is said: there are registries that want it said.
      return hasBody ? BodyPublishers.ofByteArray(new byte[0]) : BodyPublishers.noBody();
    }
    return BodyPublishers.fromPublisher(
        BodyPublishers.ofInputStream(
            () -> {
              try {
                return new SentBytes(body.content().open(), moved);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }),
        body.length());
  }

  /** The password goes with the request: with an Authenticator the JDK would take over logins. */
  private static Optional<String> proxyLogin(SourceOptions.Proxy proxy) {
    return proxy.login().map(login -> basic(login.username(), login.password()));
  }

  /** Returns the header value by which a name and a password log in (RFC 7617). */
  public static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private synchronized HttpClient client(URI url) {
    if ("http".equalsIgnoreCase(url.getScheme())) {
      plain = plain == null ? client(Optional.of(NoTls.context())) : plain;
      return plain;
    }
    secure = secure == null ? client(settings.tls()) : secure;
    return secure;
  }

  private HttpClient client(Optional<SSLContext> tls) {
    if (proxies.needsPassword() && System.getProperty(TUNNEL_SCHEMES) == null) {
      // Read by the JDK when its first client is made: without it no password reaches a proxy.
      System.setProperty(TUNNEL_SCHEMES, "");
    }
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(settings.connect())
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(new Selector());
    tls.ifPresent(builder::sslContext);
    return builder.build();
  }

  private final class Selector extends ProxySelector {
    @Override
    public List<Proxy> select(URI url) {
      return List.of(
          proxies
              .of(url)
              .map(
                  proxy ->
                      new Proxy(
                          Proxy.Type.HTTP,
                          InetSocketAddress.createUnresolved(proxy.host(), proxy.port())))
              .orElse(Proxy.NO_PROXY));
    }

    @Override
    public void connectFailed(URI url, SocketAddress address, IOException problem) {
      // The request fails, and says so.
    }
  }
}
