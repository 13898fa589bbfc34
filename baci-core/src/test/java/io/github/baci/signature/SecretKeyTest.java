package io.github.baci.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.testing.SigningKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secret keys that GnuPG 2.2 made: Ed25519, which certifies, with a subkey that signs, once as it
 * is and once protected by the passphrase "open sesame".
 */
class SecretKeyTest {
  private static final byte[] TEXT = "signed".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path directory;

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = SecretKeyTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private List<KeyRing> trusted(String name) throws IOException {
    return List.of(KeyRing.read(Files.write(directory.resolve(name), resource(name))));
  }

  @Test
  void theSubkeyThatMaySignSigns() throws IOException {
    SecretKey key =
        SecretKey.read(resource("gnupg-ed25519-secret.asc"), Optional.empty(), "the key");

    byte[] signature = key.sign(TEXT);

    List<KeyRing> rings = trusted("gnupg-ed25519.asc");
    assertThat(KeyRing.verify(TEXT, signature, "it", rings).userId())
        .isEqualTo("CI <ci@example.org>");
    assertThat(key.isAmong(rings)).isTrue();
    assertThatThrownBy(() -> KeyRing.verify(new byte[1], signature, "it", rings))
        .isInstanceOf(UntrustedSignature.class)
        .hasMessageContaining("it is a bad signature");
  }

  @Test
  void aKeyMayBeProtected() throws IOException {
    byte[] key = resource("gnupg-protected-secret.asc");

    byte[] signature =
        SecretKey.read(key, Optional.of("open sesame".toCharArray()), "the key").sign(TEXT);

    assertThat(KeyRing.verify(TEXT, signature, "it", trusted("gnupg-protected.asc")).userId())
        .isEqualTo("CI <ci@example.org>");
    assertThatThrownBy(() -> SecretKey.read(key, Optional.of("close".toCharArray()), "the key"))
        .isInstanceOf(BaciException.class)
        .hasMessageStartingWith("the key cannot be unlocked: the passphrase is another one");
    assertThatThrownBy(() -> SecretKey.read(key, Optional.empty(), "the key"))
        .isInstanceOf(BaciException.class)
        .hasMessage("the key is protected by a passphrase, and none is given");
  }

  @Test
  void rsaKeysSignToo() throws IOException {
    SigningKey made = SigningKey.create();
    Path secret = directory.resolve("secret");
    made.writePrivate(secret);
    made.writePublic(directory.resolve("public"));

    SecretKey key = SecretKey.read(Files.readAllBytes(secret), Optional.empty(), "the key");

    List<KeyRing> rings = List.of(KeyRing.read(directory.resolve("public")));
    assertThat(KeyRing.verify(TEXT, key.sign(TEXT), "it", rings).userId()).startsWith("Signer");
    assertThat(key.isAmong(trusted("gnupg-ed25519.asc"))).isFalse();
  }

  @Test
  void whatIsNoSecretKeyIsTold() throws IOException {
    for (byte[] bytes :
        List.of(resource("gnupg-ed25519.asc"), new byte[0], TEXT, new byte[] {(byte) 0x95, 1})) {
      assertThatThrownBy(() -> SecretKey.read(bytes, Optional.empty(), "the key"))
          .isInstanceOf(BaciException.class)
          .hasMessageMatching("the key (holds|is) no OpenPGP secret key.*");
    }
  }
}
