package io.github.baci.aci.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.aci.manifest.ImageManifest;
import io.github.baci.api.AciCompression;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BaciException;
import io.github.baci.image.HealthCheck;
import io.github.baci.image.ImageConfig;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
import io.github.baci.layer.Xattrs;
import io.github.baci.testing.Actool;
import io.github.baci.testing.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Has the App Container project's own validator judge what this package writes and refuses. */
class AciToolIT {
  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void anImageWithEverythingIsValid(AciCompression compression) throws Exception {
    ImageConfig config =
        ImageConfig.EMPTY.toBuilder()
            .entrypoint(Optional.of(List.of("app")))
            .cmd(Optional.of(List.of("a b", "\u00e9 \" \\ \u0001 \u2028")))
            .env("PATH", "/bin")
            .env("odd(name)", "x")
            .user("1:2")
            .workingDir("/srv/")
            .exposedPort("80/tcp")
            .exposedPort("8000-8010/udp")
            .volume("/Data")
            .volume("/data")
            .label("Any label", "\ud83d\ude00")
            .stopSignal(Optional.of("9"))
            .healthCheck(
                Optional.of(
                    new HealthCheck(
                        List.of("CMD-SHELL", "true"),
                        Optional.of(Duration.ofHours(1)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(1))))
            .onBuild(List.of("RUN x"))
            .shell(Optional.of(List.of("/bin/sh")))
            .author(Optional.of("Jo <jo@example.com>"))
            .created(Optional.of(Instant.parse("2026-01-02T03:04:05.678901234Z")))
            .build();
    AciOptions options =
        AciOptions.builder("example.com/app:1.0~rc1,channel=beta")
            .labels(Map.of("extra", "x"))
            .annotations(Map.of("homepage", "https://example.com/", "example.com/note", "n"))
            .isolators(
                Map.of(
                    "resource/memory", "{\"limit\": \"1G\"}", "os/linux/no-new-privileges", "true"))
            .eventHandlers(
                Map.of("pre-start", List.of("/bin/app"), "post-stop", List.of("/bin/app", "x")))
            .portNames(Map.of("80", "http"))
            .mountPointNames(Map.of("/data", "data"))
            .compression(compression)
            .build();
    Path file = directory.resolve("everything.aci");
    try (TestLayers layers = everyKindOfEntry();
        AciWriter writer = new AciWriter(layers.store(), 2)) {
      writer.write(layers.image(config), layers.tree(), options, file, warning -> {});
    }

    Command.Result result = Actool.validate(file);

    assertThat(result.output()).isEmpty();
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void aDifferenceAndWhatItDependsOnAreValid() throws Exception {
    try (TestLayers layers = everyKindOfEntry()) {
      layers.layer(entries -> entries.remove("bin").file("bin", "1").hardLink("again", "odd"));
      DifferenceChain chain = new DifferenceChain(layers.store(), directory);
      assertThat(chain.write(layers.layers(), List.of(1, 2))).hasSize(3);

      for (Path part : chain.parts()) {
        assertThat(Actool.validate(part)).isEqualTo(new Command.Result(0, ""));
      }
    }
  }

  @Test
  void anEmptyImageIsValid() throws Exception {
    Path file = directory.resolve("empty.aci");
    try (TestLayers layers = new TestLayers(directory.resolve("store"));
        AciWriter writer = new AciWriter(layers.store(), 1)) {
      writer.write(
          layers.image(ImageConfig.EMPTY),
          layers.tree(),
          AciOptions.named("a"),
          file,
          warning -> {});
    }

    assertThat(Actool.validate(file)).isEqualTo(new Command.Result(0, ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"name\":\"a\"",
        "\"name\":\"A\"",
        "\"name\":\"\"",
        "\"name\":\"a\",\"acVersion\":\"0.0.0\"",
        "\"name\":\"a\",\"acVersion\":\"eight\"",
        "\"name\":\"a\",\"acVersion\":\"0.5.1-dev\"",
        "\"name\":\"a\",\"acKind\":\"PodManifest\"",
        "\"name\":\"a\",\"unknown\":[1]",
        "\"name\":\"a\",\"labels\":[{\"name\":\"os\",\"value\":\"linux\"},{\"name\":\"arch\",\"value\":\"arm64\"}]",
        "\"name\":\"a\",\"labels\":[{\"name\":\"os\",\"value\":\"linux\"},{\"name\":\"arch\",\"value\":\"aarch64\"}]",
        "\"name\":\"a\",\"labels\":[{\"name\":\"arch\",\"value\":\"arm64\"}]",
        "\"name\":\"a\",\"labels\":[{\"name\":\"os\",\"value\":\"plan9\"}]",
        "\"name\":\"a\",\"labels\":[{\"name\":\"name\",\"value\":\"x\"}]",
        "\"name\":\"a\",\"labels\":[{\"name\":\"b\",\"value\":\"x\"},{\"name\":\"b\",\"value\":\"x\"}]",
        "\"name\":\"a\",\"annotations\":[{\"name\":\"created\",\"value\":\"today\"}]",
        "\"name\":\"a\",\"annotations\":[{\"name\":\"created\",\"value\":\"2026-01-01T00:00:00+01:00\"}]",
        "\"name\":\"a\",\"annotations\":[{\"name\":\"homepage\",\"value\":\"file:///x\"}]",
        "\"name\":\"a\",\"annotations\":[{\"name\":\"documentation\",\"value\":\"http://x\"}]",
        "\"name\":\"a\",\"annotations\":[{\"name\":\"b\",\"value\":\"\"},{\"name\":\"b\",\"value\":\"\"}]",
        "\"name\":\"a\",\"app\":{\"user\":\"0\",\"group\":\"0\"}",
        "\"name\":\"a\",\"app\":{\"exec\":[],\"user\":\"0\",\"group\":\"0\"}",
        "\"name\":\"a\",\"app\":{\"exec\":[\"x\"],\"user\":\"\",\"group\":\"0\"}",
        "\"name\":\"a\",\"app\":{\"exec\":[\"x\"],\"user\":\"0\"}",
        "\"name\":\"a\",\"app\":{\"exec\":\"x\",\"user\":\"0\",\"group\":\"0\"}",
        "\"name\":\"a\",\"app\":{\"user\":\"0\",\"group\":\"0\",\"workingDirectory\":\"x\"}",
        "\"name\":\"a\",\"app\":{\"user\":\"0\",\"group\":\"0\",\"environment\":[{\"name\":\"A-.b\",\"value\":\"\"}]}",
        "\"name\":\"a\",\"app\":{\"user\":\"0\",\"group\":\"0\",\"environment\":[{\"name\":\"1\",\"value\":\"\"}]}",
        "\"name\":\"a\",\"app\":{\"user\":\"0\",\"group\":\"0\",\"environment\":[{\"name\":\"A\",\"value\":\"\"},{\"name\":\"A\",\"value\":\"\"}]}",
        "\"name\":\"a\",\"app\":{\"user\":\"0\",\"group\":\"0\",\"ports\":[{\"name\":\"p\",\"protocol\":\"tcp\",\"port\":0}]}",
        "\"name\":\"a\",\"app\":{\"user\":\"0\",\"group\":\"0\",\"ports\":[{\"name\":\"p\",\"protocol\":\"tcp\",\"port\":65535}]}",
        "\"name\":\"a\",\"app\":{\"user\":\"0\",\"group\":\"0\",\"ports\":[{\"name\":\"p\",\"protocol\":\"tcp\",\"port\":65535,\"count\":2}]}",
        "\"name\":\"a\",\"app\":{\"user\":\"0\",\"group\":\"0\",\"ports\":[{\"name\":\"p_q\",\"protocol\":\"tcp\",\"port\":1}]}",
        "\"name\":\"a\",\"app\":{\"user\":\"0\",\"group\":\"0\",\"ports\":[{\"name\":\"p\",\"protocol\":\"tcp\",\"port\":\"1\"}]}",
        "\"name\":\"a\",\"app\":{\"user\":\"0\",\"group\":\"0\",\"mountPoints\":[{\"name\":\"M\",\"path\":\"/\"}]}",
        "\"name\":\"a\",\"app\":{\"user\":\"0\",\"group\":\"0\",\"eventHandlers\":[{\"name\":\"pre-stop\",\"exec\":[]}]}",
        "\"name\":\"a\",\"app\":{\"user\":\"0\",\"group\":\"0\",\"eventHandlers\":[{\"name\":\"pre-start\",\"exec\":[]},{\"name\":\"pre-start\",\"exec\":[]}]}",
        "\"name\":\"a\",\"app\":{\"user\":\"0\",\"group\":\"0\",\"isolators\":[{\"name\":\"example.com/x\",\"value\":1}]}",
        "\"name\":\"a\",\"app\":{\"user\":\"0\",\"group\":\"0\",\"isolators\":[{\"name\":\"resource/cpu\",\"value\":{\"limit\":\"500m\"}}]}",
        "\"name\":\"a\",\"app\":{\"user\":\"0\",\"group\":\"0\",\"isolators\":[{\"name\":\"resource/cpu\",\"value\":{\"limit\":\"fast\"}}]}",
        "\"name\":\"a\",\"app\":{\"user\":\"0\",\"group\":\"0\",\"isolators\":[{\"name\":\"resource/memory\",\"value\":{\"default\":true,\"limit\":\"1\"}}]}",
        "\"name\":\"a\",\"app\":{\"user\":\"0\",\"group\":\"0\",\"isolators\":[{\"name\":\"resource/block-iops\",\"value\":{\"default\":true,\"limit\":\"1\"}}]}",
        "\"name\":\"a\",\"app\":{\"user\":\"0\",\"group\":\"0\",\"isolators\":[{\"name\":\"os/linux/capabilities-retain-set\",\"value\":{\"set\":[]}}]}",
        "\"name\":\"a\",\"app\":{\"user\":\"0\",\"group\":\"0\",\"isolators\":[{\"name\":\"os/linux/cpu-shares\",\"value\":1}]}",
        "\"name\":\"a\",\"app\":{\"user\":\"0\",\"group\":\"0\",\"isolators\":[{\"name\":\"os/linux/oom-score-adj\",\"value\":-7}]}",
        "\"name\":\"a\",\"app\":{\"user\":\"0\",\"group\":\"0\",\"userLabels\":{\"A b\":\"c\"}}",
        "\"name\":\"a\",\"dependencies\":[{\"imageName\":\"b\"}]",
        "\"name\":\"a\",\"dependencies\":[{\"imageName\":\"B\"}]",
        "\"name\":\"a\",\"dependencies\":[{\"imageName\":\"b\",\"imageID\":\"md5-1\"}]",
        "\"name\":\"a\",\"dependencies\":[{\"imageName\":\"b\",\"size\":-1}]",
        "\"name\":\"a\",\"pathWhitelist\":[\"/a\"]",
        "\"name\":\"a\",\"pathWhitelist\":\"/a\""
      })
  void manifestsAreJudgedAsTheValidatorJudgesThem(String fields) throws Exception {
    StringBuilder json = new StringBuilder("{");
    if (!fields.contains("acKind")) {
      json.append("\"acKind\":\"ImageManifest\",");
    }
    if (!fields.contains("acVersion")) {
      json.append("\"acVersion\":\"0.8.11\",");
    }
    Path file = directory.resolve("manifest");
    Files.writeString(file, json.append(fields).append("}"));

    Command.Result result =
        Command.of(Actool.executable().toString(), "validate", "--type=manifest", file.toString())
            .run();

    assertThat(isAccepted(file)).as(result.output()).isEqualTo(isAccepted(result, fields));
  }

  /** A pod manifest is valid for the validator, but no image manifest. */
  private static boolean isAccepted(Command.Result result, String fields) {
    return result.exitCode() == 0 && !fields.contains("PodManifest");
  }

  private static boolean isAccepted(Path manifest) throws Exception {
    try {
      ImageManifest.parse(Files.readAllBytes(manifest), "the test's manifest");
      return true;
    } catch (BaciException e) {
      return false;
    }
  }

  private TestLayers everyKindOfEntry() {
    Attributes odd =
        new Attributes(
            06755,
            1234,
            5678,
            new Mtime(1_700_000_000, 123_456_789),
            Xattrs.of(Map.of("user.mime", "text/plain".getBytes(UTF_8))));
    return new TestLayers(directory.resolve("store"))
        .layer(
            entries ->
                entries
                    .directory("bin")
                    .program("bin/app")
                    .file("old", "1")
                    .file("large", TestLayers.FILE, new byte[3 << 20])
                    .hardLink("linked", "large"))
        .layer(
            entries ->
                entries
                    .remove("old")
                    .file("odd", odd, new byte[] {1})
                    .hardLink("odd-too", "odd")
                    .symlink("link", "/nowhere")
                    .add(new LayerEntry.Fifo("pipe", odd))
                    .add(new LayerEntry.Device("null", odd, LayerEntry.Device.Kind.CHARACTER, 1, 3))
                    .file("\u00fcber/" + "long/".repeat(60) + "name", "x"));
  }
}
