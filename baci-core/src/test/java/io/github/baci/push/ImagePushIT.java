package io.github.baci.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.baci.Baci;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildResult;
import io.github.baci.api.ImageForm;
import io.github.baci.api.ImageIdentity;
import io.github.baci.api.OciOptions;
import io.github.baci.api.OutputFormats;
import io.github.baci.api.Platform;
import io.github.baci.api.PushRequest;
import io.github.baci.api.PushResult;
import io.github.baci.api.SourceOptions;
import io.github.baci.api.StepCacheOptions;
import io.github.baci.api.StepCacheTrust;
import io.github.baci.api.WrittenImage;
import io.github.baci.testing.BusyboxBase;
import io.github.baci.testing.Command;
import io.github.baci.testing.LoopbackRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes to Docker's registry, which asks for a password, and pulls back with skopeo. */
class ImagePushIT {
  private static final String LOGIN = LoopbackRegistry.USER + ":" + LoopbackRegistry.PASSWORD;

  @TempDir private static Path directory;
  private static LoopbackRegistry registry;

  @BeforeAll
  static void start() {
    registry = LoopbackRegistry.startWithPassword();
    Command.of("skopeo", "--insecure-policy", "copy", "--quiet", "--dest-tls-verify=false")
        .with("--dest-creds", LOGIN)
        .with("oci:" + BusyboxBase.image().layout() + ":" + BusyboxBase.image().tag())
        .with("docker://" + registry.host() + "/library/busybox:1")
        .succeed();
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  private static SourceOptions options(String password) {
    return SourceOptions.builder()
        .credentials(
            Map.of(
                registry.host(),
                new SourceOptions.Credential(
                    LoopbackRegistry.USER, password, "settings.xml server 'test'")))
        .build();
  }

  private static BuildResult build(String name, String content)
      throws IOException, InterruptedException {
    return build(name, content, "store", StepCacheOptions.NONE);
  }

  private static BuildResult build(
      String name, String content, String store, StepCacheOptions shared)
      throws IOException, InterruptedException {
    Path context = Files.createDirectories(directory.resolve(name));
    Files.writeString(context.resolve("a"), content);
    Files.writeString(
        context.resolve("Dockerfile"),
        "FROM %s/library/busybox:1%nCOPY a /a%n".formatted(registry.host()));
    return new Baci()
        .build(
            BuildRequest.builder(
                    context, directory.resolve(name + ".aci"), AciOptions.named("example.com/app"))
                .storeDirectory(directory.resolve(store))
                .stepCache(shared)
                .sources(options(LoopbackRegistry.PASSWORD))
                .formats(OutputFormats.of(List.of(ImageForm.OCI), OciOptions.DEFAULT))
                .build(),
            BuildListener.SILENT);
  }

  private static PushResult push(Path archive, String password, String... to)
      throws InterruptedException {
    return new Baci()
        .push(
            new PushRequest(archive, List.of(to), Platform.current(), options(password)),
            BuildListener.SILENT);
  }

  private static JsonNode inspect(String name) throws IOException {
    return new ObjectMapper()
        .readTree(
            Command.of("skopeo", "inspect", "--tls-verify=false", "--creds", LOGIN)
                .with("docker://" + name)
                .succeed());
  }

  @Test
  void whatIsPushedIsPulledBackByItsDigest() throws Exception {
    WrittenImage oci = build("first", "1").image(ImageForm.OCI).orElseThrow();
    String one = registry.host() + "/first/app:1.0";
    String two = registry.host() + "/first/app:latest";

    PushResult result = push(oci.file(), LoopbackRegistry.PASSWORD, one, two);

    assertThat(result.digest()).isEqualTo(oci.digest(ImageIdentity.MANIFEST_DIGEST));
    assertThat(inspect(one).path("Digest").asText())
        .isEqualTo(oci.digest(ImageIdentity.MANIFEST_DIGEST).toString());
    assertThat(inspect(two).path("Digest").asText())
        .isEqualTo(oci.digest(ImageIdentity.MANIFEST_DIGEST).toString());
    Path copy = directory.resolve("copy");
    Command.of("skopeo", "--insecure-policy", "copy", "--src-tls-verify=false")
        .with("--src-creds", LOGIN, "docker://" + one, "dir:" + copy)
        .succeed();
    assertThat(
            io.github.baci.api.Digest.sha256Of(Files.readAllBytes(copy.resolve("manifest.json"))))
        .isEqualTo(oci.digest(ImageIdentity.MANIFEST_DIGEST));
  }

  @Test
  void theBaseIsMountedAndASecondPushSendsNothing() throws Exception {
    Path archive = build("second", "2").image(ImageForm.OCI).orElseThrow().file();
    String name = registry.host() + "/second/app:1";
    List<Long> progress = Collections.synchronizedList(new ArrayList<>());
    BuildListener listener =
        new BuildListener() {
          @Override
          public void pushProgress(String image, long done, long total) {
            progress.add(total - done);
          }
        };

    PushResult.Pushed first =
        new Baci()
            .push(
                new PushRequest(
                    archive, List.of(name), Platform.current(), options(LoopbackRegistry.PASSWORD)),
                listener)
            .images()
            .get(0);
    PushResult.Pushed again = push(archive, LoopbackRegistry.PASSWORD, name).images().get(0);
    PushResult.Pushed elsewhere =
        push(archive, LoopbackRegistry.PASSWORD, name, registry.host() + "/third/app:1")
            .images()
            .get(1);

    // The base image's layer comes from its own repository; the layer and the config are sent.
    assertThat(first.mounted()).isEqualTo(1);
    assertThat(first.sent()).isEqualTo(2);
    assertThat(progress).last().isEqualTo(0L);
    assertThat(again).isEqualTo(new PushResult.Pushed(name, 0, 0, 0));
    assertThat(elsewhere.sent()).isZero();
    assertThat(elsewhere.mounted()).isEqualTo(3);
    assertThat(inspect(registry.host() + "/third/app:1").path("Digest"))
        .isEqualTo(inspect(name).path("Digest"));
  }

  @Test
  void layersThatTheStepCacheHasAreMounted() throws Exception {
    String cache = registry.host() + "/cache/app";
    StepCacheOptions shared =
        new StepCacheOptions(
            List.of(cache),
            Optional.of(cache),
            Duration.ofMinutes(2),
            StepCacheTrust.EVERYBODY,
            StepCacheOptions.Scope.STEPS_AND_IMAGES);
    build("cached", "4", "store-one", shared);
    Path archive =
        build("cached", "4", "store-two", shared).image(ImageForm.OCI).orElseThrow().file();
    String name = registry.host() + "/cached/app:1";

    PushResult.Pushed pushed =
        new Baci()
            .push(
                new PushRequest(
                    archive,
                    List.of(name),
                    Platform.current(),
                    options(LoopbackRegistry.PASSWORD),
                    List.of(registry.host() + "/cache/none", cache)),
                BuildListener.SILENT)
            .images()
            .get(0);

    assertThat(pushed.mounted()).as("the base image's layer, and that of the step").isEqualTo(2);
    assertThat(pushed.sent()).as("the config").isEqualTo(1);
    assertThat(pushed.bytes()).isLessThan(4096);
    assertThat(inspect(name).path("Digest").asText()).startsWith("sha256:");
  }

  @Test
  void aWrongPasswordIsToldWithWhereItCameFrom() throws Exception {
    Path archive = build("denied", "3").image(ImageForm.OCI).orElseThrow().file();

    assertThatThrownBy(() -> push(archive, "wrong", registry.host() + "/denied/app:1"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining(registry.host() + "/denied/app:1 cannot be pushed")
        .hasMessageContaining("401")
        .hasMessageContaining("settings.xml server 'test': user 'user'");
  }
}
