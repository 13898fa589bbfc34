package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.aci.archive.TestLayers;
import io.github.baci.api.BaciException;
import io.github.baci.container.UserDatabase;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStack;
import io.github.baci.store.DamagedEntryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownAccountsTest {
  private static final int MANY = 1000;

  @TempDir private Path directory;
  private TestLayers layers;

  @BeforeEach
  void openAStore() {
    layers = new TestLayers(directory);
  }

  @AfterEach
  void closeTheStore() {
    layers.close();
  }

  @Test
  void anAccountIsKnownWithoutTheFiles() throws Exception {
    image(MANY);
    UserDatabase.User app = accounts().resolve("app", stack());
    UserDatabase.User root = accounts().resolve("", stack());
    loseLayers();

    assertThat(app.identity().uid()).isEqualTo(7);
    assertThat(app.identity().groups()).containsExactly(8L, 9L);
    assertThat(app.home()).isEqualTo("/home/app");
    assertThat(accounts().resolve("app", stack())).isEqualTo(app);
    assertThat(accounts().resolve("", stack())).isEqualTo(root).isNotEqualTo(app);
  }

  @Test
  void otherLayersHaveOtherAccounts() {
    image(MANY);
    UserDatabase.User below = accounts().resolve("app", stack());
    layers.layer(entries -> entries.file("etc/passwd", "app:x:77:8::/srv:/bin/sh\n"));

    UserDatabase.User above = accounts().resolve("app", stack());

    assertThat(below.identity().uid()).isEqualTo(7);
    assertThat(above.identity().uid()).isEqualTo(77);
    assertThat(above.home()).isEqualTo("/srv");
  }

  @Test
  void ofFewFilesNothingIsRemembered() throws Exception {
    image(1);
    accounts().resolve("app", stack());
    loseLayers();

    assertThatThrownBy(() -> accounts().resolve("app", stack()))
        .isInstanceOf(DamagedEntryException.class);
  }

  @Test
  void whoIsNotKnownIsLookedUpEachTime() {
    image(MANY);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> accounts().resolve("nobody-knows", stack()))
          .isInstanceOf(BaciException.class)
          .hasMessageContaining("nobody-knows");
    }
  }

  @Test
  void aDamagedRecordIsNone() throws Exception {
    image(MANY);
    UserDatabase.User app = accounts().resolve("app", stack());
    List<Path> records = records();
    for (Path record : records) {
      byte[] bytes = Files.readAllBytes(record);
      bytes[7]++;
      Files.write(record, bytes);
    }

    assertThat(records).hasSize(1);
    assertThat(accounts().resolve("app", stack())).isEqualTo(app);
  }

  private void image(int files) {
    layers.layer(
        entries -> {
          entries.file("etc/passwd", "root:x:0:0::/root:/bin/sh\napp:x:7:8::/home/app:/bin/sh\n");
          entries.file("etc/group", "root:x:0:\napp:x:8:\nmore:x:9:app\n");
          for (int i = 0; i < files; i++) {
            entries.file("file-" + i, "");
          }
        });
  }

  private KnownAccounts accounts() {
    return new KnownAccounts(layers.store());
  }

  /** Returns a stack that has read nothing yet. */
  private LayerStack stack() {
    LayerStack stack = LayerStack.empty(new DirectoryLayerStore(layers.store()));
    for (Layer layer : layers.layers()) {
      stack = stack.push(layer.diffId());
    }
    return stack;
  }

  private void loseLayers() throws IOException {
    for (Layer layer : layers.layers()) {
      Files.delete(layer.tar());
    }
  }

  private List<Path> records() throws IOException {
    try (Stream<Path> files = Files.walk(layers.store().root())) {
      return files.filter(path -> path.getFileName().toString().startsWith("account-")).toList();
    }
  }
}
