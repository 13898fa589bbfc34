package io.github.baci.http;

import io.github.baci.api.Option;
import io.github.baci.api.SourceOptions;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Tells failures of the network apart by what the JDK throws. */
final class Transport {
  private Transport() {}

  /** Returns what happened where no answer came from a URL. */
  static HttpFailure failure(Throwable e, URI url, Optional<SourceOptions.Proxy> proxy) {
    if (e instanceof HttpFailure failure) {
      return failure;
    }
    String host = proxy.map(each -> "the proxy " + name(each)).orElse(url.getRawAuthority());
    if (find(e, UnresolvedAddressException.class).isPresent()) {
      return failed(
          HttpFailure.Kind.UNKNOWN_HOST,
          proxy
              .map(each -> "the name of the proxy " + name(each) + " is not known")
              .orElse("the name '" + url.getHost() + "' is not known"),
          e);
    }
    Optional<SSLException> tls = find(e, SSLException.class);
    if (tls.isPresent()) {
      Optional<String> certificate = certificate(e);
      return certificate.isPresent()
          ? failed(
              HttpFailure.Kind.CERTIFICATE,
              url.getRawAuthority()
                  + " shows one that this JVM does not trust: "
                  + certificate.get(),
              e)
          : failed(HttpFailure.Kind.TLS, url.getRawAuthority() + ": " + tls.get().getMessage(), e);
    }
    if (find(e, HttpConnectTimeoutException.class).isPresent()) {
      return failed(HttpFailure.Kind.UNREACHABLE, host + " does not answer", e);
    }
    if (find(e, ConnectException.class).isPresent()) {
      return failed(HttpFailure.Kind.UNREACHABLE, "nobody listens at " + host, e);
    }
    if (find(e, NoRouteToHostException.class).isPresent()) {
      return failed(HttpFailure.Kind.UNREACHABLE, "no route leads to " + host, e);
    }
    if (find(e, HttpTimeoutException.class).isPresent()) {
      return failed(HttpFailure.Kind.STALLED, said(e), e);
    }
    String message = e.getMessage();
    if (e instanceof IOException && message != null && proxy.isPresent() && isTunnel(message)) {
      return refusedByProxy(proxy, message);
    }
    if (find(e, UncheckedIOException.class).isPresent()) {
      return failed(HttpFailure.Kind.OTHER, "what is to be sent cannot be read: " + said(e), e);
    }
    return failed(HttpFailure.Kind.BROKEN, said(e), e);
  }

  static HttpFailure refusedByProxy(Optional<SourceOptions.Proxy> proxy, String why) {
    return new HttpFailure(
        HttpFailure.Kind.PROXY,
        "the proxy%s does not let the request through: %s%s"
            .formatted(
                proxy.map(each -> " " + name(each)).orElse(""),
                why,
                proxy.flatMap(SourceOptions.Proxy::login).isPresent()
                    ? "; if user and password are right, start Java with"
                        + " -Djdk.http.auth.tunneling.disabledSchemes= ("
                        + Option.JAVA_OPTIONS
                        + ")"
                    : ""));
  }

  private static boolean isTunnel(String message) {
    // The JDK has no type for it.
    return message.startsWith("Tunnel failed");
  }

  private static String name(SourceOptions.Proxy proxy) {
    return proxy.host() + ":" + proxy.port();
  }

  private static HttpFailure failed(HttpFailure.Kind kind, String what, Throwable e) {
    return new HttpFailure(kind, what, e);
  }

  private static Optional<String> certificate(Throwable e) {
    return find(e, CertPathBuilderException.class)
        .<Throwable>map(found -> found)
        .or(() -> find(e, CertPathValidatorException.class))
        .or(() -> find(e, CertificateException.class))
        .map(Throwable::getMessage);
  }

  private static String said(Throwable e) {
    if (find(e, EOFException.class).isPresent()) {
      return "the server closed it without an answer";
    }
    Throwable deepest = e;
    while (deepest.getMessage() == null && deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
  }

  private static <T extends Throwable> Optional<T> find(Throwable e, Class<T> kind) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return Optional.of(kind.cast(cause));
      }
    }
    return Optional.empty();
  }
}
