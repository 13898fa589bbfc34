package io.github.baci.build;

import io.github.baci.api.Digest;
import io.github.baci.layer.NameBytes;
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
    private final StepInputs inputs = new StepInputs();

    /** Adds the text of an instruction. */
    Writer material(String material) {
      inputs.addMaterial(material);
      return text(material);
    }

    /**
     * Adds the digest of something.
     *
     * @param name says what it is, for people
     */
    Writer input(String name, Digest value) {
      inputs.add(name, value.toString());
      return text(value.toString());
    }

    /** Adds the digests of several things of one kind. */
    Writer inputs(String name, List<Digest> values) {
      inputs.add(name, values.toString());
      return digests(values);
    }

    /** Returns what the key is made of so far. */
    StepInputs inputs() {
      return inputs;
    }

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
