package io.github.baci.source.aci;

import io.github.baci.aci.manifest.AciImage;
import io.github.baci.aci.types.AciName;
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
import java.io.IOException;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Servers of images, keys to sign them with, and a store to fetch them into. */
abstract class AciDiscoveryFixture {
  static final Platform AMD64 = Platform.parse("linux/amd64");
  static final String APP = "example.com/app-1.0-linux-amd64.aci";
  static final String TEMPLATE =
      "<meta name='ac-discovery' content='example.com"
          + " https://storage.example.com/{os}/{arch}/{name}-{version}.{ext}'>";
  static final String STORED = "storage.example.com/linux/amd64/example.com/dir/app-1.0.aci";

  @TempDir static Path keys;
  static TestAuthority authority;
  static SigningKey trusted;
  static SigningKey other;

  @TempDir Path directory;
  final List<String> signed = new ArrayList<>();
  AppcServer server;
  Store store;
  DirectoryLayerStore layers;
  Instant now = Instant.parse("2026-01-01T00:00:00Z");

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

  AciImages images(boolean offline, Optional<SSLContext> tls, Trust... trust) {
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

  AciImage find(String name, Trust... trust) throws IOException, InterruptedException {
    return images(false, Optional.of(authority.client()), trust).find(AciName.parse(name), AMD64);
  }

  static SampleAci app(String name) {
    return new SampleAci(name).label("version", "1.0").file("app", name);
  }

  static List<String> files(AciImage image) {
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

  static Trust trust(String prefix, String keyring) {
    return new Trust(prefix, keys.resolve(keyring));
  }

  byte[] signature(SigningKey key, byte[] file) throws IOException {
    Path path = Files.write(directory.resolve("signed"), file);
    return Files.readAllBytes(key.sign(path));
  }
}
