package io.github.baci.convert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.baci.api.AciCompression;
import io.github.baci.testing.Actool;
import io.github.baci.testing.BusyboxBase;
import io.github.baci.testing.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tools of others say of converted images. */
class ConvertPeersIT {
  @TempDir private Path directory;

  @Test
  void othersReadTheDockerArchive() throws IOException, InterruptedException {
    ConversionFixture images = new ConversionFixture(directory);
    BusyboxBase.image().saveTo(directory.resolve("saved.tar"), "example.com/busybox:1");
    images.convert("saved.tar", "image.aci");
    String id = images.convert("image.aci", "image.docker.tar").id();
    String archive = "docker-archive:" + directory.resolve("image.docker.tar");

    JsonNode inspected = json(Command.of("skopeo", "inspect", archive).succeed());
    assertThat(inspected.get("Layers")).hasSize(1);
    JsonNode config = json(Command.of("skopeo", "inspect", "--config", archive).succeed());
    assertThat(config.at("/config/Cmd/0").asText()).isEqualTo("/bin/sh");
    String output =
        Command.of("unshare", "-m", "--propagation", "private", "sh", "-ec")
            .with(
                """
                b() { buildah --root "$d/root" --runroot "$d/run" --storage-driver vfs "$@"; }
                d=$1
                b pull -q "$2"
                b from --name test --pull-never example.com/busybox:1 >/dev/null
                b run --isolation chroot test -- /bin/busybox echo it runs
                b rm test >/dev/null
                """,
                "sh",
                directory.resolve("buildah").toString(),
                archive)
            .succeed();
    assertThat(output.lines()).containsExactly(id.substring("sha256:".length()), "it runs");
  }

  @Test
  void othersReadTheOciArchiveAndTheAci() throws IOException, InterruptedException {
    ConversionFixture images = new ConversionFixture(directory);
    BusyboxBase.image().exportTo(directory.resolve("exported.tar"), "1");
    images.convert(
        "exported.tar", "image.aci", Optional.of("example.com/busybox:1"), AciCompression.GZIP);
    String digest = images.convert("image.aci", "image.oci.tar").id();

    String archive = "oci-archive:" + directory.resolve("image.oci.tar");
    assertThat(json(Command.of("skopeo", "inspect", archive).succeed()).get("Digest").asText())
        .isEqualTo(digest);
    assertThat(Actool.validate(directory.resolve("image.aci")).exitCode()).isZero();
    assertThat(
            images
                .compare("image.oci.tar", "exported.tar")
                .difference()
                .orElseThrow()
                .files()
                .changes())
        .isEmpty();
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }
}
