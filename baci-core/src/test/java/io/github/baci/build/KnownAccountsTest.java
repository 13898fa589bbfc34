package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.aci.archive.TestLayers;
import io.github.baci.api.BaciException;
import io.github.baci.container.UserDatabase;
import java.nio.file.Path;
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
    image();
    UserDatabase.User app = accounts().resolve("app", layers.stack());
    UserDatabase.User root = accounts().resolve("", layers.stack());
    layers.loseTars();

    assertThat(app.identity().uid()).isEqualTo(7);
    assertThat(app.identity().groups()).containsExactly(8L, 9L);
    assertThat(app.home()).isEqualTo("/home/app");
    assertThat(accounts().resolve("app", layers.stack())).isEqualTo(app);
    assertThat(accounts().resolve("", layers.stack())).isEqualTo(root).isNotEqualTo(app);
  }

  @Test
  void otherLayersHaveOtherAccounts() {
    image();
    UserDatabase.User below = accounts().resolve("app", layers.stack());
    layers.layer(entries -> entries.file("etc/passwd", "app:x:77:8::/srv:/bin/sh\n"));

    UserDatabase.User above = accounts().resolve("app", layers.stack());

    assertThat(below.identity().uid()).isEqualTo(7);
    assertThat(above.identity().uid()).isEqualTo(77);
    assertThat(above.home()).isEqualTo("/srv");
  }

  @Test
  void whoIsNotKnownIsLookedUpEachTime() {
    image();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> accounts().resolve("nobody-knows", layers.stack()))
          .isInstanceOf(BaciException.class)
          .hasMessageContaining("nobody-knows");
    }
  }

  private void image() {
    layers.layer(
        entries -> {
          entries.file("etc/passwd", "root:x:0:0::/root:/bin/sh\napp:x:7:8::/home/app:/bin/sh\n");
          entries.file("etc/group", "root:x:0:\napp:x:8:\nmore:x:9:app\n");
          for (int i = 0; i < MANY; i++) {
            entries.file("file-" + i, "");
          }
        });
  }

  private KnownAccounts accounts() {
    return new KnownAccounts(layers.store());
  }
}
