package io.github.baci.aci.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.baci.aci.types.AcName;
import io.github.baci.aci.types.Annotations;
import io.github.baci.aci.types.App;
import io.github.baci.aci.types.EventHandler;
import io.github.baci.aci.types.Isolator;
import io.github.baci.aci.types.Labels;
import io.github.baci.aci.types.MountPoint;
import io.github.baci.aci.types.Port;
import io.github.baci.api.AcIdentifier;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BaciException;
import io.github.baci.api.Platform;
import io.github.baci.image.Image;
import io.github.baci.image.ImageConfig;
import io.github.baci.image.ImageConfigBuilder;
import io.github.baci.image.ImageOrigin;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestFactoryTest extends ManifestFixture {
  @Test
  void entrypointAndCommandStandOneAfterTheOther() {
    App app = app(config().entrypoint(list("/init", "-x")).cmd(list("serve")));

    assertThat(app.exec()).containsExactly("/init", "-x", "serve");
  }

  @Test
  void aProgramIsFoundInThePathOfTheImage() {
    App app = app(config().env("PATH", "/usr/local/bin:/usr/bin").cmd(list("java", "-version")));

    assertThat(app.exec()).containsExactly("/usr/bin/java", "-version");
    assertThat(warnings).isEmpty();
  }

  @Test
  void aProgramIsFoundThroughLinksAndKeepsTheNameItWasFoundBy() {
    assertThat(app(config().env("PATH", "/bin").cmd(list("jvm"))).exec())
        .containsExactly("/bin/jvm");
  }

  @Test
  void anImageWithoutPathHasTheDefaultOne() {
    assertThat(app(config().cmd(list("java"))).exec()).containsExactly("/usr/bin/java");
  }

  @Test
  void aProgramWithASlashBeginsInTheWorkingDirectory() {
    assertThat(app(config().workingDir("/srv/app").cmd(list("./run.sh", "a b"))).exec())
        .containsExactly("/srv/app/run.sh", "a b");
  }

  @Test
  void aShellLooksForAProgramThatIsNotThereYet() {
    App app = app(config().cmd(list("later", "$HOME", "a b")));

    assertThat(app.exec())
        .containsExactly("/bin/sh", "-c", "exec \"$0\" \"$@\"", "later", "$HOME", "a b");
    assertThat(warnings).singleElement().asString().contains("'later'", "/bin/sh");
  }

  @Test
  void withoutAShellAMissingProgramStaysAsItIs() {
    layers.layer(entries -> entries.remove("usr/bin/sh"));

    assertThat(app(config().cmd(list("later"))).exec()).containsExactly("later");
    assertThat(warnings).singleElement().asString().contains("not an absolute path");
  }

  @Test
  void anImageMayRunNothing() {
    assertThat(app(config()).exec()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'',0,0", "jo,jo,jo", "jo:www,jo,www", "7,7,7", ":www,0,www"})
  void theUserIsRootOrHasAGroupOfItsOwn(String docker, String user, String group) {
    App app = app(config().user(docker));

    assertThat(app.user()).isEqualTo(user);
    assertThat(app.group()).isEqualTo(group);
  }

  @ParameterizedTest
  @CsvSource({
    "nobody,nobody,65534",
    "jo,jo,jo",
    "stranger,stranger,stranger",
    "nobody:www,nobody,www",
    "7,7,7"
  })
  void aGroupThatTheImageDoesNotHaveIsTheNumberInPasswd(String docker, String user, String group) {
    layers.layer(
        entries ->
            entries
                .file("etc/passwd", "jo:x:5:6::/:\nnobody:x:65534:65534::/:\n")
                .file("etc/group", "jo:x:6:\nnogroup:x:65534:\n"));
    ImageConfig config = config().user(docker).build();

    App app = app(config.toBuilder());

    assertThat(app.user()).isEqualTo(user);
    assertThat(app.group()).isEqualTo(group);
    assertThat(ManifestConfig.fromManifest(manifest(config.toBuilder()))).isEqualTo(config);
  }

  /** As Docker has it: a group that is given stands alone, and root without a USER is in none. */
  @ParameterizedTest
  @CsvSource({
    "jo,'30 100'",
    "5,'6 30 100'",
    "jo:jo,''",
    "jo:,'30 100'",
    "bo,'7'",
    "www,'30'",
    "77,''",
    "root,'100'",
    "'',''"
  })
  void aUserWithoutAGroupIsInAllGroupsThatTheImageHasForIt(String docker, String groups) {
    String accounts =
        """
        root:x:0:0::/:
        jo:x:5:6::/:
        bo:x:8:7::/:
        www:x:9:9::/:
        short:x
        """;
    String groupFile =
        """
        root:x:0:
        jo:x:6:jo
        bo:x:8:
        #jo:x:2:jo
        www:x:9:
        short:x
        odd:x:x:jo
        large:x:4294967294:jo
        staff:x:100:bill,jo,root
        more:x:30:www,jo,joe
        """;
    layers.layer(entries -> entries.file("etc/passwd", accounts).file("etc/group", groupFile));
    ImageConfig config = config().user(docker).build();

    App app = app(config.toBuilder());

    assertThat(app.supplementaryGids().stream().map(String::valueOf))
        .containsExactlyElementsOf(groups.isEmpty() ? List.of() : List.of(groups.split(" ")));
    assertThat(ManifestConfig.fromManifest(manifest(config.toBuilder()))).isEqualTo(config);
  }

  @Test
  void theEnvironmentKeepsItsOrder() {
    assertThat(app(config().env("Z", "1").env("A", "x=y")).environment())
        .containsExactly(entry("Z", "1"), entry("A", "x=y"));
  }

  @Test
  void aVariableWithAnOddNameIsKeptAsAnAnnotation() {
    App app = app(config().env("ProgramFiles(x86)", "C:"));

    assertThat(app.environment()).isEmpty();
    assertThat(app.userAnnotations())
        .containsExactly(entry("io.github.baci/environment/ProgramFiles(x86)", "C:"));
    assertThat(warnings).singleElement().asString().contains("'ProgramFiles(x86)'");
  }

  @ParameterizedTest
  @CsvSource({"'',''", "/srv,/srv", "srv/x/,/srv/x", "/srv/../opt/./a,/opt/a"})
  void theWorkingDirectoryIsAbsoluteAndClean(String docker, String aci) {
    assertThat(app(config().workingDir(docker)).workingDirectory()).isEqualTo(aci);
  }

  @Test
  void portsAreNamedAfterNumberAndProtocolAndSorted() {
    App app = app(config().exposedPort("80").exposedPort("53/UDP").exposedPort("8000-8009/tcp"));

    assertThat(app.ports())
        .containsExactly(
            Port.of(new AcName("53-udp"), "udp", 53),
            Port.of(new AcName("80-tcp"), "tcp", 80),
            new Port(new AcName("8000-8009-tcp"), "tcp", 8000, 10, false));
  }

  @Test
  void portsCanHaveNames() {
    AciOptions options = options(Map.of("80", "http"), Map.of());

    assertThat(manifest(config().exposedPort("80/tcp"), options).app().orElseThrow().ports())
        .containsExactly(Port.of(new AcName("http"), "tcp", 80));
  }

  @Test
  void aNameForAPortThatIsNotExposedIsAnError() {
    assertThatThrownBy(
            () -> manifest(config().exposedPort("80"), options(Map.of("81", "http"), Map.of())))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("'http'")
        .hasMessageContaining("81/tcp");
  }

  @ParameterizedTest
  @CsvSource({"http", "80/", "1-2-3", "123456"})
  void aPortOfAnotherFormIsAnError(String port) {
    assertThatThrownBy(() -> app(config().exposedPort(port)))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining(port);
  }

  @Test
  void volumesAreMountPointsWithNamesOfTheirOwn() {
    App app = app(config().volume("/var/lib/db").volume("/var/lib_db").volume("/"));

    assertThat(app.mountPoints())
        .containsExactly(
            new MountPoint(new AcName("volume"), "/", false),
            new MountPoint(new AcName("volume-var-lib-db"), "/var/lib/db", false),
            new MountPoint(new AcName("volume-var-lib-db-1"), "/var/lib_db", false));
  }

  @Test
  void mountPointsCanHaveNames() {
    AciOptions options = options(Map.of(), Map.of("/data/", "data"));

    assertThat(manifest(config().volume("/data"), options).app().orElseThrow().mountPoints())
        .containsExactly(new MountPoint(new AcName("data"), "/data", false));
    assertThatThrownBy(() -> manifest(config(), options))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("'/data'");
  }

  @Test
  void labelsOfTheOptionsOverrideThoseOfTheNameAndThePlatform() {
    ImageManifest manifest =
        manifest(
            config(),
            AciOptions.builder("example.com/app:1,arch=i386")
                .labels(Map.of("version", "2"))
                .build());

    assertThat(manifest.labels())
        .isEqualTo(Labels.of(Map.of("os", "linux", "arch", "i386", "version", "2")));
    assertThat(warnings).singleElement().asString().contains("linux/386", "linux/amd64");
  }

  @Test
  void aPlatformThatTheSpecificationLacksIsSaid() {
    Image image =
        new Image(
            Platform.parse("linux/riscv64"),
            ImageConfig.EMPTY,
            layers.layers(),
            ImageOrigin.ofAnnotations(Map.of("X", "y")));

    ImageManifest manifest =
        ManifestFactory.manifest(image, layers.tree(), AciOptions.named("a"), warnings::add);

    assertThat(manifest.labels()).isEqualTo(Labels.NONE);
    assertThat(warnings).hasSize(2).anyMatch(text -> text.contains("linux/riscv64"));
  }

  @Test
  void annotationsTellAuthorTimeAndOrigin() {
    Image image =
        new Image(
            Platform.parse("linux/amd64"),
            config().author(Optional.of("Jo")).created(Optional.of(Instant.EPOCH)).build(),
            layers.layers(),
            ImageOrigin.ofAnnotations(Map.of("appc.io/docker/originalname", "debian")));

    ImageManifest manifest =
        ManifestFactory.manifest(image, layers.tree(), AciOptions.named("a"), warnings::add);

    assertThat(manifest.annotations())
        .isEqualTo(
            Annotations.of(
                Map.of(
                    "authors",
                    "Jo",
                    "created",
                    "1970-01-01T00:00:00Z",
                    "appc.io/docker/originalname",
                    "debian")));
  }

  @Test
  void theDockerfilesCommandIsKeptAsJson() {
    ImageManifest manifest = manifest(config().entrypoint(list("/a", "\"")).cmd(list("b")));

    assertThat(manifest.annotations().find("appc.io/docker/entrypoint"))
        .contains("[\"/a\",\"\\\"\"]");
    assertThat(manifest.annotations().find("appc.io/docker/cmd")).contains("[\"b\"]");
  }

  @Test
  void isolatorsAndEventHandlersComeFromTheOptions() {
    JsonNode limit = JsonNodeFactory.instance.objectNode().put("limit", "1G");
    AciOptions options =
        AciOptions.builder("a")
            .isolators(Map.of("resource/memory", "{\"limit\": \"1G\"}"))
            .eventHandlers(Map.of("post-stop", List.of("/b"), "pre-start", List.of("/a")))
            .build();

    App app = manifest(config(), options).app().orElseThrow();

    assertThat(app.isolators())
        .containsExactly(new Isolator(new AcIdentifier("resource/memory"), limit));
    assertThat(app.eventHandlers())
        .containsExactly(
            new EventHandler(EventHandler.Event.PRE_START, List.of("/a")),
            new EventHandler(EventHandler.Event.POST_STOP, List.of("/b")));
  }

  private App app(ImageConfigBuilder config) {
    return manifest(config).app().orElseThrow();
  }

  private static AciOptions options(Map<String, String> ports, Map<String, String> mountPoints) {
    return AciOptions.builder("a").portNames(ports).mountPointNames(mountPoints).build();
  }
}
