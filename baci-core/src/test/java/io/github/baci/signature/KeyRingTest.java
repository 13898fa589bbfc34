package io.github.baci.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.testing.SigningKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and a signature that GnuPG made: an RSA key that certifies, with a subkey that signs. */
class KeyRingTest {
  @TempDir private Path directory;
  private Path signed;
  private byte[] signature;

  @BeforeEach
  void readSignature() throws IOException {
    signed = Files.writeString(directory.resolve("signed"), "signed");
    signature = resource("gnupg-signature.asc");
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = KeyRingTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private KeyRing ring(String resource) throws IOException {
    return KeyRing.read(Files.write(directory.resolve("keys"), resource(resource)));
  }

  @Test
  void aSubkeySignsForItsOwner() throws IOException {
    KeyRing.Signer signer =
        KeyRing.verify(signed, signature, "signed.asc", List.of(ring("gnupg-key.asc")));

    assertThat(signer.userId()).isEqualTo("Jo <jo@example.org>");
  }

  @Test
  void aRevokedKeySignsNothing() throws IOException {
    KeyRing revoked = ring("gnupg-key-revoked.asc");

    assertThatThrownBy(() -> KeyRing.verify(signed, signature, "signed.asc", List.of(revoked)))
        .isInstanceOf(UntrustedSignature.class)
        .hasMessageContaining("signed.asc is not accepted: it was made with a key that is revoked");
  }

  @Test
  void aFileMayHoldSeveralArmoredKeys() throws IOException {
    Path other = directory.resolve("other.asc");
    SigningKey key = SigningKey.create();
    key.writePublic(other);
    Path both = directory.resolve("both.asc");
    Files.write(both, Files.readAllBytes(other));
    Files.write(both, resource("gnupg-key.asc"), StandardOpenOption.APPEND);
    List<KeyRing> rings = List.of(KeyRing.read(both));

    assertThat(KeyRing.verify(signed, signature, "signed.asc", rings).userId()).startsWith("Jo");
    byte[] own = Files.readAllBytes(key.sign(signed));
    assertThat(KeyRing.verify(signed, own, "signed.asc", rings).userId()).startsWith("Signer");
  }

  @Test
  void oneByteMoreAndItIsAnotherFile() throws IOException {
    Files.writeString(signed, "signed.");
    KeyRing ring = ring("gnupg-key.asc");

    assertThatThrownBy(() -> KeyRing.verify(signed, signature, "signed.asc", List.of(ring)))
        .isInstanceOf(UntrustedSignature.class)
        .hasMessageContaining("signed.asc is a bad signature");
  }
}
