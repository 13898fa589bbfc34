package io.github.baci.signature;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of an OpenPGP key has signed that one of its keys may do (RFC 9580, sections 5.2.1
 * and 5.2.3.29). Whoever hands a key on, as key servers do, can add packets to it: a subkey counts
 * only if the key above it has signed it, and only what is signed says what a key is for and how
 * long.
 */
final class KeyUse {
  private final PGPPublicKey key;
  private final PGPPublicKey primary;

  KeyUse(PGPPublicKey key, PGPPublicKey primary) {
    this.key = key;
    this.primary = primary;
  }

  /**
   * Returns what keeps the key from signing files for its owner, as in "a key that had expired".
   *
   * @param made when the signature of the file was made
   */
  Optional<String> objection(Instant made) {
    PGPSignature own = newest(key.isMasterKey() ? ofOwner() : bindings());
    if (own == null && !key.isMasterKey()) {
      return Optional.of("a subkey that its owner's key has not signed");
    }
    if (own != null && !maySign(own)) {
      return Optional.of("a key that is not for signing");
    }
    if (own != null && !key.isMasterKey() && !isBoundBack(own)) {
      return Optional.of("a subkey that has not signed whose it is");
    }
    if (made.isBefore(key.getCreationTime().toInstant())) {
      return Optional.of("a key that is younger than the signature");
    }
    PGPSignature ofPrimary = key.isMasterKey() ? own : newest(ofOwner());
    return isExpired(key, own, made) || isExpired(primary, ofPrimary, made)
        ? Optional.of("a key that had expired")
        : Optional.empty();
  }

  private static boolean maySign(PGPSignature own) {
    PGPSignatureSubpacketVector signed = own.getHashedSubPackets();
    return !signed.hasSubpacket(SignatureSubpacketTags.KEY_FLAGS)
        || (signed.getKeyFlags() & KeyFlags.SIGN_DATA) != 0;
  }

  private static boolean isExpired(PGPPublicKey key, @Nullable PGPSignature own, Instant time) {
    long seconds = own == null ? 0 : own.getHashedSubPackets().getKeyExpirationTime();
    return seconds > 0
        && time.isAfter(key.getCreationTime().toInstant().plus(Duration.ofSeconds(seconds)));
  }

  /** Returns the good signatures of the primary key over itself, alone or with a user ID. */
  private List<PGPSignature> ofOwner() {
    List<PGPSignature> good = new ArrayList<>();
    for (Iterator<PGPSignature> all = primary.getSignaturesOfType(PGPSignature.DIRECT_KEY);
        all.hasNext(); ) {
      PGPSignature each = all.next();
      if (isGood(each, primary, () -> each.verifyCertification(primary))) {
        good.add(each);
      }
    }
    for (Iterator<byte[]> ids = primary.getRawUserIDs(); ids.hasNext(); ) {
      byte[] id = ids.next();
      for (Iterator<PGPSignature> all = primary.getSignaturesForID(id); all.hasNext(); ) {
        PGPSignature each = all.next();
        if (isCertification(each)
            && isGood(each, primary, () -> each.verifyCertification(id, primary))) {
          good.add(each);
        }
      }
    }
    return good;
  }

  private static boolean isCertification(PGPSignature signature) {
    return signature.getSignatureType() >= PGPSignature.DEFAULT_CERTIFICATION
        && signature.getSignatureType() <= PGPSignature.POSITIVE_CERTIFICATION;
  }

  /** Returns the good signatures by which the primary key takes the subkey for its own. */
  private List<PGPSignature> bindings() {
    List<PGPSignature> good = new ArrayList<>();
    for (Iterator<PGPSignature> all = key.getSignaturesOfType(PGPSignature.SUBKEY_BINDING);
        all.hasNext(); ) {
      PGPSignature each = all.next();
      if (isGood(each, primary, () -> each.verifyCertification(primary, key))) {
        good.add(each);
      }
    }
    return good;
  }

  /** Returns whether the subkey has signed that it belongs to the primary key. */
  private boolean isBoundBack(PGPSignature binding) {
    for (PGPSignatureSubpacketVector packets :
        List.of(binding.getHashedSubPackets(), binding.getUnhashedSubPackets())) {
      PGPSignatureList embedded;
      try {
        embedded = packets.getEmbeddedSignatures();
      } catch (PGPException | RuntimeException e) {
        continue; // what cannot be read proves nothing
      }
      for (PGPSignature each : embedded) {
        if (each.getSignatureType() == PGPSignature.PRIMARYKEY_BINDING
            && isGood(each, key, () -> each.verifyCertification(primary, key))) {
          return true;
        }
      }
    }
    return false;
  }

  /** A check that the library makes. */
  @FunctionalInterface
  private interface Check {
    boolean holds() throws PGPException;
  }

  /** Returns whether a key has made a signature; what is damaged is none. */
  private static boolean isGood(PGPSignature signature, PGPPublicKey by, Check check) {
    boolean isOfKey = signature.getKeyID() == 0 || signature.getKeyID() == by.getKeyID();
    if (!isOfKey
        || signature.getHashedSubPackets() == null
        || signature.getHashAlgorithm() == HashAlgorithmTags.MD5) {
      return false;
    }
    try {
      signature.init(new BcPGPContentVerifierBuilderProvider(), by);
      return check.holds();
    } catch (PGPException | RuntimeException e) {
      return false;
    }
  }

  private static @Nullable PGPSignature newest(List<PGPSignature> signatures) {
    PGPSignature newest = null;
    for (PGPSignature each : signatures) {
      boolean isNewer =
          newest == null
              || each.getCreationTime().toInstant().isAfter(newest.getCreationTime().toInstant());
      newest = isNewer ? each : newest;
    }
    return newest;
  }
}
