package io.github.baci.source.registry;

import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.api.RegistryException;
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
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A repository that jib-core reads. Here is what it leaves to its callers: when to try again, and
 * what to say when nothing helps.
 *
 * <p>Two things are taken from under its hands. Manifests: see {@link ManifestTaken}. And blobs
 * that lie outside the registry, which its registry client does not know, are asked for with its
 * HTTP client, without a login.
 */
final class JibRegistry implements Registry {
  private static final int BUFFER = 128 << 10;
  private static final int FETCH_TIMEOUT = 30_000;

  private final JibSession session;
  private final FailoverHttpClient http;
  private final Retry retry;
  private final RegistryName name;

  JibRegistry(JibSession session, FailoverHttpClient http, Retry retry) {
    this.session = session;
    this.http = http;
    this.retry = retry;
    this.name = session.name();
  }

  @Override
  public Document manifest(String qualifier) throws IOException, InterruptedException {
    return retry.run(
        () -> {
          ManifestTaken manifest =
              session.ask(client -> pull(client, qualifier), "has no such image for us");
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
        session.ask(
            client -> pull(client, digest, out, stream::isClosed), "has no such blob for us");
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
        Request.builder().setUserAgent(JibSession.USER_AGENT).setHttpTimeout(FETCH_TIMEOUT).build();
    try (Response response = http.get(url.toURL(), request)) {
      response.getBody().transferTo(out);
    } catch (ResponseException e) {
      throw session.explain(e, "has no such blob for us");
    }
  }
}
