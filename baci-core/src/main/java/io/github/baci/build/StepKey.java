package io.github.baci.build;

import io.github.baci.layer.NameBytes;
import io.github.baci.store.Digest;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * The cache key of a step: a digest over its kind, the layers it starts from, what it does and the
 * digests of its inputs.
 *
 * @param hex the SHA-256 digest as hex digits
 */
record StepKey(String hex) {
  /** Changed whenever a step of the same key would be executed differently. */
  private static final String VERSION = "baci step 1";

  static Writer writer() {
    return new Writer().text(VERSION);
  }

  /** Collects what a key depends on; each part is preceded by its length, so that none runs on. */
  static final class Writer {
    private final MessageDigest digest = Digest.Algorithm.SHA256.newMessageDigest();

    Writer text(String text) {
      return bytes(NameBytes.encode(text));
    }

    Writer bytes(byte[] bytes) {
      int n = bytes.length;
      digest.update(new byte[] {(byte) (n >>> 24), (byte) (n >>> 16), (byte) (n >>> 8), (byte) n});
      digest.update(bytes);
      return this;
    }

    Writer digests(List<Digest> digests) {
      text(Integer.toString(digests.size()));
      digests.forEach(each -> text(each.toString()));
      return this;
    }

    StepKey key() {
      return new StepKey(HexFormat.of().formatHex(digest.digest()));
    }
  }
}
