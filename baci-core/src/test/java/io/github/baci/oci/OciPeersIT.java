package io.github.baci.oci;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.baci.Baci;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildResult;
import io.github.baci.api.ImageForm;
import io.github.baci.api.ImageIdentity;
import io.github.baci.api.LayerCompression;
import io.github.baci.api.OciOptions;
import io.github.baci.api.OutputFormats;
import io.github.baci.api.Platform;
import io.github.baci.api.WrittenImage;
import io.github.baci.testing.AciContents;
import io.github.baci.testing.BusyboxBase;
import io.github.baci.testing.Command;
import io.github.baci.testing.LoopbackRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One image as an ACI and as an OCI archive, and what the tools of others say of the latter. */
class OciPeersIT {
  private static final String DOCKERFILE =
      """
      FROM %s/library/busybox:1
      ENV GREETING="hello world"
      RUN rm /etc/localtime && chmod 700 /home && mkdir -p /srv/made && ln -s made /srv/link
      COPY --chown=1:1 --chmod=640 a /srv/
      WORKDIR /srv
      LABEL org.example.label=value
      EXPOSE 80
      VOLUME /data
      USER nobody
      STOPSIGNAL SIGINT
      ENTRYPOINT ["/bin/sh", "-c"]
      CMD ["echo $GREETING; cat /etc/passwd | head -n 1; id -u; pwd"]
      """;

  @TempDir private static Path directory;
  private static LoopbackRegistry registry;
  private static BuildResult result;

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    registry = LoopbackRegistry.start();
    BusyboxBase.image().pushTo(registry, "library/busybox:1");
    Path context = Files.createDirectories(directory.resolve("context"));
    Files.writeString(context.resolve("a"), "a");
    Files.writeString(context.resolve("Dockerfile"), DOCKERFILE.formatted(registry.host()));
    result = build(LayerCompression.GZIP, "image.oci.tar");
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  private static BuildResult build(LayerCompression compression, String name)
      throws InterruptedException {
    OciOptions options = new OciOptions(Optional.of("example.com/app"), "1", Map.of(), compression);
    return new Baci()
        .build(
            BuildRequest.builder(
                    directory.resolve("context"),
                    directory.resolve("image.aci"),
                    AciOptions.named("example.com/app:1"))
                .storeDirectory(directory.resolve("store"))
                .formats(OutputFormats.ACI.withOci(directory.resolve(name), options))
                .build(),
            BuildListener.SILENT);
  }

