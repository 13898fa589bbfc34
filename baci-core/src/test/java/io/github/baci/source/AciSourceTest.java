package io.github.baci.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.Platform;
import io.github.baci.image.Image;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.OpenLayerTars;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import io.github.baci.testing.SampleAci;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AciSourceTest {
  private static final Platform AMD64 = Platform.parse("linux/amd64");

  @TempDir private Path directory;
  private final List<String> warnings = new ArrayList<>();
  private Path context;
  private Store store;
  private LayerStore layers;
  private ImageSources sources;

  @BeforeEach
  void openAStore() throws IOException {
    context = directory.resolve("context");
    Files.createDirectories(context.resolve("bases"));
    store = DirectoryStore.open(directory.resolve("store"));
    layers = new DirectoryLayerStore(store);
    sources = sources(true);
  }

  private ImageSources sources(boolean offline) {
    return ImageSources.standard(
        store,
        layers,
        RegistryFixture.options(Map.of(), Map.of(), offline),
        context,
        new BuildListener() {
          @Override
          public void warning(String message) {
            warnings.add(message);
          }
        });
  }

  @AfterEach
  void closeTheStore() {
    store.close();
  }

  @Test
  void aFileIsABaseWithItsApp() throws Exception {
    SampleAci aci = new SampleAci("example.com/app").file("bin/app", "x");
    aci.manifest()
        .putObject("app")
        .put("user", "jo")
        .put("group", "staff")
        .put("workingDirectory", "/work")
        .putArray("exec")
        .add("/bin/app");
    aci.write(context.resolve("bases/app.aci"));

    Image image = sources.load("aci://bases/app.aci", AMD64);

    assertThat(image.config().entrypoint()).contains(List.of("/bin/app"));
    assertThat(image.config().user()).isEqualTo("jo:staff");
    assertThat(image.config().workingDir()).isEqualTo("/work");
    assertThat(files(image)).containsExactly("bin/app: x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "bzip2", "xz"})
  void anyCompressionWillDo(String format) throws Exception {
    SampleAci aci = new SampleAci("example.com/app").file("a", "1");
    Files.write(context.resolve("app.aci"), aci.compressed(format));

    assertThat(files(sources.load("aci://app.aci", AMD64))).containsExactly("a: 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"app.aci", "./app", "../context/app", "/"})
  void whatLooksLikeAPathIsOne(String path) throws Exception {
    byte[] tar = new SampleAci("example.com/app").file("a", "1").tar();
    Files.write(context.resolve("app.aci"), tar);
    Files.write(context.resolve("app"), tar);
    String reference = path.equals("/") ? context.resolve("app").toString() : path;

    assertThat(files(sources.load("aci://" + reference, AMD64))).containsExactly("a: 1");
  }

  @Test
  void dependenciesAreFoundBesideTheFile() throws Exception {
    SampleAci base = new SampleAci("example.com/base").file("etc/a", "base").file("etc/b", "base");
    base.write(context.resolve("bases/some-name.aci"));
    Files.writeString(context.resolve("bases/damaged.aci"), "not an ACI");
    new SampleAci("example.com/other").write(context.resolve("bases/other.aci"));
    new SampleAci("example.com/app")
        .dependsOn("example.com/base")
        .whitelist("/etc", "/etc/b", "/own")
        .file("own", "app")
        .write(context.resolve("bases/app.aci"));

    assertThat(files(sources.load("aci://bases/app.aci", AMD64)))
        .containsExactly("etc/b: base", "own: app");
  }

  @Test
  void aDependencyWithAnImageIdIsFoundInTheStore() throws Exception {
    SampleAci base = new SampleAci("example.com/base").file("a", "base");
    Path file = base.write(context.resolve("base.aci"));
    Files.createDirectories(context.resolve("elsewhere"));
    new SampleAci("example.com/app")
        .dependsOn("example.com/base", base.imageId(), Files.size(file))
        .write(context.resolve("elsewhere/app.aci"));

    assertThatThrownBy(() -> sources.load("aci://elsewhere/app.aci", AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("aci://elsewhere/app.aci: example.com/base (" + base.imageId() + ")")
        .hasMessageContaining("which example.com/app,arch=amd64,os=linux depends on");

    sources.load("aci://base.aci", AMD64);
    Files.delete(file);

    assertThat(files(sources.load("aci://elsewhere/app.aci", AMD64))).containsExactly("a: base");
  }

  @Test
  void severalFilesOfOneNameAreRefused() throws Exception {
    new SampleAci("example.com/base").label("version", "1").write(context.resolve("1.aci"));
    new SampleAci("example.com/base").label("version", "2").write(context.resolve("2.aci"));
    new SampleAci("example.com/app")
        .dependsOn("example.com/base")
        .write(context.resolve("app.aci"));

    assertThatThrownBy(() -> sources.load("aci://app.aci", AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("several files in")
        .hasMessageContaining("[1.aci, 2.aci]");
  }

  @Test
  void aChangedFileIsReadAgain() throws Exception {
    Path file = context.resolve("app.aci");
    new SampleAci("example.com/app").file("a", "1").write(file);
    sources.load("aci://app.aci", AMD64);
    new SampleAci("example.com/app").file("a", "22").file("b", "3").write(file);

    assertThat(files(sources.load("aci://app.aci", AMD64))).containsExactly("a: 22", "b: 3");
  }

  @Test
  void aMissingFileIsSaidSo() {
    assertThatThrownBy(() -> sources.load("aci://none.aci", AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("aci://none.aci: there is no ACI");
    assertThatThrownBy(() -> sources.load("aci://./bases", AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("is a directory");
  }

  @Test
  void anImageForAnotherPlatformSaysSo() throws Exception {
    new SampleAci("example.com/app").write(context.resolve("app.aci"));

    Image image = sources.load("aci://app.aci", Platform.parse("linux/arm64"));

    assertThat(image.platform()).isEqualTo(AMD64);
    assertThat(warnings).isEmpty();
  }

  @Test
  void aFileOfAServerOnThisMachineIsABaseOverPlainHttpToo() throws Exception {
    byte[] aci = new SampleAci("example.com/app").file("a", "1").compressed("bzip2");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/x.aci",
        exchange -> {
          exchange.sendResponseHeaders(200, aci.length);
          exchange.getResponseBody().write(aci);
          exchange.close();
        });
    server.start();
    String reference = "aci+http://127.0.0.1:" + server.getAddress().getPort() + "/x.aci";
    try {
      assertThat(files(sources(false).load(reference, AMD64))).containsExactly("a: 1");
    } finally {
      server.stop(0);
    }

    assertThat(files(sources.load(reference, AMD64))).containsExactly("a: 1");
  }

  @ParameterizedTest
  @CsvSource({
    "aci+http://example.com/x.aci, because only this machine may be asked over plain HTTP",
    "aci+https:///x.aci, the URL has no host",
    "aci+https://a b/x, it is no URL",
    "aci://Example.com/App, is not an AC Identifier",
    "'aci://example.com/app:1,version=2', the label 'version' is given twice"
  })
  void whatCannotBeFetchedIsSaidSo(String reference, String reason) {
    assertThatThrownBy(() -> sources(false).load(reference, AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageStartingWith(reference + ": ")
        .hasMessageContaining(reason);
  }

  private static List<String> files(Image image) {
    List<String> lines = new ArrayList<>();
    try (OpenLayerTars content = new OpenLayerTars()) {
      FileTree.of(image.layers())
          .walk(
              (path, node) -> {
                if (!node.isDirectory()) {
                  try {
                    lines.add(path + ": " + new String(content.read(node, 100), UTF_8));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }
              });
    }
    return lines;
  }
}
