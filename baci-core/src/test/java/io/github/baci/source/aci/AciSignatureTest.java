package io.github.baci.source.aci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AciSignatureTest extends AciDiscoveryFixture {
  @ParameterizedTest
  @ValueSource(strings = {"trusted.asc", "trusted.gpg"})
  void aGoodSignatureOfATrustedKeyIsReported(String keyring) throws Exception {
    byte[] aci = app("example.com/app").gzip();
    server.serve(APP, aci).serve(APP + ".asc", signature(trusted, aci));

    find("example.com/app:1.0", trust("example.com", keyring));

    assertThat(signed)
        .singleElement()
        .asString()
        .matches("example.com/app by Signer of a test <test@example.org> \\([0-9A-F]{40}\\)");
  }

  @Test
  void aBinarySignatureWillDo() throws Exception {
    byte[] aci = app("example.com/app").gzip();
    byte[] binary;
    try (ArmoredInputStream in =
        ArmoredInputStream.builder().build(new ByteArrayInputStream(signature(trusted, aci)))) {
      binary = in.readAllBytes();
    }
    server.serve(APP, aci).serve(APP + ".asc", binary);

    find("example.com/app:1.0", trust("", "trusted.asc"));

    assertThat(signed).hasSize(1);
  }

  @Test
  void anImageThatNoPrefixCoversNeedsNoSignature() throws Exception {
    server.serve(APP, app("example.com/app").gzip());

    assertThat(files(find("example.com/app:1.0", trust("example.com/ap", "trusted.asc"))))
        .containsExactly("app");
    assertThat(signed).isEmpty();
  }

  @Test
  void aMissingSignatureIsRefused() {
    server
        .page(
            "example.com/dir/app",
            TEMPLATE
                + "<meta name=ac-discovery-pubkeys content='example.com"
                + " https://example.com/keys.gpg'>")
        .serve(STORED, app("example.com/dir/app").gzip());

    assertThatThrownBy(() -> find("example.com/dir/app:1.0", trust("example.com", "trusted.asc")))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining(
            "must be signed, but its signature https://" + STORED + ".asc is not to be had")
        .hasMessageContaining("its keys are at https://example.com/keys.gpg");
  }

  @Test
  void anotherKeyIsNotTrusted() throws Exception {
    byte[] aci = app("example.com/app").gzip();
    server.serve(APP, aci).serve(APP + ".asc", signature(other, aci));

    assertThatThrownBy(() -> find("example.com/app:1.0", trust("example.com", "trusted.asc")))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining(
            "which is not among the trusted ones in ['" + keys.resolve("trusted.asc"));
  }

  @Test
  void aSignatureOfAnotherFileIsBad() throws Exception {
    server
        .serve(APP, app("example.com/app").gzip())
        .serve(APP + ".asc", signature(trusted, app("example.com/app").tar()));

    assertThatThrownBy(() -> find("example.com/app:1.0", trust("example.com", "trusted.asc")))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("is a bad signature: the file is not the one that Signer of a test");
    assertThat(signed).isEmpty();
  }

  @Test
  void whatIsNoSignatureIsSaidSo() {
    server
        .serve(APP, app("example.com/app").gzip())
        .serve(APP + ".asc", "<html>not found</html>".getBytes(UTF_8));

    assertThatThrownBy(() -> find("example.com/app:1.0", trust("example.com", "trusted.asc")))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining(APP + ".asc")
        .hasMessageContaining("no OpenPGP signature");
  }

  @Test
  void aKeyringThatIsNotThereOrHoldsNoKeysIsNamed() throws IOException {
    server.serve(APP, app("example.com/app").gzip());
    Files.writeString(keys.resolve("empty.asc"), "no keys");

    assertThatThrownBy(() -> find("example.com/app:1.0", trust("", "missing.asc")))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("there is no keyring '" + keys.resolve("missing.asc"));
    assertThatThrownBy(() -> find("example.com/app:1.0", trust("", "empty.asc")))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("empty.asc' holds no OpenPGP public key");
  }

  @Test
  void whatWasFetchedUnverifiedIsNotTrustedLater() throws Exception {
    byte[] aci = app("example.com/app").gzip();
    server.serve(APP, aci);
    find("example.com/app:1.0");

    assertThatThrownBy(() -> find("example.com/app:1.0", trust("example.com", "trusted.asc")))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("must be signed");

    server.serve(APP + ".asc", signature(trusted, aci));
    find("example.com/app:1.0", trust("example.com", "trusted.asc"));
    server.requests();

    find("example.com/app:1.0", trust("example.com", "trusted.asc"));

    assertThat(server.requests()).isEmpty();
    assertThat(signed).hasSize(2);
  }

  @Test
  void dependenciesMustBeSignedToo() throws Exception {
    byte[] aci = app("example.com/app").dependsOn("example.com/base").gzip();
    server
        .serve(APP, aci)
        .serve(APP + ".asc", signature(trusted, aci))
        .serve("example.com/base-latest-linux-amd64.aci", app("example.com/base").gzip());

    assertThatThrownBy(() -> find("example.com/app:1.0", trust("example.com", "trusted.asc")))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("example.com/base, which example.com/app")
        .hasMessageContaining("must be signed");
  }

  @Test
  void aFileMustBeSignedBesideIt() throws Exception {
    Path file = app("example.com/app").write(directory.resolve("app.aci"));
    AciImages images = images(true, Optional.empty(), trust("example.com", "trusted.asc"));

    assertThatThrownBy(() -> images.read(file, AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("there is no signature '" + file + ".asc'");

    trusted.sign(file);

    assertThat(files(images.read(file, AMD64))).containsExactly("app");
    assertThat(signed).hasSize(1);
  }

  @Test
  void anImageIsFetchedByItsUrl() throws Exception {
    byte[] aci = app("example.com/app").gzip();
    server
        .serve("example.com/files/x.aci?v=1", aci)
        .serve("example.com/files/x.aci.asc?v=1", signature(trusted, aci));
    AciImages images =
        images(false, Optional.of(authority.client()), trust("example.com", "trusted.asc"));

    assertThat(files(images.fetch(URI.create("https://example.com/files/x.aci?v=1"), AMD64)))
        .containsExactly("app");
    assertThat(signed).hasSize(1);
    assertThatThrownBy(() -> images.fetch(URI.create("https://example.com/none.aci"), AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("HTTP 404");
  }
}
