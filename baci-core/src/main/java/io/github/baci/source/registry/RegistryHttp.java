package io.github.baci.source.registry;

import com.google.api.client.http.apache.v2.ApacheHttpTransport;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import org.apache.http.HttpEntity;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.NoHttpResponseException;
import org.apache.http.client.ClientProtocolException;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.protocol.HttpContext;

/**
 * What is below jib-core: Apache's HTTP client, in which each request, redirected ones too, goes
 * over plain HTTP only where that is allowed, and through the proxies of the options.
 *
 * <p>jib-core always asks over HTTPS first. This asks the hosts that may be asked over plain HTTP
 * in the order that {@link PlainHttp} says, and keeps to what worked. A certificate is always
 * verified.
 */
final class RegistryHttp extends CloseableHttpClient {
  /** Names the URL that was really asked in an answer, which jib-core's exceptions carry. */
  static final String ASKED = "X-Baci-Asked";

  private static final int LARGEST_MANIFEST = 4 << 20;
  private static final int LONGEST_EXPLANATION = 64 << 10;

  private final PlainHttp plainHttp;
  private final Proxies proxies;
  private final CloseableHttpClient http;
  private final Map<String, String> settled = new ConcurrentHashMap<>();

  RegistryHttp(PlainHttp plainHttp, Proxies proxies) {
    this.plainHttp = plainHttp;
    this.proxies = proxies;
    this.http =
        ApacheHttpTransport.newDefaultHttpClientBuilder()
            .setSSLSocketFactory(SSLConnectionSocketFactory.getSystemSocketFactory())
            .setRoutePlanner(new ProxyRoutes(proxies))
            .setDefaultCredentialsProvider(ProxyRoutes.passwords(proxies))
            .disableContentCompression()
            .disableCookieManagement()
            .build();
  }

  @Override
  protected CloseableHttpResponse doExecute(
      HttpHost target, HttpRequest request, HttpContext context) throws IOException {
    // Digests are of the bytes as they are: nothing on the way may be asked to compress them.
    request.removeHeaders("Accept-Encoding");
    String authority = target.toHostString();
    List<String> schemes = schemes(target);
    RegistryFailure first = null;
    for (String scheme : schemes) {
      URI url = URI.create(scheme + "://" + authority + pathOf(request));
      if (!plainHttp.allows(url)) {
        throw new RegistryFailure(
            RegistryFailure.Kind.OTHER,
            "%s is not asked, because only this machine may be asked over plain HTTP; allow '%s' as an insecure registry if it is to be trusted"
                .formatted(url, authority));
      }
      try {
        HttpHost host = new HttpHost(target.getHostName(), target.getPort(), scheme);
        CloseableHttpResponse response = http.execute(host, request, context);
        boolean last = scheme.equals(schemes.get(schemes.size() - 1));
        if (status(response) == 400 && scheme.equals("http") && !last) {
          response.close();
          continue;
        }
        settled.put(authority, scheme);
        return checked(response, request, url);
      } catch (RegistryFailure | ManifestTaken e) {
        throw e;
      } catch (IOException e) {
        RegistryFailure failure = failure(url, e);
        if (first != null) {
          first.addSuppressed(failure);
          throw first;
        }
        if (schemes.size() == 1 || !maySpeakOther(target, e)) {
          throw failure;
        }
        first = failure;
      }
    }
    throw first != null
        ? first
        : new RegistryFailure(
            RegistryFailure.Kind.OTHER, "%s speaks neither HTTP nor HTTPS".formatted(authority));
  }

  private List<String> schemes(HttpHost target) {
    if (target.getSchemeName().equals("http")) {
      return List.of("http");
    }
    String known = settled.get(target.toHostString());
    return known == null ? plainHttp.schemes(target.toHostString()) : List.of(known);
  }

  private static String pathOf(HttpRequest request) {
    URI uri = URI.create(request.getRequestLine().getUri());
    return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
  }

  /** Hands out a manifest; names the URL, and shortens the explanation, of what jib-core gets. */
  private CloseableHttpResponse checked(
      CloseableHttpResponse response, HttpRequest request, URI url) throws IOException {
    int status = status(response);
    if (status == 407) {
      response.close();
      throw new RegistryFailure(
          RegistryFailure.Kind.UNREACHABLE,
          "%s: the proxy%s does not connect to it: %s"
              .formatted(
                  url,
                  proxies
                      .forUrl(url)
                      .map(proxy -> " " + proxy.host() + ":" + proxy.port())
                      .orElse(""),
                  response.getStatusLine()));
    }
    if (status >= 200 && status < 300 && ManifestTaken.isAskedFor(request)) {
      try (response) {
        throw new ManifestTaken(url, body(response, LARGEST_MANIFEST, url));
      }
    }
    if (status >= 400 && response.getEntity() != null) {
      try (response) {
        response.setEntity(
            new ByteArrayEntity(response.getEntity().getContent().readNBytes(LONGEST_EXPLANATION)));
      }
    }
    response.setHeader(ASKED, url.toString());
    return response;
  }

  private static byte[] body(CloseableHttpResponse response, int most, URI url) throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return new byte[0];
    }
    InputStream in = entity.getContent();
    byte[] bytes = in.readNBytes(most + 1);
    if (bytes.length > most) {
      throw new RegistryFailure(
          RegistryFailure.Kind.OTHER,
          "%s: the manifest is larger than %d bytes".formatted(url, most));
    }
    return bytes;
  }

  private static int status(CloseableHttpResponse response) {
    return response.getStatusLine().getStatusCode();
  }

  /**
   * Tells whether a failure looks like HTTP spoken to HTTPS, or the other way round, or like a
   * default port on which nobody listens.
   */
  private static boolean maySpeakOther(HttpHost target, IOException e) {
    if (e instanceof ConnectException) {
      return target.getPort() < 0;
    }
    return e instanceof SSLException
        || e instanceof SocketException
        || e instanceof NoHttpResponseException
        || e instanceof ClientProtocolException;
  }

  private static RegistryFailure failure(URI url, IOException e) {
    RegistryFailure.Kind kind =
        e instanceof UnknownHostException
                || e instanceof ConnectException
                || e instanceof NoRouteToHostException
                || e instanceof SSLException
            ? RegistryFailure.Kind.UNREACHABLE
            : RegistryFailure.Kind.TRANSIENT;
    return new RegistryFailure(kind, "%s: %s".formatted(url, describe(e)), Optional.empty(), e);
  }

  private static String describe(IOException e) {
    if (e instanceof UnknownHostException) {
      return "the host is not known (" + e.getMessage() + ")";
    }
    if (e.getMessage() != null) {
      return e.getMessage();
    }
    return e.getCause() == null || e.getCause().getMessage() == null
        ? e.getClass().getSimpleName()
        : e.getCause().getMessage();
  }

  @Override
  public void close() throws IOException {
    http.close();
  }

  @Deprecated
  @Override
  public org.apache.http.params.HttpParams getParams() {
    return http.getParams();
  }

  @Deprecated
  @Override
  public org.apache.http.conn.ClientConnectionManager getConnectionManager() {
    return http.getConnectionManager();
  }
}
