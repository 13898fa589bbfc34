package io.github.baci.source.registry;

import com.google.api.client.http.HttpResponseException;
import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.api.RegistryAuthenticationFailedException;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.http.Request;
import com.google.cloud.tools.jib.http.Response;
import com.google.cloud.tools.jib.http.ResponseException;
import com.google.cloud.tools.jib.registry.RegistryClient;
import io.github.baci.oci.Descriptor;
import io.github.baci.store.Digest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.security.DigestException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A repository that jib-core reads: it makes the requests (OCI distribution specification 1.1),
 * gets and renews tokens, and sends passwords. Here is what it leaves to its callers: when to log
 * in, when to try again, and what to say when nothing helps.
 *
 * <p>Two things are taken from under its hands. Manifests: see {@link ManifestTaken}. And blobs
 * that lie outside the registry, which its registry client does not know, are asked for with its
 * HTTP client, without a login.
 */
final class JibRegistry implements Registry {
  private static final int BUFFER = 128 << 10;
  private static final int FETCH_TIMEOUT = 30_000;
  private static final int UNAUTHORIZED = 401;
  private static final String USER_AGENT = "baci";
  private static final String BEARER = "bearer ";

  private final RegistryName name;
  private final FailoverHttpClient http;
  private final Credentials credentials;
  private final Retry retry;
  private RegistryClient client;
  private Credentials.Search search;

  JibRegistry(RegistryName name, FailoverHttpClient http, Credentials credentials, Retry retry) {
    this.name = name;
    this.http = http;
    this.credentials = credentials;
    this.retry = retry;
    this.client = newClient(null);
  }

  private RegistryClient newClient(Credential credential) {
    return RegistryClient.factory(EventHandlers.NONE, name.host(), name.repository(), http)
        .setCredential(credential)
        .setUserAgent(USER_AGENT)
        .newRegistryClient();
  }

  /** What a registry client is asked for. */
  @FunctionalInterface
  private interface Question<T> {
    T ask(RegistryClient client) throws IOException, RegistryException;
  }

  @Override
  public Document manifest(String qualifier) throws IOException, InterruptedException {
    return retry.run(
        () -> {
          ManifestTaken manifest =
              ask(client -> pull(client, qualifier), "has no such image for us");
          if (qualifier.contains(":")) {
            check(Digest.parse(qualifier), manifest);
          }
          return new Document(manifest.bytes(), Digest.sha256Of(manifest.bytes()));
        });
  }

  private static ManifestTaken pull(RegistryClient client, String qualifier)
      throws IOException, RegistryException {
    try {
      client.pullManifest(qualifier);
    } catch (ManifestTaken manifest) {
      return manifest;
    }
    throw new IllegalStateException("jib-core asked for a manifest without saying so");
  }

  private static void check(Digest expected, ManifestTaken manifest) throws RegistryFailure {
    byte[] actual = expected.algorithm().newMessageDigest().digest(manifest.bytes());
    Digest digest =
        expected.algorithm() == Digest.Algorithm.SHA256
            ? Digest.sha256(actual)
            : Digest.sha512(actual);
    if (!digest.equals(expected)) {
      throw new RegistryFailure(
          RegistryFailure.Kind.TRANSIENT,
          "%s was answered with something else: its digest is %s"
              .formatted(manifest.url(), digest));
    }
  }

  @Override
  public void blob(Descriptor blob, Sink sink) throws IOException, InterruptedException {
    String url =
        blob.urls().isEmpty()
            ? "%s/v2/%s/blobs/%s".formatted(name.host(), name.repository(), blob.digest())
            : blob.urls().get(0);
    retry.run(
        () -> {
          transfer(blob, sink, url);
          return sink;
        });
  }

  private void transfer(Descriptor blob, Sink sink, String url) throws IOException {
    IOException cause = null;
    try (BlobStream stream = new BlobStream(blob, sink, url);
        OutputStream out = new BufferedOutputStream(stream, BUFFER)) {
      if (blob.urls().isEmpty()) {
        DescriptorDigest digest = digest(blob, url);
        ask(client -> pull(client, digest, out, stream::isClosed), "has no such blob for us");
      } else {
        fetch(URI.create(url), out);
      }
    } catch (RegistryFailure | SinkFailure e) {
      throw e;
    } catch (IOException e) {
      cause = e;
    }
    if (sink.received() < blob.size()) {
      throw new RegistryFailure(
          RegistryFailure.Kind.TRANSIENT,
          "%s: the connection broke after %d of %d bytes%s"
              .formatted(
                  url,
                  sink.received(),
                  blob.size(),
                  cause == null || cause.getMessage() == null ? "" : ": " + cause.getMessage()),
          Optional.empty(),
          cause);
    }
  }

