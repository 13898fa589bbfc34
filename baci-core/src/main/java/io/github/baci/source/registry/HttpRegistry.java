package io.github.baci.source.registry;

import io.github.baci.oci.Descriptor;
import io.github.baci.oci.MediaTypes;
import io.github.baci.store.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLException;

/** A repository that is read over HTTP (OCI distribution specification 1.1). */
final class HttpRegistry implements Registry {
  private static final int LARGEST_MANIFEST = 4 << 20;
  private static final int BUFFER = 128 << 10;
  private static final String ACCEPT =
      String.join(
          ", ",
          MediaTypes.OCI_INDEX,
          MediaTypes.OCI_MANIFEST,
          MediaTypes.DOCKER_LIST,
          MediaTypes.DOCKER_MANIFEST);

  private final RegistryName name;
  private final HttpRequests http;
  private final Authorizer authorizer;
  private final Retry retry;
  private final List<String> schemes;

  HttpRegistry(
      RegistryName name,
      HttpRequests http,
      Authorizer authorizer,
      Retry retry,
      PlainHttp plainHttp) {
    this.name = name;
    this.http = http;
    this.authorizer = authorizer;
    this.retry = retry;
    this.schemes = new ArrayList<>(plainHttp.schemes(name.host()));
  }

  @Override
  public Document manifest(String qualifier) throws IOException, InterruptedException {
    return retry.run(
        () -> {
          HttpAnswer answer = get("manifests/" + qualifier, Map.of("Accept", ACCEPT));
          if (!answer.isSuccess()) {
            throw Answers.failure(answer, "has no such image for us", authorizer::tried);
          }
          byte[] bytes = answer.bytes(LARGEST_MANIFEST, "the manifest");
          Digest digest = Digest.sha256Of(bytes);
          if (qualifier.contains(":")) {
            check(Digest.parse(qualifier), bytes, answer.url());
          }
          return new Document(bytes, digest);
        });
  }

  private static void check(Digest expected, byte[] bytes, URI url) throws RegistryFailure {
    byte[] actual = expected.algorithm().newMessageDigest().digest(bytes);
    Digest digest =
        expected.algorithm() == Digest.Algorithm.SHA256
            ? Digest.sha256(actual)
            : Digest.sha512(actual);
    if (!digest.equals(expected)) {
      throw new RegistryFailure(
          RegistryFailure.Kind.TRANSIENT,
          "%s was answered with something else: its digest is %s".formatted(url, digest));
    }
  }

  @Override
  public void blob(Descriptor blob, Sink sink) throws IOException, InterruptedException {
    retry.run(
        () -> {
          transfer(blob, sink);
          return sink;
        });
  }

  private void transfer(Descriptor blob, Sink sink) throws IOException {
    long start = sink.received();
    Map<String, String> headers = start == 0 ? Map.of() : Map.of("Range", "bytes=" + start + "-");
    HttpAnswer answer =
        blob.urls().isEmpty()
            ? get("blobs/" + blob.digest(), headers)
            : http.get(URI.create(blob.urls().get(0)), headers);
    if (!answer.isSuccess()) {
      throw Answers.failure(answer, "has no such blob for us", authorizer::tried);
    }
    boolean complete = false;
    try (InputStream in = answer.body()) {
      long skip = answer.status() == 206 ? 0 : start;
      in.skipNBytes(skip);
      byte[] buffer = new byte[BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (sink.received() + count > blob.size()) {
          throw new RegistryFailure(
              RegistryFailure.Kind.OTHER,
              "%s gives more than the %d bytes that the manifest says"
                  .formatted(answer.url(), blob.size()));
        }
        sink.take(buffer, 0, count);
      }
      complete = sink.received() == blob.size();
    } catch (RegistryFailure e) {
      throw e;
    } catch (SinkFailure e) {
      throw e;
    } catch (IOException e) {
      throw broken(answer.url(), sink.received(), blob.size(), e);
    } finally {
      if (!complete) {
        answer.abort();
      }
    }
    if (!complete) {
      throw broken(answer.url(), sink.received(), blob.size(), null);
    }
  }

  private static RegistryFailure broken(URI url, long received, long size, IOException cause) {
    return new RegistryFailure(
        RegistryFailure.Kind.TRANSIENT,
        "%s: the connection broke after %d of %d bytes%s"
            .formatted(
                url,
                received,
                size,
                cause == null || cause.getMessage() == null ? "" : ": " + cause.getMessage()),
        Optional.empty(),
        cause);
  }

  /** Asks with what the registry wants to see; logs in once if it asks for that. */
  private HttpAnswer get(String path, Map<String, String> headers) throws IOException {
    Optional<String> authorization = authorizer.authorization();
    HttpAnswer answer = send(path, headers, authorization);
    if (answer.status() != 401) {
      return answer;
    }
    if (!authorizer.answer(answer.headers("WWW-Authenticate"), authorization)) {
      return answer;
    }
    answer.close();
    return send(path, headers, authorizer.authorization());
  }

  private HttpAnswer send(String path, Map<String, String> headers, Optional<String> authorization)
      throws IOException {
    Map<String, String> all = new TreeMap<>(headers);
    authorization.ifPresent(value -> all.put("Authorization", value));
    RegistryFailure first = null;
    for (String scheme : candidates()) {
      try {
        HttpAnswer answer =
            http.get(
                URI.create(
                    "%s://%s/v2/%s/%s".formatted(scheme, name.host(), name.repository(), path)),
                all);
        if (answer.status() == 400 && scheme.equals("http") && candidates().size() > 1) {
          answer.close();
          continue;
        }
        settle(scheme);
        return answer;
      } catch (RegistryFailure e) {
        if (first != null) {
          first.addSuppressed(e);
          throw first;
        }
        if (!maySpeakOther(e.getCause())) {
          throw e;
        }
        first = e;
      }
    }
    throw first == null
        ? new RegistryFailure(
            RegistryFailure.Kind.OTHER, "%s speaks neither HTTP nor HTTPS".formatted(name.host()))
        : first;
  }

  /**
   * Tells whether a failure looks like HTTP spoken to HTTPS, or the other way round, or like a
   * default port on which nobody listens.
   */
  private boolean maySpeakOther(Throwable cause) {
    if (cause instanceof ConnectException) {
      return !name.host().matches(".*:[0-9]+");
    }
    return cause instanceof SSLException || cause instanceof SocketException;
  }

  private List<String> candidates() {
    synchronized (schemes) {
      return List.copyOf(schemes);
    }
  }

  private void settle(String scheme) {
    synchronized (schemes) {
      schemes.retainAll(List.of(scheme));
    }
  }
}
