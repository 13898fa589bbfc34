package io.github.baci.source.registry;

import io.github.baci.source.SourceOptions;
import java.net.ProxySelector;
import java.net.URI;
import org.apache.http.HttpException;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.auth.AuthScope;
import org.apache.http.auth.UsernamePasswordCredentials;
import org.apache.http.client.CredentialsProvider;
import org.apache.http.impl.client.SystemDefaultCredentialsProvider;
import org.apache.http.impl.conn.SystemDefaultRoutePlanner;
import org.apache.http.protocol.HttpContext;

/** Leads requests through the proxies of the options, or else those of the JVM. */
final class ProxyRoutes extends SystemDefaultRoutePlanner {
  private final Proxies proxies;

  ProxyRoutes(Proxies proxies) {
    super(ProxySelector.getDefault());
    this.proxies = proxies;
  }

  @Override
  protected HttpHost determineProxy(HttpHost target, HttpRequest request, HttpContext context)
      throws HttpException {
    SourceOptions.Proxy proxy = proxies.forUrl(URI.create(target.toURI())).orElse(null);
    return proxy == null
        ? super.determineProxy(target, request, context)
        : new HttpHost(proxy.host(), proxy.port());
  }

  /** Returns the passwords of the proxies. */
  static CredentialsProvider passwords(Proxies proxies) {
    CredentialsProvider provider = new SystemDefaultCredentialsProvider();
    for (SourceOptions.Proxy proxy : proxies.all()) {
      proxy
          .username()
          .ifPresent(
              user ->
                  provider.setCredentials(
                      new AuthScope(proxy.host(), proxy.port()),
                      new UsernamePasswordCredentials(user, proxy.password().orElse(""))));
    }
    return provider;
  }
}
