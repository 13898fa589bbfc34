package io.github.baci.signature;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.store.InputFile;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/**
 * OpenPGP public keys of a file, armored or binary, and what they have signed (RFC 9580, detached
 * signatures of binary documents).
 */
public final class KeyRing {
  private static final int BUFFER = 128 << 10;
  private static final int LARGEST_FILE = 16 << 20;
  private static final int ARMOR_LINE = '-';

  /** Chosen-prefix collisions of SHA-1 were shown then; what was signed before is still read. */
  private static final Instant WEAK_SINCE = Instant.parse("2020-01-01T00:00:00Z");

  private static final Set<Integer> WEAK =
      Set.of(HashAlgorithmTags.SHA1, HashAlgorithmTags.RIPEMD160);

  private final Path file;
  private final Digest digest;
  private final List<PGPPublicKeyRing> keys;

  private KeyRing(Path file, Digest digest, List<PGPPublicKeyRing> keys) {
    this.file = file;
    this.digest = digest;
    this.keys = keys;
  }

  /**
   * Who made a signature.
   *
   * @param userId the first user ID of the key, as in {@code Jo <jo@example.com>}
   * @param fingerprint the fingerprint of the key, in upper-case hex digits
   */
  public record Signer(String userId, String fingerprint) {
    @Override
    public String toString() {
      return userId + " (" + fingerprint + ")";
    }
  }