  private static String archive() {
    return "oci-archive:" + result.image(ImageForm.OCI).orElseThrow().file();
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private static JsonNode inspect(String image, String... options) throws IOException {
    return json(Command.of("skopeo", "inspect").with(options).with(image).succeed());
  }

  @Test
  void skopeoReadsAndCopiesTheArchive() throws IOException {
    String manifest =
        result.image(ImageForm.OCI).orElseThrow().digest(ImageIdentity.MANIFEST_DIGEST).toString();
    JsonNode base =
        inspect("docker://" + registry.host() + "/library/busybox:1", "--tls-verify=false");

    JsonNode image = inspect(archive());
    String copy = "oci:" + directory.resolve("copy") + ":1";
    Command.of("skopeo", "--insecure-policy", "copy", archive(), copy).succeed();

    assertThat(image.path("Digest").asText()).isEqualTo(manifest);
    assertThat(image.path("Layers")).hasSize(4);
    assertThat(image.path("Layers").path(0)).isEqualTo(base.path("Layers").path(0));
    assertThat(image.path("Architecture").asText()).isEqualTo(Platform.current().architecture());
    assertThat(inspect(copy).path("Digest").asText()).isEqualTo(manifest);
    JsonNode raw = inspect(archive(), "--raw");
    assertThat(raw.path("annotations").path("org.opencontainers.image.base.digest"))
        .isEqualTo(base.path("Digest"));
    assertThat(raw.path("annotations").path("org.opencontainers.image.base.name").asText())
        .isEqualTo(registry.host() + "/library/busybox:1");
    JsonNode history = inspect(archive(), "--config").path("history");
    int layers = 0;
    for (JsonNode line : history) {
      layers += line.path("empty_layer").asBoolean() ? 0 : 1;
    }
    assertThat(layers).isEqualTo(4);
    assertThat(history.path(history.size() - 1).path("created_by").asText()).startsWith("CMD ");
  }

  @Test
  void skopeoReadsTheDockerArchiveOfABuild() throws Exception {
    OciOptions names =
        new OciOptions(Optional.of("example.com/app"), "1", Map.of(), LayerCompression.GZIP);
    BuildRequest request =
        BuildRequest.builder(
                directory.resolve("context"),
                directory.resolve("docker.aci"),
                AciOptions.named("example.com/app:1"))
            .storeDirectory(directory.resolve("store"))
            .formats(OutputFormats.of(List.of(ImageForm.DOCKER), names))
            .build();
    WrittenImage archive =
        new Baci().build(request, BuildListener.SILENT).image(ImageForm.DOCKER).orElseThrow();
    String file = "docker-archive:" + archive.file();

    assertThat(archive.file()).isEqualTo(directory.resolve("docker.docker.tar"));
    assertThat(inspect(file + ":example.com/app:1", "--config"))
        .isEqualTo(inspect(archive(), "--config"));
    assertThat(inspect(file, "--raw").path("config").path("digest").asText())
        .isEqualTo(archive.digest(ImageIdentity.CONFIG_DIGEST).toString());
    String copy = "oci:" + directory.resolve("docker-copy") + ":1";
    Command.of("skopeo", "--insecure-policy", "copy", file, copy).succeed();
    assertThat(new Baci().build(request, BuildListener.SILENT).upToDate()).isTrue();
  }

  @Test
  void buildahTakesZstdLayers() throws Exception {
    BuildResult zstd = build(LayerCompression.ZSTD, "zstd.oci.tar");
    String file = "oci-archive:" + zstd.image(ImageForm.OCI).orElseThrow().file();

    JsonNode layers = inspect(file, "--raw").path("layers");
    assertThat(layers.findValuesAsText("mediaType"))
        .startsWith(MediaTypes.OCI_LAYER_GZIP)
        .endsWith(MediaTypes.OCI_LAYER_ZSTD);
    assertThat(buildah("zstd", file, "id -u")).isEqualTo("65534\n");
    assertThat(files(AciContents.of(directory.resolve("zstd/root.tar")), ""))
        .isEqualTo(filesOfTheAci());
    assertThat(zstd.image(ImageForm.ACI).orElseThrow().upToDate()).isTrue();
  }

  @Test
  void umociUnpacksTheFilesOfTheAci() throws IOException {
    Path layout = directory.resolve("layout");
    Path bundle = directory.resolve("bundle");
    Command.of("skopeo", "--insecure-policy", "copy", archive(), "oci:" + layout + ":1").succeed();
    Command.of("umoci", "unpack", "--image", layout + ":1", bundle.toString()).succeed();

    assertThat(tarOf(bundle.resolve("rootfs"))).isEqualTo(filesOfTheAci());
    JsonNode process = json(Files.readString(bundle.resolve("config.json"))).path("process");
    assertThat(process.path("cwd").asText()).isEqualTo("/srv");
    assertThat(process.path("user").path("uid").asInt()).isEqualTo(65534);
    assertThat(process.path("env")).extracting(JsonNode::asText).contains("GREETING=hello world");
  }

  @Test
  void buildahLoadsAndRunsTheImage() throws IOException {
    String output = buildah("buildah", archive(), "echo $GREETING; id -u; pwd");

    assertThat(output.lines()).containsExactly("hello world", "65534", "/srv");
    assertThat(files(AciContents.of(directory.resolve("buildah/root.tar")), ""))
        .isEqualTo(filesOfTheAci());
    JsonNode image = json(Files.readString(directory.resolve("buildah/image.json")));
    assertThat(image.path("FromImageDigest").asText())
        .isEqualTo(
            result
                .image(ImageForm.OCI)
                .orElseThrow()
                .digest(ImageIdentity.MANIFEST_DIGEST)
                .toString());
    JsonNode app = AciContents.of(result.file()).manifest().path("app");
    JsonNode config = image.path("OCIv1").path("config");
    assertThat(config.path("WorkingDir")).isEqualTo(app.path("workingDirectory"));
    assertThat(config.path("ExposedPorts").fieldNames().next()).isEqualTo("80/tcp");
    assertThat(app.path("ports").path(0).path("port").asInt()).isEqualTo(80);
    assertThat(config.path("Volumes").has("/data")).isTrue();
    assertThat(app.path("mountPoints").path(0).path("path").asText()).isEqualTo("/data");
    assertThat(config.path("Labels").path("org.example.label").asText()).isEqualTo("value");
    assertThat(config.path("StopSignal").asText()).isEqualTo("SIGINT");
    assertThat(config.path("Entrypoint").path(0)).isEqualTo(app.path("exec").path(0));
  }

  /**
   * Loads an archive into a storage of its own, looks at it, and runs a command in it. Mounts are
   * seen by the tool alone.
   *
   * @param name the directory for the storage, for {@code image.json} and for {@code root.tar}
   */
  private static String buildah(String name, String archive, String command) throws IOException {
    return Command.of("unshare", "-m", "--propagation", "private", "sh", "-ec")
        .with(
            """
            d=$1
            b() { buildah --root "$d/root" --runroot "$d/run" --storage-driver vfs "$@"; }
            b pull -q "$2" >/dev/null
            b from --name test --pull-never example.com/app:1 >/dev/null
            b inspect --type image example.com/app:1 >"$d/image.json"
            tar -C "$(b mount test)" -cf "$d/root.tar" .
            b umount test >/dev/null
            b run --isolation chroot test -- sh -c "$3"
            """,
            "sh",
            Files.createDirectories(directory.resolve(name)).toString(),
            archive,
            command)
        .succeed();
  }

  /** What must be the same in both: type, mode, owner, link, time, content. */
  private static Map<String, String> files(AciContents contents, String root) {
    Map<String, String> files = new TreeMap<>();
    Map<String, AciContents.Entry> entries = contents.entries();
    entries.forEach(
        (name, entry) -> {
          if (!name.startsWith(root) || name.equals("manifest") || name.isEmpty()) {
            return;
          }
          AciContents.Entry file = entry.type() == '1' ? linked(entries, entry) : entry;
          String path = name.substring(root.length());
          files.put(
              path,
              "%s %o %d:%d %s %d"
                  .formatted(
                      file.type(),
                      file.mode(),
                      file.uid(),
                      file.gid(),
                      file.type() == '2' ? file.link() : "",
                      java.util.Arrays.hashCode(file.content())));
        });
    files.remove("");
    return files;
  }

  private static AciContents.Entry linked(
      Map<String, AciContents.Entry> entries, AciContents.Entry link) {
    return requireNonNull(entries.get(link.link().replaceFirst("^\\./", "")));
  }

  private static Map<String, String> filesOfTheAci() {
    Map<String, String> files = files(AciContents.of(result.file()), "rootfs/");
    assertThat(files).containsKeys("srv/a", "srv/link", "bin/busybox", "home");
    assertThat(files).doesNotContainKey("etc/localtime");
    return files;
  }

  private static Map<String, String> tarOf(Path root) {
    Path tar = directory.resolve("bundle.tar");
    Command.of("tar", "-C", root.toString(), "-cf", tar.toString(), ".").succeed();
    return files(AciContents.of(tar), "");
  }
}