  private static DescriptorDigest digest(Descriptor blob, String url) throws RegistryFailure {
    try {
      return DescriptorDigest.fromDigest(blob.digest().toString());
    } catch (DigestException e) {
      throw new RegistryFailure(
          RegistryFailure.Kind.OTHER,
          "%s cannot be pulled, because blobs are pulled by SHA-256 digests only".formatted(url),
          Optional.empty(),
          e);
    }
  }

  private static Void pull(
      RegistryClient client, DescriptorDigest digest, OutputStream out, BooleanSupplier isClosed)
      throws IOException, RegistryException {
    try {
      client.pullBlob(digest, size -> {}, count -> {}).writeTo(out);
    } catch (IOException e) {
      if (!(e.getCause() instanceof RegistryException cause)) {
        throw e;
      }
      if (!isClosed.getAsBoolean()) {
        throw cause;
      }
      // jib-core closes the stream at the blob's end: what it has against it now is its digest,
      // which the receiver checks, and knows what to say about.
    }
    return null;
  }

  private void fetch(URI url, OutputStream out) throws IOException {
    Request request =
        Request.builder().setUserAgent(USER_AGENT).setHttpTimeout(FETCH_TIMEOUT).build();
    try (Response response = http.get(url.toURL(), request)) {
      response.getBody().transferTo(out);
    } catch (ResponseException e) {
      throw explain(e, "has no such blob for us");
    }
  }

  /** Asks without a login first; logs in once if the registry asks for that. */
  private <T> T ask(Question<T> question, String refusal) throws IOException {
    RegistryClient asked = client();
    try {
      try {
        return question.ask(asked);
      } catch (IOException | RegistryException e) {
        Optional<HttpResponseException> answer =
            Answers.find(HttpResponseException.class, e)
                .filter(found -> found.getStatusCode() == UNAUTHORIZED);
        if (answer.isEmpty() || !logIn(asked, answer.get())) {
          throw e;
        }
      }
      return question.ask(client());
    } catch (IOException | RegistryException e) {
      throw explain(e, refusal);
    }
  }

  private synchronized RegistryClient client() {
    return client;
  }

  /** Answers a challenge; returns whether there is now another login than the refused one. */
  private synchronized boolean logIn(RegistryClient refused, HttpResponseException answer)
      throws RegistryException {
    if (client != refused) {
      return true;
    }
    Optional<String> challenge = challenge(answer);
    if (search != null || challenge.isEmpty()) {
      return false;
    }
    search = credentials.find(name.registry(), name.repository());
    Optional<Credential> login = search.login().map(Credentials.Login::credential);
    boolean token = challenge.get().regionMatches(true, 0, BEARER, 0, BEARER.length());
    if (!token && login.filter(found -> !found.isOAuth2RefreshToken()).isEmpty()) {
      return false;
    }
    RegistryClient next = newClient(login.orElse(null));
    next.authPullByWwwAuthenticate(challenge.get());
    client = next;
    return true;
  }

  /** Chooses a challenge that can be answered: a bearer token first, then a password. */
  private static Optional<String> challenge(HttpResponseException answer) {
    List<String> all = answer.getHeaders().getHeaderStringValues("WWW-Authenticate");
    return Stream.of(BEARER, "basic")
        .flatMap(
            scheme ->
                all.stream().filter(one -> one.regionMatches(true, 0, scheme, 0, scheme.length())))
        .findFirst();
  }

  private IOException explain(Exception e, String refusal) {
    Optional<RegistryFailure> failure = Answers.find(RegistryFailure.class, e);
    if (failure.isPresent()) {
      return failure.get();
    }
    boolean noToken = e instanceof RegistryAuthenticationFailedException;
    Optional<HttpResponseException> answer = Answers.find(HttpResponseException.class, e);
    if (answer.isPresent()) {
      return Answers.failure(
          answer.get(), noToken ? "gives no token for " + name : refusal, this::tried);
    }
    if (e instanceof IOException other) {
      return other;
    }
    // jib-core repeats all that it sent, and that may be a secret.
    String message = String.valueOf(e.getMessage()).replaceFirst("(?s); parameters: .*", "");
    return new RegistryFailure(
        RegistryFailure.Kind.OTHER, "%s: %s".formatted(name.host(), message), Optional.empty(), e);
  }

  /** Says which credentials were looked for, in order. */
  private synchronized String tried() {
    return search == null
        ? "the registry did not ask for credentials"
        : "credentials tried: " + String.join("; ", search.tried());
  }
}
