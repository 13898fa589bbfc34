package io.github.baci.aci.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.image.HealthCheck;
import io.github.baci.image.ImageConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ManifestConfigTest extends ManifestFixture {
  @Test
  void aConfigSurvivesTheWayThroughAManifest() {
    ImageConfig config =
        config()
            .env("PATH", "/usr/bin")
            .env("odd name", "1")
            .entrypoint(list("java"))
            .cmd(list("-jar", "a b"))
            .user("jo")
            .workingDir("/srv")
            .exposedPort("80/tcp")
            .exposedPort("9000-9001/udp")
            .volume("/data")
            .label("Any Name", "x")
            .stopSignal(Optional.of("SIGINT"))
            .healthCheck(
                Optional.of(
                    new HealthCheck(
                        List.of("CMD", "/probe"),
                        Optional.of(Duration.ofSeconds(30)),
                        Optional.empty(),
                        Optional.of(Duration.ofMillis(1)),
                        Optional.empty(),
                        Optional.of(3))))
            .onBuild(List.of("RUN a && b"))
            .shell(list("/bin/bash", "-c"))
            .author(Optional.of("Jo"))
            .created(Optional.of(Instant.ofEpochSecond(5)))
            .build();

    ImageManifest manifest =
        ImageManifest.parse(manifest(config.toBuilder()).toJson(), "the test's manifest");

    assertThat(ManifestConfig.fromManifest(manifest)).isEqualTo(config);
  }

  @Test
  void anEmptyConfigSurvivesToo() {
    assertThat(ManifestConfig.fromManifest(manifest(config()))).isEqualTo(ImageConfig.EMPTY);
  }

  @Test
  void aCommandThatTheShellLooksUpSurvives() {
    ImageConfig config = config().cmd(list("later", "x")).build();

    assertThat(ManifestConfig.fromManifest(manifest(config.toBuilder()))).isEqualTo(config);
  }

  @Test
  void anAppThatWasChangedCountsMoreThanTheAnnotations() {
    ImageManifest manifest = manifest(config().cmd(list("/bin/sh")).user("jo"));
    String changed =
        new String(manifest.toJson(), UTF_8)
            .replace("\"exec\":[\"/bin/sh\"]", "\"exec\":[\"/bin/other\"]")
            .replace("\"user\":\"jo\"", "\"user\":\"al\"");

    ImageConfig config =
        ManifestConfig.fromManifest(ImageManifest.parse(changed.getBytes(UTF_8), "changed"));

    assertThat(config.entrypoint()).contains(List.of("/bin/other"));
    assertThat(config.cmd()).isEmpty();
    assertThat(config.user()).isEqualTo("al:jo");
  }
}
