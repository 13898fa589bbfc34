package io.github.baci.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.AcIdentifier;
import io.github.baci.api.BaciException;
import io.github.baci.api.Platform;
import io.github.baci.container.rkt.RktSettings;
import io.github.baci.container.rkt.RktStore;
import io.github.baci.discovery.DiscoveryPage;
import io.github.baci.discovery.UrlTemplate;
import io.github.baci.image.Image;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.FileTree;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import io.github.baci.testing.Command;
import io.github.baci.testing.LoopbackHttps;
import io.github.baci.testing.SampleAci;
import io.github.baci.testing.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signed images that a real rkt finds by the discovery page of a Maven repository on this machine:
 * with {@code -Dbaci.test.rkt} for its executable. rkt asks port 443, so that this needs root.
 */
class RealRktImagesIT {
  private static final int HTTPS = 443;
  private static final Platform AMD64 = Platform.parse("linux/amd64");

  @TempDir private Path directory;
  private final SigningKey key = SigningKey.create();
  private LoopbackHttps server;
  private Store store;
  private ImageSource source;

  @BeforeEach
  void start() throws IOException {
    Files.createDirectories(directory.resolve("config"));
    DiscoveryPage page = new DiscoveryPage(List.of());
    for (String name : List.of("app", "base")) {
      page.add(
          new AcIdentifier("localhost/" + name),
          new UrlTemplate(
              "https://localhost/org/example/%s/{version}/%s-{version}.{ext}"
                  .formatted(name, name)));
    }
    server = new LoopbackHttps(directory, HTTPS);
    server.put("/", page.toHtml().getBytes(UTF_8));
    store = DirectoryStore.open(directory.resolve("store"));
    RktSettings settings =
        new RktSettings(
            Optional.of(Path.of(System.getProperty("baci.test.rkt"))),
            Optional.empty(),
            Optional.of(directory.resolve("rkt")),
            List.of("--insecure-options=tls", "--local-config=" + directory.resolve("config")));
    source = new RktSource(store, new DirectoryLayerStore(store), RktStore.Policy.NEW, settings);
  }

  @AfterEach
  void stop() {
    store.close();
    server.close();
  }

  private static SampleAci sample(String name) {
    return new SampleAci("localhost/" + name).label("version", "1.0").file("opt/" + name, name);
  }

  /** Deploys an image with its signature. */
  private void deploy(String name, SampleAci aci, SigningKey signer) throws IOException {
    Path file = aci.write(directory.resolve(name + "-1.0.aci"));
    String path = "/org/example/%s/1.0/%s-1.0.aci".formatted(name, name);
    server.put(path, Files.readAllBytes(file));
    server.put(path + ".asc", Files.readAllBytes(signer.sign(file)));
  }

  private void trust() throws IOException {
    Path file = directory.resolve("key.asc");
    key.writePublic(file);
    Command.of(System.getProperty("baci.test.rkt"))
        .with("--dir=" + directory.resolve("rkt"), "--local-config=" + directory.resolve("config"))
        .with("trust", "--prefix=localhost", "--skip-fingerprint-review", file.toString())
        .succeed();
  }

  @Test
  void aSignedImageAndWhatItDependsOnAreTaken() throws Exception {
    deploy("base", sample("base"), key);
    SampleAci app = sample("app");
    app.manifest()
        .withArray("dependencies")
        .addObject()
        .put("imageName", "localhost/base")
        .withArray("labels")
        .addObject()
        .put("name", "version")
        .put("value", "1.0");
    deploy("app", app, key);
    trust();

    Image image = source.load("localhost/app:1.0", AMD64);

    FileTree tree = FileTree.of(image.layers());
    assertThat(tree.resolve("/opt/app", true).node()).isPresent();
    assertThat(tree.resolve("/opt/base", true).node()).isPresent();
    server.close();
    assertThat(source.load("localhost/app:1.0", AMD64).layers()).isEqualTo(image.layers());
    assertThat(source.load(app.imageId().substring(0, 71), AMD64).layers())
        .isEqualTo(image.layers());
  }

  @Test
  void anImageOfAnUnknownKeyIsRefused() throws Exception {
    deploy("app", sample("app"), key);
    assertThatThrownBy(() -> source.load("localhost/app:1.0", AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("signature made by unknown entity")
        .hasMessageEndingWith("run 'rkt trust --prefix=localhost/app'");
  }

  @Test
  void anImageThatIsNotTheSignedOneIsRefused() throws Exception {
    deploy("app", sample("app"), key);
    server.put("/org/example/app/1.0/app-1.0.aci", sample("app").file("evil", "x").gzip());
    trust();
    assertThatThrownBy(() -> source.load("localhost/app:1.0", AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("invalid signature");
  }

  @Test
  void whatNoPageNamesIsNotFound() {
    assertThatThrownBy(() -> source.load("localhost/other:1.0", AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("discovery failed");
    assertThatThrownBy(() -> source.load("sha512-0123456789abcdef", AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("no image IDs found");
  }
}
