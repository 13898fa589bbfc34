package io.github.baci.convert;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.baci.Baci;
import io.github.baci.api.AciCompression;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildResult;
import io.github.baci.api.ImageForm;
import io.github.baci.api.ImageId;
import io.github.baci.api.ImageIdentity;
import io.github.baci.api.OciOptions;
import io.github.baci.api.OutputFormats;
import io.github.baci.inspect.ImageReport;
import io.github.baci.testing.AciContents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageConverterTest {
  private static final String DOCKERFILE =
      """
      FROM scratch
      LABEL kind=sample
      ENV COLOR=red odd.name=x
      COPY --chown=7:8 --chmod=4755 tool /bin/tool
      COPY data /data/
      COPY --link two /data/one
      WORKDIR /data
      USER 7:8
      EXPOSE 80 53/udp
      VOLUME /data/logs
      STOPSIGNAL SIGINT
      HEALTHCHECK --interval=5s CMD ["/bin/tool", "check"]
      ENTRYPOINT ["/bin/tool"]
      CMD ["serve"]
      """;

  @TempDir private Path directory;
  private ConversionFixture images;
  private BuildResult built;

  @BeforeEach
  void build() throws Exception {
    images = new ConversionFixture(directory);
    Files.writeString(directory.resolve("Dockerfile"), DOCKERFILE);
    Files.writeString(directory.resolve("tool"), "tool");
    Files.writeString(directory.resolve("two"), "two");
    Files.createDirectory(directory.resolve("data"));
    Files.writeString(directory.resolve("data/one"), "one");
    Files.createSymbolicLink(directory.resolve("data/link"), Path.of("one"));
    BuildRequest request =
        BuildRequest.builder(
                directory, directory.resolve("built.aci"), AciOptions.named("example.com/app:1.0"))
            .storeDirectory(directory.resolve("store"))
            .timestamp(Instant.ofEpochSecond(1_700_000_000))
            .formats(
                OutputFormats.ACI.withOci(
                    directory.resolve("built.oci.tar"),
                    new OciOptions(
                        Optional.of("example.com/app"),
                        "1.0",
                        Map.of(),
                        OciOptions.DEFAULT.compression())))
            .build();
    built = new Baci().build(request, BuildListener.SILENT);
  }

  @ParameterizedTest
  @CsvSource({
    "built.aci, one.oci.tar, back.aci",
    "built.aci, one.docker.tar, back.aci",
    "built.oci.tar, one.docker.tar, back.oci.tar",
    "built.oci.tar, one.aci, back.oci.tar",
    "built.aci, one.docker.tar, back.oci.tar",
  })
  void thereAndBackFilesAndConfigAreEqual(String from, String there, String back) throws Exception {
    images.convert(from, there);
    images.convert(there, back);

    for (String converted : List.of(there, back)) {
      ImageReport report = images.compare(converted, from);
      assertThat(report.difference().orElseThrow().files().changes()).isEmpty();
      assertThat(report.difference().orElseThrow().fields())
          .filteredOn(change -> !change.field().startsWith("annotations.appc.io/docker/"))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"GZIP", "NONE", "XZ"})
  void anAciKeepsItsImageIdWhateverTheCompression(AciCompression compression) throws Exception {
    String id = images.convert("built.aci", "again.aci", Optional.empty(), compression).id();

    assertThat(id).isEqualTo(new ImageId(built.imageId()).toString());
  }

  @Test
  void layersHistoryAndConfigPassThroughDockerArchives() throws Exception {
    images.convert("built.oci.tar", "one.docker.tar");
    images.convert("one.docker.tar", "back.oci.tar");
    String first = images.convert("back.oci.tar", "two.docker.tar").id();

    assertThat(first)
        .isEqualTo(
            built
                .image(ImageForm.OCI)
                .orElseThrow()
                .digest(ImageIdentity.CONFIG_DIGEST)
                .toString());
    assertThat(directory.resolve("two.docker.tar"))
        .hasSameBinaryContentAs(directory.resolve("one.docker.tar"));
    assertThat(directory.resolve("back.oci.tar"))
        .hasSameBinaryContentAs(directory.resolve("built.oci.tar"));
  }

  @Test
  void dockerArchivesSayWhatTheyHold() throws Exception {
    String id = images.convert("built.aci", "one.docker.tar").id();

    AciContents contents = AciContents.of(directory.resolve("one.docker.tar"));
    JsonNode manifest = json(contents, "manifest.json").get(0);
    assertThat(manifest.get("Config").asText())
        .isEqualTo(id.substring("sha256:".length()) + ".json");
    assertThat(manifest.get("RepoTags").get(0).asText()).isEqualTo("example.com/app:1.0");
    assertThat(manifest.get("Layers")).hasSize(1);
    assertThat(contents.entries()).containsKey(manifest.get("Layers").get(0).asText());
    assertThat(json(contents, "repositories").at("/example.com~1app/1.0").asText())
        .isEqualTo(manifest.get("Layers").get(0).asText().replace("/layer.tar", ""));
  }

  private static JsonNode json(AciContents contents, String name) throws IOException {
    return new ObjectMapper().readTree(requireNonNull(contents.entries().get(name)).content());
  }

  @Test
  void namesAreKeptOrGiven() throws Exception {
    images.convert("built.oci.tar", "kept.aci");
    images.convert(
        "built.aci", "given.aci", Optional.of("example.org/other:2"), AciCompression.GZIP);
    images.convert(
        "built.aci", "given.docker.tar", Optional.of("localhost:5000/a_b:c"), AciCompression.GZIP);

    assertThat(AciContents.of(directory.resolve("kept.aci")).manifest().get("name").asText())
        .isEqualTo("example.com/app");
    JsonNode given = AciContents.of(directory.resolve("given.aci")).manifest();
    assertThat(given.get("name").asText()).isEqualTo("example.org/other");
    assertThat(given.get("labels").findValuesAsText("value")).contains("2").doesNotContain("1.0");
    assertThat(
            json(AciContents.of(directory.resolve("given.docker.tar")), "manifest.json")
                .at("/0/RepoTags/0")
                .asText())
        .isEqualTo("localhost:5000/a_b:c");
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> images.convert("built.aci", "image.tar"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("does not tell its format");
    assertThatThrownBy(() -> images.convert("gone.aci", "image.oci.tar"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("there is no image");
    assertThat(directory.resolve("image.oci.tar")).doesNotExist();
  }
}
