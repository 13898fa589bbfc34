package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.AciOptions;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.image.ImageConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a Dockerfile says survives in an ACI, also where App Containers have no field for it. */
class AciAsBaseTest {
  @TempDir private Path directory;

  private ImageConfig build(String name, String dockerfile) throws Exception {
    Path context = Files.createDirectories(directory.resolve("context"));
    Files.writeString(context.resolve("Dockerfile"), dockerfile);
    return new ImageBuild(
            BuildRequest.builder(
                    context,
                    directory.resolve(name + ".aci"),
                    AciOptions.named("example.com/" + name))
                .storeDirectory(directory.resolve("store"))
                .build(),
            new BuildListener() {})
        .run()
        .image()
        .config();
  }

  @Test
  void nothingThatTheDockerfileSaysIsLost() throws Exception {
    ImageConfig first =
        build(
            "first",
            """
            FROM scratch
            COPY <<E /etc/passwd
            nobody:x:65534:65534::/:
            E
            LABEL org.example.One=1 "any name"="a b"
            ENV A=1 PATH=/opt/bin
            EXPOSE 80 53/udp
            VOLUME /data /var/lib/x
            WORKDIR /srv
            USER nobody
            SHELL ["/bin/ash", "-ec"]
            STOPSIGNAL SIGINT
            HEALTHCHECK --interval=5s --timeout=2s --start-period=1s --start-interval=3s --retries=4 \\
              CMD probe me
            MAINTAINER Jo <jo@example.org>
            ENTRYPOINT ["/bin/app", "-x"]
            CMD ["serve"]
            """);

    ImageConfig second =
        build("second", "FROM aci://%s\n".formatted(directory.resolve("first.aci")));

    assertThat(second)
        .usingRecursiveComparison()
        .ignoringFields("making.history", "making.created", "appSettings")
        .isEqualTo(first);
    assertThat(second.healthCheck().orElseThrow().test()).containsExactly("CMD-SHELL", "probe me");
    assertThat(second.user()).isEqualTo("nobody");
  }

  @Test
  void triggersOfAnAciFire() throws Exception {
    build("trigger", "FROM scratch\nONBUILD COPY <<E /fired\nx\nE\nONBUILD LABEL fired=yes\n");

    ImageConfig second =
        build("child", "FROM aci://%s\n".formatted(directory.resolve("trigger.aci")));

    assertThat(second.labels()).isEqualTo(Map.of("fired", "yes"));
    assertThat(second.onBuild()).isEmpty();
  }

  @Test
  void whatFollowsChangesWhatTheBaseSays() throws Exception {
    build(
        "base",
        """
        FROM scratch
        HEALTHCHECK CMD a
        STOPSIGNAL 9
        ENTRYPOINT ["/a"]
        CMD ["b"]
        LABEL a=1 b=2
        """);

    ImageConfig second =
        build(
            "changed",
            "FROM aci://%s\nHEALTHCHECK NONE\nSTOPSIGNAL TERM\nENTRYPOINT [\"/c\"]\nLABEL b=3\n"
                .formatted(directory.resolve("base.aci")));

    assertThat(second.healthCheck().orElseThrow().test()).isEqualTo(List.of("NONE"));
    assertThat(second.stopSignal()).contains("TERM");
    assertThat(second.entrypoint()).contains(List.of("/c"));
    assertThat(second.cmd()).as("ENTRYPOINT clears an inherited CMD").isEqualTo(Optional.empty());
    assertThat(second.labels()).isEqualTo(Map.of("a", "1", "b", "3"));
  }
}
