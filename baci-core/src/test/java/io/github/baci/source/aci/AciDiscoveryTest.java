package io.github.baci.source.aci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.aci.manifest.AciImage;
import io.github.baci.aci.types.AciName;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.Platform;
import io.github.baci.api.SourceOptions;
import io.github.baci.api.SourceOptions.Trust;
import io.github.baci.http.HttpFetch;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.FileTree;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import io.github.baci.testing.SampleAci;
import io.github.baci.testing.SigningKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AciDiscoveryTest {
  private static final Platform AMD64 = Platform.parse("linux/amd64");
  private static final String APP = "example.com/app-1.0-linux-amd64.aci";
  private static final String TEMPLATE =
      "<meta name='ac-discovery' content='example.com"
          + " https://storage.example.com/{os}/{arch}/{name}-{version}.{ext}'>";
  private static final String STORED =
      "storage.example.com/linux/amd64/example.com/dir/app-1.0.aci";

  @TempDir private static Path keys;
  private static TestAuthority authority;
  private static SigningKey trusted;
  private static SigningKey other;

  @TempDir private Path directory;
  private final List<String> signed = new ArrayList<>();
  private AppcServer server;
  private Store store;
  private DirectoryLayerStore layers;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @BeforeAll
  static void makeKeys() throws Exception {
    authority = TestAuthority.create(keys, "dns:example.com,dns:storage.example.com");
    trusted = SigningKey.create();
    trusted.writePublic(keys.resolve("trusted.asc"));
    trusted.writeKeyring(keys.resolve("trusted.gpg"));
    other = SigningKey.create();
    other.writePublic(keys.resolve("other.asc"));
  }

  @BeforeEach
  void serve() throws IOException {
    server = new AppcServer(authority);
    store = DirectoryStore.open(directory.resolve("store"));
    layers = new DirectoryLayerStore(store);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    store.close();
  }

  private AciImages images(boolean offline, Optional<SSLContext> tls, Trust... trust) {
    SourceOptions options = SourceOptions.builder().offline(offline).trust(List.of(trust)).build();
    HttpFetch http =
        new HttpFetch(
            new HttpFetch.Settings(
                List.of(server.proxy()),
                url -> false,
                url -> Optional.empty(),
                Duration.ofMillis(1),
                HttpFetch.Settings.STALL,
                tls));
    BuildListener listener =
        new BuildListener() {
          @Override
          public void signatureVerified(String image, String signer) {
            signed.add(image + " by " + signer);
          }
        };
    return new AciImages(store, layers, options, listener, http, Clock.fixed(now, ZoneOffset.UTC));
  }

  private AciImage find(String name, Trust... trust) throws IOException, InterruptedException {
    return images(false, Optional.of(authority.client()), trust).find(AciName.parse(name), AMD64);
  }

  private static SampleAci app(String name) {
    return new SampleAci(name).label("version", "1.0").file("app", name);
  }

  private static List<String> files(AciImage image) {
    List<String> paths = new ArrayList<>();
    FileTree.of(image.layers())
        .walk(
            (path, node) -> {
              if (!node.isDirectory()) {
                paths.add(path);
              }
            });
    return paths;
  }

  private static Trust trust(String prefix, String keyring) {
    return new Trust(prefix, keys.resolve(keyring));
  }

  private byte[] signature(SigningKey key, byte[] file) throws IOException {
    Path path = Files.write(directory.resolve("signed"), file);
    return Files.readAllBytes(key.sign(path));
  }

  @Test
  void simpleDiscoveryAsksForTheNameItself() throws Exception {
    SampleAci aci = app("example.com/app");
    server.serve(APP, aci.gzip());

    AciImage image = find("example.com/app:1.0");

    assertThat(image.imageId()).hasToString(aci.imageId());
    assertThat(files(image)).containsExactly("app");
    assertThat(server.requests()).containsExactly("200 " + APP);
  }

  @Test
  void metaDiscoveryWalksUpTheName() throws Exception {
    server
        .fail("example.com/dir/app?ac-discovery=1", 404)
        .page("example.com/dir", "<html><head><title>nothing here</title></head></html>")
        .page(
            "example.com/",
            "<!DOCTYPE html><head><!-- <meta name='ac-discovery' content='example.com"
                + " https://no/{ext}'> --><META content='example.org"
                + " https://example.org/{name}.{ext}' name=ac-discovery />"
                + TEMPLATE)
        .serve(STORED, app("example.com/dir/app").gzip());

    assertThat(files(find("example.com/dir/app:1.0"))).containsExactly("app");
    assertThat(server.requests())
        .containsExactly(
            "404 example.com/dir/app-1.0-linux-amd64.aci",
            "404 example.com/dir/app?ac-discovery=1",
            "200 example.com/dir?ac-discovery=1",
            "200 example.com/?ac-discovery=1",
            "200 " + STORED);
  }

  @Test
  void labelsOfTheNameGoBeforeThePlatform() throws Exception {
    server
        .page("example.com/dir/app", TEMPLATE)
        .serve("storage.example.com/linux/aarch64/example.com/dir/app-1.0.aci", arm64().gzip());

    assertThat(find("example.com/dir/app:1.0,arch=aarch64").toImage(AMD64).platform())
        .isEqualTo(Platform.parse("linux/arm64"));
  }

  private static SampleAci arm64() {
    SampleAci aci = app("example.com/dir/app");
    aci.manifest()
        .withArray("labels")
        .forEach(
            label -> {
              if (label.path("name").asText().equals("arch")) {
                ((com.fasterxml.jackson.databind.node.ObjectNode) label).put("value", "aarch64");
              }
            });
    return aci;
  }

  @Test
  void theTemplateWithMostLabelsIsTaken() throws Exception {
    String latest =
        "<meta name='ac-discovery' content='example.com"
            + " https://storage.example.com/{name}-newest.{ext}'>";
    server
        .page("example.com/dir/app", latest + TEMPLATE)
        .serve(STORED, app("example.com/dir/app").gzip())
        .serve(
            "storage.example.com/example.com/dir/app-newest.aci",
            app("example.com/dir/app").file("new", "").gzip());

    assertThat(files(find("example.com/dir/app:1.0"))).containsExactly("app");
    assertThat(files(find("example.com/dir/app"))).containsExactly("app", "new");
  }

  @Test
  void aVersionThatIsNotSaidIsTheLatest() throws Exception {
    server
        .page("example.com/dir/app", TEMPLATE)
        .serve(
            "storage.example.com/linux/amd64/example.com/dir/app-latest.aci",
            app("example.com/dir/app").gzip());

    assertThat(files(find("example.com/dir/app"))).containsExactly("app");
  }

  @Test
  void anImageOfAnotherNameIsRefused() {
    server.serve(APP, app("example.com/another").gzip());

    assertThatThrownBy(() -> find("example.com/app:1.0"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("https://" + APP + " is another image: example.com/another:1.0");
  }

  @Test
  void whatNoServerHasIsSaidWithAllThatWasAsked() {
    assertThatThrownBy(() -> find("example.com/app:1.0"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("no server has it: https://" + APP + ": the server answers HTTP 404")
        .hasMessageContaining("https://example.com/app?ac-discovery=1: the server answers HTTP 404")
        .hasMessageContaining("https://example.com?ac-discovery=1: the server answers HTTP 404");
  }

  @Test
  void aCircleOfRedirectsIsRefused() {
    server
        .redirect("example.com/app?ac-discovery=1", "https://storage.example.com/a")
        .redirect("storage.example.com/a", "https://example.com/app?ac-discovery=1");

    assertThatThrownBy(() -> find("example.com/app:1.0"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining(
            "https://example.com/app?ac-discovery=1: the server redirects in a circle");
  }

  @Test
  void aRedirectToPlainHttpIsRefused() {
    server.redirect(APP, "http://example.com/app.aci");

    assertThatThrownBy(() -> find("example.com/app:1.0"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("redirects from HTTPS to plain HTTP");
  }

  @Test
  void aServerWithAnUnknownCertificateIsNotBelieved() {
    server.serve(APP, app("example.com/app").gzip());

    assertThatThrownBy(
            () -> images(false, Optional.empty()).find(AciName.parse("example.com/app:1.0"), AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining(APP)
        .hasMessageContaining("certification path");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void dependenciesAreDiscovered() throws Exception {
    SampleAci base = app("example.com/base").file("below", "");
    server
        .serve("example.com/base-latest-linux-amd64.aci", base.compressed("xz"))
        .serve(APP, app("example.com/app").dependsOn("example.com/base").gzip());

    assertThat(files(find("example.com/app:1.0"))).containsExactly("app", "below");
  }

  @Test
  void aDependencyWithAnotherImageIdIsRefused() {
    SampleAci base = app("example.com/base");
    String wrong = app("example.com/base").file("more", "").imageId();
    server
        .serve("example.com/base-latest-linux-amd64.aci", base.gzip())
        .serve(APP, app("example.com/app").dependsOn("example.com/base", wrong, 0).gzip());

    assertThatThrownBy(() -> find("example.com/app:1.0"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("example.com/base (" + wrong + ")")
        .hasMessageContaining("its image ID is " + base.imageId());
  }

  @Test
  void aDependencyOfAnotherSizeIsRefused() {
    SampleAci base = app("example.com/base");
    int size = base.gzip().length + 1;
    server
        .serve("example.com/base-latest-linux-amd64.aci", base.gzip())
        .serve(
            APP, app("example.com/app").dependsOn("example.com/base", base.imageId(), size).gzip());

    assertThatThrownBy(() -> find("example.com/app:1.0"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("it must have %,d bytes".formatted(size));
  }

  @Test
  void aDependencyWithoutAnEndIsNotReadToIt() {
    SampleAci base = app("example.com/base").file("large", "x".repeat(300_000));
    server
        .serve("example.com/base-latest-linux-amd64.aci", base.tar())
        .serve(
            APP, app("example.com/app").dependsOn("example.com/base", base.imageId(), 1000).gzip());

    assertThatThrownBy(() -> find("example.com/app:1.0"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("is larger than the 1,000 bytes that it must have");
  }

  @Test
  void dependenciesInACircleAreRefused() {
    server
        .serve(
            "example.com/base-latest-linux-amd64.aci",
            app("example.com/base").dependsOn("example.com/app").gzip())
        .serve(
            "example.com/app-latest-linux-amd64.aci",
            app("example.com/app").dependsOn("example.com/base").gzip());

    assertThatThrownBy(() -> find("example.com/app"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("go round in a circle")
        .hasMessageContaining("example.com/app:1.0,arch=amd64,os=linux → example.com/base:1.0");
  }

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
  void serversAreAskedAgainAfterADay() throws Exception {
    server.serve(APP, app("example.com/app").gzip());
    find("example.com/app:1.0");
    find("example.com/app:1.0");
    assertThat(server.requests()).containsExactly("200 " + APP);
    now = now.plus(Duration.ofDays(2));

    find("example.com/app:1.0");
    assertThat(server.requests()).containsExactly("304 " + APP);
    now = now.plus(Duration.ofDays(2));
    server.serve(APP, app("example.com/app").file("new", "").gzip());

    assertThat(files(find("example.com/app:1.0"))).containsExactly("app", "new");
  }

  @Test
  void offlineWhatWasFetchedIsThere() throws Exception {
    server.serve(APP, app("example.com/app").gzip());
    AciImages offline = images(true, Optional.of(authority.client()));
    assertThatThrownBy(() -> offline.find(AciName.parse("example.com/app:1.0"), AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("offline");
    find("example.com/app:1.0");
    server.requests();

    assertThat(files(offline.find(AciName.parse("example.com/app:1.0"), AMD64)))
        .containsExactly("app");
    assertThat(server.requests()).isEmpty();
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
