package io.github.baci.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.api.Platform;
import io.github.baci.image.HealthCheck;
import io.github.baci.image.ImageConfig;
import io.github.baci.image.ImageConfigCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OciConfigTest {
  private static final ImageConfig FULL =
      ImageConfig.EMPTY.toBuilder()
          .env("PATH", "/bin")
          .env("EQUATION", "a=b=c")
          .entrypoint(Optional.of(List.of("/entry", "point")))
          .cmd(Optional.of(List.of()))
          .user("web:www")
          .workingDir("/srv")
          .exposedPort("80/tcp")
          .exposedPort("53/udp")
          .volume("/data")
          .label("org.example.name", "värde")
          .stopSignal(Optional.of("SIGQUIT"))
          .healthCheck(
              Optional.of(
                  new HealthCheck(
                      List.of("CMD", "probe"),
                      Optional.of(Duration.ofSeconds(30)),
                      Optional.of(Duration.ofMillis(1500)),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.of(3))))
          .onBuild(List.of("RUN true"))
          .shell(Optional.of(List.of("/bin/ash", "-c")))
          .author(Optional.of("Someone"))
          .created(Optional.of(Instant.parse("2026-01-02T03:04:05.678Z")))
          .history(
              new ImageConfig.History(
                  Optional.of(Instant.parse("2026-01-02T03:04:05Z")),
                  "RUN true",
                  Optional.empty(),
                  Optional.of("a comment"),
                  true))
          .build();

  @Test
  void whatIsWrittenIsReadBack() {
    OciConfig config =
        new OciConfig(
            Platform.parse("linux/arm/v6"),
            FULL,
            List.of(Digest.sha256Of(new byte[0]), Digest.sha256Of(new byte[1])));

    assertThat(OciConfigReader.read(OciConfigWriter.write(config), "a config")).isEqualTo(config);
  }

  @Test
  void theStoresOwnFormKeepsEverything() throws IOException {
    for (ImageConfig config : List.of(FULL, ImageConfig.EMPTY)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageConfigCodec.write(new DataOutputStream(bytes), config);

      assertThat(
              ImageConfigCodec.read(
                  new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
          .isEqualTo(config);
    }
  }

  @Test
  void readsWhatDockerWrites() {
    OciConfig config =
        read(
            """
            {"architecture":"amd64","os":"linux","created":"2025-06-01T10:00:00.5+02:00",
             "config":{"Hostname":"","Env":["A=1","A=2","B"],"Entrypoint":null,"Cmd":["bash"],
               "ArgsEscaped":true,"Labels":null,"Volumes":{"/v":{}},"Healthcheck":{"Test":["NONE"]}},
             "container_config":{"Cmd":["x"]},
             "rootfs":{"type":"layers","diff_ids":[]},
             "history":[{"created":"0001-01-01T00:00:00Z","created_by":"/bin/sh -c #(nop) CMD"}]}
            """);

    assertThat(config.config().env()).containsExactly(Map.entry("A", "2"), Map.entry("B", ""));
    assertThat(config.config().entrypoint()).isEmpty();
    assertThat(config.config().cmd()).contains(List.of("bash"));
    assertThat(config.config().volumes()).containsExactly("/v");
    assertThat(config.config().created()).contains(Instant.parse("2025-06-01T08:00:00.5Z"));
    assertThat(config.config().healthCheck().orElseThrow().test()).containsExactly("NONE");
    assertThat(config.config().history())
        .containsExactly(
            new ImageConfig.History(
                Optional.empty(),
                "/bin/sh -c #(nop) CMD",
                Optional.empty(),
                Optional.empty(),
                false));
  }

  @Test
  void namesTheFieldThatIsWrong() {
    assertThatThrownBy(() -> read("{\"config\":{\"Env\":\"A=1\"}}"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("the config of x")
        .hasMessageContaining("'Env'");
    assertThatThrownBy(() -> read("{\"rootfs\":{\"diff_ids\":[\"md5:12\"]}}"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("md5:12");
    assertThatThrownBy(() -> read("<html>"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("not JSON");
  }

  private static OciConfig read(String json) {
    return OciConfigReader.read(json.getBytes(StandardCharsets.UTF_8), "the config of x");
  }
}
