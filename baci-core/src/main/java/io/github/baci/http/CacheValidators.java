package io.github.baci.http;

import java.util.Optional;

/**
 * What tells whether a file is still the one that a server has: its {@code ETag} and {@code
 * Last-Modified}.
 */
public record CacheValidators(Optional<String> etag, Optional<String> lastModified) {
  /** Nothing is known: the file is wanted in any case. */
  public static final CacheValidators NONE =
      new CacheValidators(Optional.empty(), Optional.empty());

  static CacheValidators of(HttpAnswer answer) {
    return new CacheValidators(answer.header("ETag"), answer.header("Last-Modified"));
  }

  boolean isEmpty() {
    return etag.isEmpty() && lastModified.isEmpty();
  }

  HttpQuestion addTo(HttpQuestion question) {
    HttpQuestion asked = question;
    if (etag.isPresent()) {
      asked = asked.with("If-None-Match", etag.get());
    }
    return lastModified.isPresent() ? asked.with("If-Modified-Since", lastModified.get()) : asked;
  }
}
