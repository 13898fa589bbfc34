package io.github.baci.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.Digest;
import io.github.baci.api.Platform;
import io.github.baci.api.SourceOptions;
import io.github.baci.image.Image;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import io.github.baci.testing.BusyboxBase;
import io.github.baci.testing.Command;
import io.github.baci.testing.LoopbackRegistry;
import io.github.baci.testing.TestImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same image, as Debian's registry serves it and as skopeo saves it, in each of its forms. */
class PeerImagesIT {
  private static final TestImage BUSYBOX = BusyboxBase.image();
  private static LoopbackRegistry registry;

  @TempDir Path directory;
  private Store store;
  private ImageSources sources;

  @BeforeAll
  static void start() {
    registry = LoopbackRegistry.start();
    BUSYBOX.pushTo(registry, "library/busybox:1");
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @BeforeEach
  void open() {
    store = DirectoryStore.open(directory.resolve("store"));
    sources =
        ImageSources.standard(
            store,
            new DirectoryLayerStore(store),
            SourceOptions.DEFAULT,
            directory,
            BuildListener.SILENT);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private List<Digest> diffIds(String reference) throws InterruptedException {
    Image image = sources.load(reference, Platform.current());
    assertThat(FileTree.of(image.layers()).lookup("bin/busybox")).isPresent();
    return image.layers().stream().map(Layer::diffId).toList();
  }

  private String pushed() {
    return "docker://" + registry.host() + "/library/busybox:1";
  }

  /** Lets skopeo copy the image, as it lies in the registry, to another place. */
  private static void copy(String to, String... options) {
    Command.of("skopeo", "copy", "--src-tls-verify=false", "--dest-tls-verify=false")
        .with(options)
        .with("docker://" + registry.host() + "/library/busybox:1", to)
        .succeed();
  }

  @Test
  void everyFormHoldsTheSameLayers() throws InterruptedException {
    List<Digest> expected = diffIds(pushed());
    copy("oci:" + directory.resolve("layout") + ":here");
    copy("oci-archive:" + directory.resolve("oci.tar") + ":here");
    copy("docker-archive:" + directory.resolve("docker.tar") + ":example.com/busybox:1");

    assertThat(diffIds("oci-layout://layout")).isEqualTo(expected);
    assertThat(diffIds("oci-layout://layout:here")).isEqualTo(expected);
    assertThat(diffIds("oci-archive://oci.tar")).isEqualTo(expected);
    assertThat(diffIds("docker-archive://docker.tar")).isEqualTo(expected);
    assertThat(diffIds("docker-archive://docker.tar:example.com/busybox:1")).isEqualTo(expected);
  }

  @Test
  void schemaTwoAndZstdAreUnderstood() throws InterruptedException {
    List<Digest> expected = diffIds(pushed());
    copy("docker://" + registry.host() + "/forms:schema2", "--format", "v2s2");
    copy(
        "docker://" + registry.host() + "/forms:zstd",
        "--format",
        "oci",
        "--dest-compress-format",
        "zstd",
        "--dest-compress");

    assertThat(diffIds(registry.host() + "/forms:schema2")).isEqualTo(expected);
    assertThat(diffIds(registry.host() + "/forms:zstd")).isEqualTo(expected);
  }

  @Test
  void theRegistrysOwnWordsAreInTheMessage() {
    assertThatThrownBy(() -> sources.load(registry.host() + "/no/such:thing", Platform.current()))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("/v2/no/such/manifests/thing")
        .hasMessageContaining("404")
        .hasMessageContaining("manifest unknown");
  }

  @Test
  void aPasswordOpensARegistryThatAsksForOne() throws InterruptedException {
    try (LoopbackRegistry closed = LoopbackRegistry.startWithPassword()) {
      copy(
          "docker://" + closed.host() + "/library/busybox:1",
          "--dest-creds",
          LoopbackRegistry.USER + ":" + LoopbackRegistry.PASSWORD);
      List<Digest> expected = diffIds(pushed());

      String reference = closed.host() + "/library/busybox:1";
      assertThatThrownBy(() -> sources.load(reference, Platform.current()))
          .isInstanceOf(BaciException.class)
          .hasMessageContaining("http://" + closed.host() + "/v2/library/busybox/manifests/1")
          .hasMessageContaining("401")
          .hasMessageContaining("credentials tried: ");
      assertThatThrownBy(() -> loadAs("wrong", closed))
          .isInstanceOf(BaciException.class)
          .hasMessageContaining("settings.xml server 'test': user 'user'");
      assertThat(loadAs(LoopbackRegistry.PASSWORD, closed).layers())
          .extracting(Layer::diffId)
          .isEqualTo(expected);
    }
  }

  private Image loadAs(String password, LoopbackRegistry closed) throws InterruptedException {
    SourceOptions options =
        RegistryFixture.options(
            Map.of(),
            Map.of(
                closed.host(),
                new SourceOptions.Credential(
                    LoopbackRegistry.USER, password, "settings.xml server 'test'")),
            false);
    return ImageSources.standard(
            store, new DirectoryLayerStore(store), options, directory, BuildListener.SILENT)
        .load(closed.host() + "/library/busybox:1", Platform.current());
  }
}
