package io.github.baci.push;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.Baci;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.Platform;
import io.github.baci.api.PushRequest;
import io.github.baci.api.SourceOptions;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagePushTest {
  @TempDir private Path directory;

  private void push(Path archive, String... to) throws InterruptedException {
    new Baci()
        .push(
            new PushRequest(archive, List.of(to), Platform.current(), SourceOptions.DEFAULT),
            BuildListener.SILENT);
  }

  @Test
  void aMissingArchiveIsToldWithItsPath() {
    assertThatThrownBy(() -> push(directory.resolve("no.oci.tar"), "localhost:1/a:1"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("no.oci.tar");
  }

  @Test
  void anAciIsNoOciArchive() throws Exception {
    Path aci = directory.resolve("x.aci");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(aci))) {
      out.write(new byte[1024]);
    }

    assertThatThrownBy(() -> push(aci, "localhost:1/a:1"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("x.aci")
        .hasMessageContaining("no OCI archive");
  }

  @Test
  void aNameWithADigestIsRefused() {
    String name = "localhost:1/a@sha256:" + "0".repeat(64);

    assertThatThrownBy(() -> push(directory.resolve("x"), name))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining(name);
  }

  @Test
  void aPushToNowhereIsRefused() {
    assertThatThrownBy(() -> push(directory.resolve("x")))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("no name");
  }
}
