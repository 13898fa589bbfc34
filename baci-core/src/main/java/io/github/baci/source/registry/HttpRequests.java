package io.github.baci.source.registry;

import io.github.baci.source.SourceOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;

/**
 * Sends HTTP requests: through the proxies that are set, with redirects followed, and over plain
 * HTTP only where that is allowed. Keeps connections for the next request. {@link
 * HttpURLConnection} serves because it costs a tenth of a second less to load than any other
 * client.
 */
final class HttpRequests {
  private static final int MOST_REDIRECTS = 10;
  private static final int CONNECT_TIMEOUT = (int) Duration.ofSeconds(20).toMillis();
  private static final int READ_TIMEOUT = (int) Duration.ofSeconds(30).toMillis();

  private final Proxies proxies;
  private final PlainHttp plainHttp;

  HttpRequests(Proxies proxies, PlainHttp plainHttp) {
    this.proxies = proxies;
    this.plainHttp = plainHttp;
  }

  /**
   * Sends a GET request. A redirect to another host does not get the authorization.
   *
   * @throws RegistryFailure if there is no answer
   */
  HttpAnswer get(URI url, Map<String, String> headers) throws IOException {
    Map<String, String> remaining = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    remaining.putAll(headers);
    URI target = url;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      HttpAnswer answer = send(target, remaining, Optional.empty());
      Optional<String> location = answer.header("Location");
      if (!isRedirect(answer.status()) || location.isEmpty()) {
        return answer;
      }
      answer.close();
      URI next = target.resolve(toUri(location.get(), target));
      if (!next.getScheme().equals(target.getScheme())
          || !next.getRawAuthority().equals(target.getRawAuthority())) {
        remaining.remove("Authorization");
      }
      target = next;
    }
    throw new RegistryFailure(
        RegistryFailure.Kind.OTHER,
        "%s leads through more than %d redirects".formatted(url, MOST_REDIRECTS));
  }

  /** Sends a form. */
  HttpAnswer post(URI url, String form) throws IOException {
    return send(
        url, Map.of("Content-Type", "application/x-www-form-urlencoded"), Optional.of(form));
  }

  private HttpAnswer send(URI url, Map<String, String> headers, Optional<String> form)
      throws IOException {
    if (url.getRawAuthority() == null || !plainHttp.allows(url)) {
      throw new RegistryFailure(
          RegistryFailure.Kind.OTHER,
          "%s is not asked, because only this machine may be asked over plain HTTP; allow '%s' as an insecure registry if it is to be trusted"
              .formatted(url, url.getRawAuthority()));
    }
    try {
      HttpURLConnection connection = open(url);
      connection.setAuthenticator(NOBODY);
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      connection.setConnectTimeout(CONNECT_TIMEOUT);
      connection.setReadTimeout(READ_TIMEOUT);
      connection.setRequestProperty("User-Agent", "baci");
      headers.forEach(connection::setRequestProperty);
      if (form.isPresent()) {
        connection.setDoOutput(true);
        try (OutputStream out = connection.getOutputStream()) {
          out.write(form.get().getBytes(StandardCharsets.UTF_8));
        }
      }
      int status = connection.getResponseCode();
      if (status < 0) {
        throw new IOException("the answer is not HTTP");
      }
      return new HttpAnswer(url, connection, status);
    } catch (RegistryFailure e) {
      throw e;
    } catch (IOException e) {
      throw new RegistryFailure(kind(e), "%s: %s".formatted(url, describe(e)), Optional.empty(), e);
    }
  }

  private HttpURLConnection open(URI url) throws IOException {
    Optional<SourceOptions.Proxy> proxy = proxies.forUrl(url);
    if (proxy.isEmpty()) {
      return (HttpURLConnection) url.toURL().openConnection();
    }
    if (url.getScheme().equals("https")) {
      HttpsURLConnection connection =
          (HttpsURLConnection) url.toURL().openConnection(java.net.Proxy.NO_PROXY);
      connection.setSSLSocketFactory(
          new ProxyTunnel(connection.getSSLSocketFactory(), proxy.get()));
      return connection;
    }
    HttpURLConnection connection =
        (HttpURLConnection) url.toURL().openConnection(Proxies.toJava(proxy.get()));
    Proxies.authorization(proxy.get())
        .ifPresent(header -> connection.setRequestProperty("Proxy-Authorization", header));
    return connection;
  }

  /** Keeps the JVM's own authenticator, which may ask the user, away from our requests. */
  private static final Authenticator NOBODY = new Authenticator() {};

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private static URI toUri(String location, URI from) throws RegistryFailure {
    try {
      return URI.create(location);
    } catch (IllegalArgumentException e) {
      throw new RegistryFailure(
          RegistryFailure.Kind.OTHER,
          "%s leads to '%s', which is no URL".formatted(from, location),
          Optional.empty(),
          e);
    }
  }

  private static RegistryFailure.Kind kind(IOException e) {
    return e instanceof UnknownHostException
            || e instanceof ConnectException
            || e instanceof NoRouteToHostException
            || e instanceof SSLException
        ? RegistryFailure.Kind.UNREACHABLE
        : RegistryFailure.Kind.TRANSIENT;
  }

  private static String describe(IOException e) {
    if (e instanceof UnknownHostException) {
      return "the host '" + e.getMessage() + "' is not known";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
