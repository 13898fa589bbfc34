package io.github.baci.testing;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Date;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.PGPDigestCalculator;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPDigestCalculatorProviderBuilder;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPKeyPair;
import org.bouncycastle.openpgp.operator.jcajce.JcePBESecretKeyEncryptorBuilder;

/** A new OpenPGP key without a passphrase, for signatures that serve a test alone: RSA. */
public final class SigningKey {
  private static final int BITS = 2048;

  private final PGPSecretKeyRing secret;
  private final PGPPublicKeyRing publicRing;
  private final PGPKeyPair pair;

  private SigningKey(PGPKeyRingGenerator generator, PGPKeyPair pair) {
    this.secret = generator.generateSecretKeyRing();
    this.publicRing = generator.generatePublicKeyRing();
    this.pair = pair;
  }

  /** Makes a key. */
  @SuppressWarnings("JavaUtilDate") // The library takes nothing else.
  public static SigningKey create() {
    try {
      KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
      rsa.initialize(BITS);
      PGPKeyPair pair =
          new JcaPGPKeyPair(
              PublicKeyPacket.VERSION_4,
              PublicKeyAlgorithmTags.RSA_GENERAL,
              rsa.generateKeyPair(),
              new Date());
      PGPSignatureSubpacketGenerator hashed = new PGPSignatureSubpacketGenerator();
      hashed.setKeyFlags(false, KeyFlags.CERTIFY_OTHER | KeyFlags.SIGN_DATA);
      PGPDigestCalculator sha1 =
          new JcaPGPDigestCalculatorProviderBuilder().build().get(HashAlgorithmTags.SHA1);
      return new SigningKey(
          new PGPKeyRingGenerator(
              PGPSignature.POSITIVE_CERTIFICATION,
              pair,
              "Signer of a test <test@example.org>",
              sha1,
              hashed.generate(),
              null,
              signer(pair),
              new JcePBESecretKeyEncryptorBuilder(0).build(new char[0])),
          pair);
    } catch (NoSuchAlgorithmException | PGPException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JcaPGPContentSignerBuilder signer(PGPKeyPair pair) {
    return new JcaPGPContentSignerBuilder(
        pair.getPublicKey().getAlgorithm(), HashAlgorithmTags.SHA512);
  }

  /** Writes the private key with its public half, armored, as maven-gpg-plugin reads it. */
  public void writePrivate(Path file) throws IOException {
    try (OutputStream out = armored(file)) {
      secret.encode(out);
    }
  }

  /** Writes the public key, armored, as {@code rkt trust} reads it. */
  public void writePublic(Path file) throws IOException {
    try (OutputStream out = armored(file)) {
      publicRing.encode(out);
    }
  }

  /** Writes the public key as it is, as gpgv reads it. */
  public void writeKeyring(Path file) throws IOException {
    Files.write(file, publicRing.getEncoded());
  }

  /** Signs a file: writes an armored signature beside it, with one extension more. */
  public Path sign(Path file) throws IOException {
    Path signature = file.resolveSibling(file.getFileName() + ".asc");
    try (OutputStream out = armored(signature)) {
      PGPSignatureGenerator generator =
          new PGPSignatureGenerator(signer(pair), pair.getPublicKey());
      generator.init(PGPSignature.BINARY_DOCUMENT, pair.getPrivateKey());
      generator.update(Files.readAllBytes(file));
      generator.generate().encode(out);
    } catch (PGPException e) {
      throw new IOException(e);
    }
    return signature;
  }

  private static OutputStream armored(Path file) throws IOException {
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
    return new ArmoredOutputStream(out) {
      @Override
      public void close() throws IOException {
        super.close();
        out.close(); // The armor leaves open what it writes to.
      }
    };
  }
}
