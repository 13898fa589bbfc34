package io.github.baci.container.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.container.host.HardLinkCheck.Name;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardLinkCheckTest {
  private static final Name FIRST = new Name(7, 2, 0440);

  @Test
  void aDiskHasThemAndNothingIsLeft(@TempDir Path store) throws IOException {
    HardLinkCheck.run(store, Files.createDirectory(store.resolve("links")));

    assertThat(store).isEmptyDirectory();
  }

  /** What sshfs says: each name has a number of its own, and is the only one of its file. */
  @Test
  void otherNumbersAreOtherFiles() {
    assertThat(new Name(8, 2, 0440).isSecondOf(FIRST)).isFalse();
    assertThat(new Name(7, 1, 0440).isSecondOf(new Name(7, 1, 0440))).isFalse();
  }

  /** What bindfs says: for a second, the other name knows nothing of a change. */
  @Test
  void aChangeShowsAtBothNames() {
    assertThat(new Name(7, 2, 0440).isSecondOf(FIRST)).isTrue();
    assertThat(new Name(7, 2, 0644).isSecondOf(FIRST)).isFalse();
  }

  @Test
  void theRefusalSaysWhatToDo() {
    assertThat(HardLinkCheck.refusal(Path.of("/mnt/store")))
        .hasMessageContaining("'/mnt/store'")
        .hasMessageContaining("storeDirectory")
        .hasMessageContaining("on a volume");
  }
}
