package io.github.baci.source.http;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;

/**
 * What tells whether a file is still the one that a server has: its {@code ETag} and {@code
 * Last-Modified}.
 */
public record Validators(Optional<String> etag, Optional<String> lastModified) {
  /** Nothing is known: the file is wanted in any case. */
  public static final Validators NONE = new Validators(Optional.empty(), Optional.empty());

  static Validators of(HttpResponse<?> response) {
    return new Validators(
        response.headers().firstValue("ETag"), response.headers().firstValue("Last-Modified"));
  }

  boolean isEmpty() {
    return etag.isEmpty() && lastModified.isEmpty();
  }

  void addTo(HttpRequest.Builder request) {
    etag.ifPresent(value -> request.header("If-None-Match", value));
    lastModified.ifPresent(value -> request.header("If-Modified-Since", value));
  }
}
