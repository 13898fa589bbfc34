package io.github.baci.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPDigestCalculatorProviderBuilder;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPKeyPair;
import org.bouncycastle.openpgp.operator.jcajce.JcePBESecretKeyEncryptorBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("JavaUtilDate") // The library takes nothing else.
class KeyUseTest {
  private static final byte[] FILE = "the file".getBytes(StandardCharsets.UTF_8);
  private static final int SIGNS = KeyFlags.CERTIFY_OTHER | KeyFlags.SIGN_DATA;
  private static final Instant CREATED = Instant.parse("2019-01-01T00:00:00Z");

  private static PGPKeyPair owner;
  private static PGPKeyPair other;

  @TempDir private Path directory;

  @BeforeAll
  static void makeKeys() throws GeneralSecurityException, PGPException {
    owner = pair();
    other = pair();
  }

  private static PGPKeyPair pair() throws GeneralSecurityException, PGPException {
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2048);
    return new JcaPGPKeyPair(
        PublicKeyPacket.VERSION_4,
        PublicKeyAlgorithmTags.RSA_GENERAL,
        rsa.generateKeyPair(),
        Date.from(CREATED));
  }

  private static PGPSignatureSubpacketGenerator flags(int flags) {
    PGPSignatureSubpacketGenerator packets = new PGPSignatureSubpacketGenerator();
    packets.setKeyFlags(false, flags);
    return packets;
  }

  private static JcaPGPContentSignerBuilder signer(int hash) {
    return new JcaPGPContentSignerBuilder(PublicKeyAlgorithmTags.RSA_GENERAL, hash);
  }

  private static PGPKeyRingGenerator ring(PGPKeyPair primary, PGPSignatureSubpacketGenerator said)
      throws PGPException {
    return new PGPKeyRingGenerator(
        PGPSignature.POSITIVE_CERTIFICATION,
        primary,
        "Jo <jo@example.org>",
        new JcaPGPDigestCalculatorProviderBuilder().build().get(HashAlgorithmTags.SHA1),
        said.generate(),
        null,
        signer(HashAlgorithmTags.SHA256),
        new JcePBESecretKeyEncryptorBuilder(0).build(new char[0]));
  }

  private static PGPPublicKeyRing withSubkey(PGPKeyPair subkey, int flags, boolean isBoundBack)
      throws PGPException {
    PGPKeyRingGenerator generator = ring(owner, flags(SIGNS));
    if (isBoundBack) {
      generator.addSubKey(subkey, flags(flags).generate(), null, signer(HashAlgorithmTags.SHA256));
    } else {
      generator.addSubKey(subkey, flags(flags).generate(), null);
    }
    return generator.generatePublicKeyRing();
  }

  private static byte[] signature(PGPKeyPair by, int hash, Instant made, Duration valid)
      throws PGPException, IOException {
    PGPSignatureGenerator generator = new PGPSignatureGenerator(signer(hash), by.getPublicKey());
    generator.init(PGPSignature.BINARY_DOCUMENT, by.getPrivateKey());
    PGPSignatureSubpacketGenerator packets = new PGPSignatureSubpacketGenerator();
    packets.setSignatureCreationTime(false, Date.from(made));
    packets.setSignatureExpirationTime(false, valid.toSeconds());
    generator.setHashedSubpackets(packets.generate());
    generator.update(FILE);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    generator.generate().encode(out);
    return out.toByteArray();
  }

  private static byte[] signature(PGPKeyPair by) throws PGPException, IOException {
    return signature(by, HashAlgorithmTags.SHA256, CREATED.plusSeconds(60), Duration.ZERO);
  }

  private KeyRing.Signer verify(PGPPublicKeyRing keys, byte[] signature) throws IOException {
    Path file = Files.write(directory.resolve("keys"), keys.getEncoded());
    return KeyRing.verify(FILE, signature, "x.asc", List.of(KeyRing.read(file)));
  }

  private void assertRefused(PGPPublicKeyRing keys, byte[] signature, String why) {
    assertThatThrownBy(() -> verify(keys, signature))
        .isInstanceOf(UntrustedSignature.class)
        .hasMessageStartingWith("x.asc is not accepted: it was made with " + why + " (");
  }

  @Test
  void aSubkeyThatBothHaveSignedSigns() throws Exception {
    PGPPublicKeyRing keys = withSubkey(other, KeyFlags.SIGN_DATA, true);

    assertThat(verify(keys, signature(other)).userId()).isEqualTo("Jo <jo@example.org>");
    assertThat(verify(keys, signature(owner)).userId()).isEqualTo("Jo <jo@example.org>");
  }

  @Test
  void aSubkeyThatSomebodyHasAddedIsNone() throws Exception {
    PGPPublicKey foreign =
        withSubkey(other, KeyFlags.SIGN_DATA, true).getPublicKey(other.getKeyID());
    PGPPublicKeyRing keys =
        PGPPublicKeyRing.insertPublicKey(
            ring(pair(), flags(SIGNS)).generatePublicKeyRing(), foreign);

    assertRefused(keys, signature(other), "a subkey that its owner's key has not signed");
  }

  @Test
  void aKeyIsNotTakenByWhoeverSignsIt() throws Exception {
    PGPPublicKeyRing keys = withSubkey(other, KeyFlags.SIGN_DATA, false);

    assertRefused(keys, signature(other), "a subkey that has not signed whose it is");
  }

  @Test
  void aKeyForOtherThingsDoesNotSignFiles() throws Exception {
    assertRefused(
        withSubkey(other, KeyFlags.ENCRYPT_COMMS, true),
        signature(other),
        "a key that is not for signing");
    assertRefused(
        ring(owner, flags(KeyFlags.CERTIFY_OTHER)).generatePublicKeyRing(),
        signature(owner),
        "a key that is not for signing");
  }

  @Test
  void onlyWhatTheKeyHasSignedSaysHowLongItIsValid() throws Exception {
    PGPSignatureSubpacketGenerator short1 = flags(SIGNS);
    short1.setKeyExpirationTime(false, 30);
    PGPPublicKeyRing expired = ring(owner, short1).generatePublicKeyRing();
    assertRefused(expired, signature(owner), "a key that had expired");

    // another key's word that it is valid for ever, added to it
    PGPSignatureGenerator generator =
        new PGPSignatureGenerator(signer(HashAlgorithmTags.SHA256), other.getPublicKey());
    generator.init(PGPSignature.POSITIVE_CERTIFICATION, other.getPrivateKey());
    PGPSignatureSubpacketGenerator longer = flags(SIGNS);
    longer.setIssuerKeyID(false, owner.getKeyID());
    longer.setSignatureCreationTime(false, Date.from(Instant.now().plusSeconds(3600)));
    generator.setHashedSubpackets(longer.generate());
    PGPPublicKey added =
        PGPPublicKey.addCertification(
            expired.getPublicKey(),
            "Jo <jo@example.org>",
            generator.generateCertification("Jo <jo@example.org>", owner.getPublicKey()));
    assertRefused(
        PGPPublicKeyRing.insertPublicKey(expired, added),
        signature(owner),
        "a key that had expired");
  }

  @Test
  void aWeakDigestIsTakenInOldSignaturesAlone() throws Exception {
    PGPPublicKeyRing keys = ring(owner, flags(SIGNS)).generatePublicKeyRing();
    Instant old = Instant.parse("2019-12-31T23:59:59Z");

    assertThat(verify(keys, signature(owner, HashAlgorithmTags.SHA1, old, Duration.ZERO)).userId())
        .startsWith("Jo");
    assertRefused(
        keys,
        signature(owner, HashAlgorithmTags.SHA1, old.plusSeconds(1), Duration.ZERO),
        "SHA-1 or RIPEMD-160, by which nothing should be signed any more");
  }

  @Test
  void aSignatureMayEnd() throws Exception {
    PGPPublicKeyRing keys = ring(owner, flags(SIGNS)).generatePublicKeyRing();

    assertRefused(
        keys,
        signature(owner, HashAlgorithmTags.SHA256, CREATED, Duration.ofDays(1)),
        "an end, which has passed");
  }
}
