package io.github.baci.registry;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.http.HttpAnswer;
import java.util.HexFormat;
import java.util.Optional;

/** What {@code Docker-Content-Digest} says of an answer. */
final class ContentDigest {
  private ContentDigest() {}

  /** Returns the digest that the header names; nothing without one, or of a kind unknown here. */
  static Optional<Digest> of(HttpAnswer answer) {
    try {
      return answer.header("Docker-Content-Digest").map(String::strip).map(Digest::parse);
    } catch (BaciException e) {
      return Optional.empty();
    }
  }

  /** Returns the digest of some bytes by the algorithm of another digest. */
  static Digest compute(Digest like, byte[] bytes) {
    return new Digest(
        like.algorithm(),
        HexFormat.of().formatHex(like.algorithm().newMessageDigest().digest(bytes)));
  }
}
