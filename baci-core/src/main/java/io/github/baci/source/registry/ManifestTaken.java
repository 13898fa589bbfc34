package io.github.baci.source.registry;

import java.io.IOException;
import java.net.URI;
import org.apache.http.Header;
import org.apache.http.HttpRequest;

/**
 * Carries the bytes of a manifest past jib-core, out of a request that jib-core made.
 *
 * <p>jib-core asks for manifests of every kind, but it returns only what its own classes hold: it
 * casts to them, so that a class of ours cannot take their place, and they keep neither the variant
 * of a platform in an index nor the type of an artifact nor the bytes that a digest is of. There is
 * no other way out of it than an exception.
 */
final class ManifestTaken extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient URI url;
  private final transient byte[] bytes;

  ManifestTaken(URI url, byte[] bytes) {
    super("the manifest was taken");
    this.url = url;
    this.bytes = bytes;
  }

  /** Tells whether the answer to a request is a manifest: only such requests accept any. */
  static boolean isAskedFor(HttpRequest request) {
    Header accept = request.getFirstHeader("Accept");
    return accept != null && accept.getValue().contains(".manifest.");
  }

  /** Returns where the manifest came from. */
  URI url() {
    return url;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Nobody looks at where it was thrown. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
