package io.github.baci.signature;

import io.github.baci.api.BaciException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;

/**
 * An OpenPGP secret key that signs (RFC 9580, detached signatures of binary documents). Safe for
 * several threads.
 */
public final class SecretKey {
  private final PGPPublicKey publicKey;
  private final PGPPrivateKey privateKey;

  private SecretKey(PGPPublicKey publicKey, PGPPrivateKey privateKey) {
    this.publicKey = publicKey;
    this.privateKey = privateKey;
  }

  /**
   * Reads a key as {@code gpg --export-secret-keys} writes it, armored or not. Of several keys the
   * last subkey that may sign is taken, as by GnuPG, else the key itself.
   *
   * @param bytes the key
   * @param passphrase what it is protected by, if it is
   * @param shown what the key is called in messages
   * @throws BaciException if there is no secret key that may sign, or the passphrase is another
   */
  public static SecretKey read(byte[] bytes, Optional<char[]> passphrase, String shown) {
    PGPSecretKey chosen = null;
    try {
      for (Object each : KeyRing.objects(bytes)) {
        if (each instanceof PGPSecretKeyRing ring) {
          for (PGPSecretKey key : ring) {
            chosen = mayServe(key) ? key : chosen;
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new BaciException(
          "%s is no OpenPGP secret key: %s".formatted(shown, e.getMessage()), e);
    }
    if (chosen == null) {
      throw new BaciException(
          "%s holds no OpenPGP secret key that may sign; 'gpg --armor --export-secret-keys KEY' writes one"
              .formatted(shown));
    }
    return new SecretKey(chosen.getPublicKey(), unlocked(chosen, passphrase, shown));
  }

  private static boolean mayServe(PGPSecretKey key) {
    return !key.isPrivateKeyEmpty()
        && key.isSigningKey()
        && !key.getPublicKey().hasRevocation()
        && maySign(key.getPublicKey());
  }

  /** A key that says what it is for must say that it signs. */
  private static boolean maySign(PGPPublicKey key) {
    boolean says = false;
    for (var signatures = key.getSignatures(); signatures.hasNext(); ) {
      PGPSignature signature = signatures.next();
      int flags =
          signature.getHashedSubPackets() == null
              ? 0
              : signature.getHashedSubPackets().getKeyFlags();
      if ((flags & KeyFlags.SIGN_DATA) != 0) {
        return true;
      }
      says |= flags != 0;
    }
    return !says;
  }

  private static PGPPrivateKey unlocked(
      PGPSecretKey key, Optional<char[]> passphrase, String shown) {
    try {
      return key.extractPrivateKey(
          new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider())
              .build(passphrase.orElse(new char[0])));
    } catch (PGPException e) {
      throw new BaciException(
          passphrase.isPresent()
              ? "%s cannot be unlocked: the passphrase is another one, or the key is damaged (%s)"
                  .formatted(shown, e.getMessage())
              : "%s is protected by a passphrase, and none is given".formatted(shown),
          e);
    }
  }

  /** Returns whether signatures of this key are good for those who trust some files of keys. */
  public boolean isAmong(List<KeyRing> rings) {
    return KeyRing.has(publicKey.getKeyID(), rings);
  }

  /** Returns the key's id, in 16 upper-case hex digits. */
  public String id() {
    return "%016X".formatted(publicKey.getKeyID()).toUpperCase(Locale.ROOT);
  }

  /** Returns a detached signature of some bytes, not armored. */
  public byte[] sign(byte[] bytes) {
    try {
      PGPSignatureGenerator generator =
          new PGPSignatureGenerator(
              new BcPGPContentSignerBuilder(publicKey.getAlgorithm(), HashAlgorithmTags.SHA512),
              publicKey);
      generator.init(PGPSignature.BINARY_DOCUMENT, privateKey);
      generator.update(bytes);
      return generator.generate().getEncoded();
    } catch (PGPException | IOException e) {
      throw new BaciException("the key %s cannot sign: %s".formatted(id(), e.getMessage()), e);
    }
  }
}
