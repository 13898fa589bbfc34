package io.github.baci.aci.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.aci.archive.AciFingerprint;
import io.github.baci.aci.types.App;
import io.github.baci.aci.types.EventHandler;
import io.github.baci.api.AcIdentifier;
import io.github.baci.api.AciCompression;
import io.github.baci.api.AciOptions;
import io.github.baci.api.Digest;
import io.github.baci.api.ImageId;
import io.github.baci.api.Platform;
import io.github.baci.image.Image;
import io.github.baci.image.ImageConfig;
import io.github.baci.image.ImageConfigBuilder;
import io.github.baci.image.ImageConfigCodec;
import io.github.baci.image.ImageOrigin;
import io.github.baci.layer.FileTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InheritedSettingsTest {
  private static final Platform AMD64 = Platform.parse("linux/amd64");

  private static final String MANIFEST =
      """
      {"acKind":"ImageManifest","acVersion":"0.8.11","name":"example.com/base",
       "labels":[{"name":"os","value":"linux"},{"name":"arch","value":"amd64"}],
       "app":{
        "exec":["/bin/app","-v"],"user":"100","group":"300","supplementaryGIDs":[400,500],
        "eventHandlers":[{"name":"pre-start","exec":["/bin/pre"]},
                         {"name":"post-stop","exec":["/bin/post"]}],
        "workingDirectory":"/work",
        "environment":[{"name":"A","value":"1"}],
        "mountPoints":[{"name":"data","path":"/var/data"},
                       {"name":"work","path":"/var/work","readOnly":true}],
        "ports":[{"name":"health","port":4000,"protocol":"tcp","socketActivated":true},
                 {"name":"range","port":5000,"count":3,"protocol":"udp"}],
        "isolators":[{"name":"resource/memory","value":{"limit":"1G"}},
                     {"name":"os/linux/seccomp-retain-set","value":{"set":["@appc.io/all"]}}],
        "userAnnotations":{"note":"x"},"userLabels":{"team":"blue"}},
       "annotations":[{"name":"homepage","value":"https://example.com/"},
                      {"name":"appc.io/docker/originalname","value":"debian"},
                      {"name":"authors","value":"Jo"}]}
      """;

  private static final ImageManifest BASE = ImageManifest.parse(MANIFEST.getBytes(UTF_8), "base");

  private static Image base() {
    return new AciImage(BASE, List.of(), new ImageId(Digest.sha512(new byte[64])), 1)
        .toImage(AMD64);
  }

  private static ImageManifest build(Image image, AciOptions options) {
    return ManifestFactory.manifest(image, FileTree.EMPTY, options, warning -> {});
  }

  private static AciOptions options(
      Map<String, String> annotations,
      Map<String, String> isolators,
      Map<String, List<String>> handlers,
      Map<String, String> ports,
      Map<String, String> mountPoints) {
    return AciOptions.builder("example.com/app")
        .annotations(annotations)
        .isolators(isolators)
        .eventHandlers(handlers)
        .portNames(ports)
        .mountPointNames(mountPoints)
        .compression(AciCompression.NONE)
        .build();
  }

  @Test
  void anImageHasTheAppOfTheAciThatItIsBuiltOn() {
    ImageManifest built = build(base(), AciOptions.named("example.com/app"));

    assertThat(built.app()).isEqualTo(BASE.app());
    assertThat(built.annotations().values())
        .containsEntry(new AcIdentifier("homepage"), "https://example.com/")
        .containsEntry(new AcIdentifier("appc.io/docker/originalname"), "debian")
        .containsEntry(new AcIdentifier("authors"), "Jo");
  }

  @Test
  void groupsThatABaseHasForItsOwnUserAreNotThoseOfAnother() {
    String base =
        MANIFEST.replace(
            "\"annotations\":[",
            "\"annotations\":[{\"name\":\"io.github.baci/groups-of-user\",\"value\":\"500,600\"},");

    Image image =
        new AciImage(
                ImageManifest.parse(base.getBytes(UTF_8), "base"),
                List.of(),
                new ImageId(Digest.sha512(new byte[64])),
                1)
            .toImage(AMD64);

    ImageManifest built = build(image, AciOptions.named("example.com/app"));
    assertThat(built.app().orElseThrow().supplementaryGids()).containsExactly(400);
    assertThat(built.annotations().values())
        .doesNotContainKey(new AcIdentifier("io.github.baci/groups-of-user"));
  }

  @Test
  void whatTheBuildConfiguresGoesBefore() throws IOException {
    ImageConfigBuilder config = base().config().toBuilder();
    config.exposedPort("80/tcp");
    Image image = new Image(AMD64, config.build(), List.of(), ImageOrigin.NONE);

    ImageManifest built =
        build(
            image,
            options(
                Map.of("homepage", "https://example.org/"),
                Map.of(
                    "resource/memory",
                    "{\"limit\":\"2G\"}",
                    "os/linux/seccomp-remove-set",
                    "{\"set\":[\"reboot\"]}"),
                Map.of("pre-start", List.of("/bin/other")),
                Map.of("80", "health"),
                Map.of("/var/data", "db")));

    App app = built.app().orElseThrow();
    assertThat(built.annotations().find("homepage")).contains("https://example.org/");
    assertThat(app.isolators())
        .extracting(isolator -> isolator.name().value())
        .containsExactlyInAnyOrder("resource/memory", "os/linux/seccomp-remove-set");
    assertThat(app.eventHandlers())
        .containsExactly(
            new EventHandler(EventHandler.Event.PRE_START, List.of("/bin/other")),
            new EventHandler(EventHandler.Event.POST_STOP, List.of("/bin/post")));
    assertThat(app.ports())
        .extracting(port -> port.name() + " " + port.port() + " " + port.socketActivated())
        .containsExactly("4000-tcp 4000 true", "health 80 false", "range 5000 false");
    assertThat(app.mountPoints())
        .extracting(mount -> mount.name() + " " + mount.path() + " " + mount.readOnly())
        .containsExactly("db /var/data false", "work /var/work true");
  }

  @Test
  void theSettingsSurviveARecordOfTheStore() throws IOException {
    ImageConfig config = base().config();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageConfigCodec.write(new DataOutputStream(bytes), config);

    assertThat(
            ImageConfigCodec.read(
                new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
        .isEqualTo(config);
  }

  @Test
  void theFingerprintKnowsThem() {
    Image image = base();
    Image other =
        new Image(
            AMD64,
            image.config().toBuilder().appSettings(ImageConfig.EMPTY.appSettings()).build(),
            List.of(),
            image.origin());
    AciOptions options = AciOptions.named("example.com/app");

    assertThat(AciFingerprint.of(image, options)).isNotEqualTo(AciFingerprint.of(other, options));
  }
}
