package io.github.baci.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that root uses and another user owns, as where HOME is that of the other. */
class ForeignStoreIT {
  private static final int NOBODY = 65_534;

  @TempDir private Path directory;

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    DirectoryStore.open(directory, warnings::add).close();
    return warnings;
  }

  @Test
  void isToldToBeAnothersWheneverItIsOpened() throws Exception {
    assertThat(warnings()).isEmpty();

    Files.setAttribute(directory, "unix:uid", NOBODY);

    for (int i = 0; i < 2; i++) {
      assertThat(warnings())
          .singleElement()
          .asString()
          .contains("belongs to another user, '" + Files.getOwner(directory).getName() + "'");
    }
  }
}