  /**
   * Reads a file of one or more keys.
   *
   * @throws BaciException if it is not there or holds no public key
   */
  public static KeyRing read(Path file) {
    byte[] bytes;
    try (InputStream in = InputFile.open(file)) {
      bytes = in.readNBytes(LARGEST_FILE);
    } catch (NoSuchFileException e) {
      throw new BaciException(
          "there is no keyring '%s'; what is trusted are files of OpenPGP public keys"
              .formatted(file),
          e);
    } catch (IOException e) {
      throw new BaciException("the keyring '%s' cannot be read: %s".formatted(file, e), e);
    }
    List<PGPPublicKeyRing> keys = new ArrayList<>();
    try {
      for (Object each : objects(bytes)) {
        if (each instanceof PGPPublicKeyRing ring) {
          keys.add(ring);
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new BaciException(
          "the keyring '%s' holds no OpenPGP public keys: %s".formatted(file, e.getMessage()), e);
    }
    if (keys.isEmpty()) {
      throw new BaciException("the keyring '%s' holds no OpenPGP public key".formatted(file));
    }
    return new KeyRing(file, Digest.sha256Of(bytes), keys);
  }

  /** Returns the digest of the file. */
  public Digest digest() {
    return digest;
  }

  @Override
  public String toString() {
    return "'" + file + "'";
  }

  /** Opens what is signed; its bytes are read once for each signature. */
  @FunctionalInterface
  private interface Signed {
    InputStream open() throws IOException;
  }

  /**
   * Verifies a detached signature of a file.
   *
   * @param signed the file that it is for
   * @param signature its bytes, armored or not
   * @param shown what the signature is called in messages
   * @param rings the keys of which one must have made it
   * @throws UntrustedSignature if it is none, of none of the keys, or of another file
   */
  public static Signer verify(Path signed, byte[] signature, String shown, List<KeyRing> rings)
      throws IOException {
    return verify(() -> Files.newInputStream(signed), signature, shown, rings);
  }

  /**
   * Verifies a detached signature of bytes.
   *
   * @throws UntrustedSignature if it is none, of none of the keys, or of other bytes
   */
  public static Signer verify(byte[] signed, byte[] signature, String shown, List<KeyRing> rings) {
    try {
      return verify(() -> new ByteArrayInputStream(signed), signature, shown, rings);
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
  }

  private static Signer verify(Signed signed, byte[] signature, String shown, List<KeyRing> rings)
      throws IOException {
    List<PGPSignature> signatures = signatures(signature, shown);
    List<String> unknown = new ArrayList<>();
    for (PGPSignature each : signatures) {
      PGPPublicKey key = null;
      PGPPublicKeyRing owner = null;
      for (KeyRing ring : rings) {
        for (PGPPublicKeyRing candidate : ring.keys) {
          PGPPublicKey found = candidate.getPublicKey(each.getKeyID());
          if (found != null) {
            key = found;
            owner = candidate;
          }
        }
      }
      if (key == null || owner == null) {
        unknown.add("%016X".formatted(each.getKeyID()));
      } else {
        checkUsable(key, owner.getPublicKey(), each, shown);
        if (!isGood(signed, each, key, shown)) {
          throw new UntrustedSignature(
              "%s is a bad signature: the file is not the one that %s signed"
                  .formatted(shown, signer(owner, key)));
        }
        return signer(owner, key);
      }
    }
    throw new UntrustedSignature(
        "%s was made with the key %s, which is not among the trusted ones in %s"
            .formatted(shown, String.join(", ", unknown), rings));
  }

  private static List<PGPSignature> signatures(byte[] bytes, String shown) {
    List<PGPSignature> signatures = new ArrayList<>();
    try {
      for (Object each : objects(bytes)) {
        if (each instanceof PGPSignatureList list) {
          list.forEach(signatures::add);
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new UntrustedSignature(
          "%s is damaged, or no OpenPGP signature: %s".formatted(shown, e.getMessage()), e);
    }
    if (signatures.isEmpty()) {
      throw new UntrustedSignature("%s is no OpenPGP signature".formatted(shown));
    }
    return signatures;
  }

  private static void checkUsable(
      PGPPublicKey key, PGPPublicKey primary, PGPSignature signature, String shown) {
    String reason = null;
    Instant made = signature.getCreationTime().toInstant();
    Optional<String> objection = new KeyUse(key, primary).objection(made);
    if (key.hasRevocation() || primary.hasRevocation()) {
      reason = "a key that is revoked";
    } else if (objection.isPresent()) {
      reason = objection.get();
    } else if (signature.getSignatureType() != PGPSignature.BINARY_DOCUMENT) {
      reason = "another purpose than to sign a file";
    } else if (hasEnded(signature)) {
      reason = "an end, which has passed";
    } else if (signature.getHashAlgorithm() == HashAlgorithmTags.MD5) {
      reason = "MD5, which proves nothing";
    } else if (WEAK.contains(signature.getHashAlgorithm()) && !made.isBefore(WEAK_SINCE)) {
      reason = "SHA-1 or RIPEMD-160, by which nothing should be signed any more";
    }
    if (reason != null) {
      throw new UntrustedSignature(
          "%s is not accepted: it was made with %s (%s)"
              .formatted(shown, reason, fingerprint(key)));
    }
  }

  private static boolean hasEnded(PGPSignature signature) {
    long seconds =
        signature.getHashedSubPackets() == null
            ? 0
            : signature.getHashedSubPackets().getSignatureExpirationTime();
    Instant made = signature.getCreationTime().toInstant();
    return seconds > 0 && Instant.now().isAfter(made.plus(Duration.ofSeconds(seconds)));
  }

  private static boolean isGood(
      Signed signed, PGPSignature signature, PGPPublicKey key, String shown) throws IOException {
    try (InputStream in = signed.open()) {
      signature.init(new BcPGPContentVerifierBuilderProvider(), key);
      byte[] buffer = new byte[BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        signature.update(buffer, 0, count);
      }
      return signature.verify();
    } catch (PGPException e) {
      throw new UntrustedSignature("%s cannot be verified: %s".formatted(shown, e.getMessage()), e);
    }
  }

  private static Signer signer(PGPPublicKeyRing ring, PGPPublicKey key) {
    Iterator<String> userIds = ring.getPublicKey().getUserIDs();
    return new Signer(
        userIds.hasNext() ? userIds.next() : "somebody without a name", fingerprint(key));
  }

  private static String fingerprint(PGPPublicKey key) {
    return HexFormat.of().formatHex(key.getFingerprint()).toUpperCase(Locale.ROOT);
  }

  /** Returns whether one of some files has a key. */
  static boolean has(long keyId, List<KeyRing> rings) {
    for (KeyRing ring : rings) {
      for (PGPPublicKeyRing keys : ring.keys) {
        if (keys.getPublicKey(keyId) != null) {
          return true;
        }
      }
    }
    return false;
  }

  /** Reads all packets, of one binary file or of armored blocks one after the other. */
  static List<Object> objects(byte[] bytes) throws IOException {
    List<Object> objects = new ArrayList<>();
    BufferedInputStream in = new BufferedInputStream(new ByteArrayInputStream(bytes));
    if (bytes.length > 0 && (bytes[0] & 0x80) != 0) {
      new BcPGPObjectFactory(in).forEach(objects::add);
      return objects;
    }
    boolean isFirst = true;
    while (skipTo(in, ARMOR_LINE)) {
      ArmoredInputStream armored = ArmoredInputStream.builder().build(in);
      new BcPGPObjectFactory((InputStream) armored).forEach(objects::add);
      isFirst = false;
    }
    if (isFirst) {
      new BcPGPObjectFactory(PGPUtil.getDecoderStream(in)).forEach(objects::add);
    }
    return objects;
  }

  private static boolean skipTo(BufferedInputStream in, int wanted) throws IOException {
    while (true) {
      in.mark(1);
      int next = in.read();
      if (next == wanted) {
        in.reset();
        return true;
      }
      if (next < 0) {
        return false;
      }
    }
  }
}
