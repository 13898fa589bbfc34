package io.github.baci.api;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A content digest, written {@code sha256:<64 hex digits>} or {@code sha512:<128 hex digits>}.
 *
 * @param algorithm the algorithm
 * @param hex the digest in lower-case hexadecimal digits
 */
public record Digest(Algorithm algorithm, String hex) implements Comparable<Digest> {
  /** The digest algorithms that images use. */
  public enum Algorithm {
    /** SHA-256, the algorithm of OCI and Docker digests. */
    SHA256("SHA-256", 64),
    /** SHA-512, the algorithm of App Container image IDs. */
    SHA512("SHA-512", 128);

    private final String javaName;
    private final int hexLength;

    Algorithm(String javaName, int hexLength) {
      this.javaName = javaName;
      this.hexLength = hexLength;
    }

    /** Returns a new message digest of this algorithm. */
    public MessageDigest newMessageDigest() {
      try {
        return MessageDigest.getInstance(javaName);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has " + javaName, e);
      }
    }

    private String prefix() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Checks the form of the digest. */
  public Digest {
    if (hex.length() != algorithm.hexLength || !isHex(hex)) {
      throw new BaciException(
          "'%s' is not a %s digest: it must be %d lower-case hex digits"
              .formatted(hex, algorithm.prefix(), algorithm.hexLength));
    }
  }

  /** Checks by hand: builds make thousands of digests before anything is compiled. */
  private static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads a digest.
   *
   * @param text the form {@code sha256:<hex>} or {@code sha512:<hex>}
   * @throws BaciException if the text has another form
   */
  public static Digest parse(String text) {
    for (Algorithm algorithm : Algorithm.values()) {
      String prefix = algorithm.prefix() + ":";
      if (text.startsWith(prefix)) {
        return new Digest(algorithm, text.substring(prefix.length()));
      }
    }
    throw new BaciException(
        "'%s' is not a digest: it must have the form 'sha256:<hex>' or 'sha512:<hex>'"
            .formatted(text));
  }

  /** Wraps the 32 bytes that a SHA-256 message digest gave. */
  public static Digest sha256(byte[] bytes) {
    return new Digest(Algorithm.SHA256, HexFormat.of().formatHex(bytes));
  }

  /** Wraps the 64 bytes that a SHA-512 message digest gave. */
  public static Digest sha512(byte[] bytes) {
    return new Digest(Algorithm.SHA512, HexFormat.of().formatHex(bytes));
  }

  /** Returns the SHA-256 digest of some bytes. */
  public static Digest sha256Of(byte[] content) {
    return sha256(Algorithm.SHA256.newMessageDigest().digest(content));
  }

  /** Returns whether some bytes have this digest. */
  public boolean isOf(byte[] content) {
    return hex.equals(HexFormat.of().formatHex(algorithm.newMessageDigest().digest(content)));
  }

  @Override
  public int compareTo(Digest other) {
    int byAlgorithm = algorithm.compareTo(other.algorithm);
    return byAlgorithm != 0 ? byAlgorithm : hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return algorithm.prefix() + ":" + hex;
  }
}
