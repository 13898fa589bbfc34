package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.Baci;
import io.github.baci.api.AciMode;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BaseSplit;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildRequestBuilder;
import io.github.baci.api.BuildResult;
import io.github.baci.api.Platform;
import io.github.baci.api.WrittenImage;
import io.github.baci.testing.AciContents;
import io.github.baci.testing.ReferenceRendering;
import io.github.baci.testing.SampleAci;
import io.github.baci.testing.SampleLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds of differences; they need no container. */
class DifferenceBuildTest {
  private static final String FROM = "FROM oci-layout://../base:latest\n";

  @TempDir private Path directory;

  @BeforeEach
  void makeABase() throws Exception {
    Files.createDirectories(context());
    Files.writeString(context().resolve("app"), "the application");
    new SampleLayout()
        .layer(Map.of("bin/", "", "bin/sh", "a shell", "etc/", "", "etc/old", "1", "etc/x", "2"))
        .layer(Map.of("etc/.wh.old", "", "etc/new", "3"))
        .write(directory.resolve("base"));
  }

  @Test
  void theBaseImageBecomesAnAciOfItsOwn() throws Exception {
    BuildResult result = build(FROM + "COPY app /bin/app\nCOPY <<END /etc/new\n4\nEND\n");

    AciContents difference = AciContents.of(result.file());
    assertThat(difference.entries().keySet())
        .containsExactlyInAnyOrder(
            "manifest", "rootfs", "rootfs/bin", "rootfs/bin/app", "rootfs/etc", "rootfs/etc/new");
    assertThat(result.bases()).hasSize(1);
    WrittenImage.BaseAci base = result.bases().get(0);
    assertThat(base.qualifier()).isEqualTo("base");
    assertThat(base.file()).isEqualTo(directory.resolve("out/image-base.aci"));
    AciContents its = AciContents.of(base.file());
    assertThat(its.manifest().path("name").asText()).isEqualTo("example.com/app-base");
    assertThat(labels(its.manifest()))
        .isEqualTo(Map.of("version", "1.0", "os", "linux", "arch", "amd64"));
    assertThat(its.manifest().at("/app/environment/0/name").asText()).isEqualTo("BASE");
    assertDependsOn(difference, its, base);
    assertRendersFlat(result);
  }

  @Test
  void everyLayerBecomesAnAciOfItsOwn() throws Exception {
    dockerfile(FROM + "COPY app /bin/app\n");
    BuildResult result = build(request().mode(AciMode.DIFF).baseAcis(BaseSplit.LAYER));

    assertThat(result.bases())
        .extracting(WrittenImage.BaseAci::qualifier)
        .containsExactly("base-1", "base-2");
    AciContents lower = AciContents.of(result.bases().get(0).file());
    AciContents upper = AciContents.of(result.bases().get(1).file());
    assertThat(lower.manifest().has("app")).isFalse();
    assertThat(lower.manifest().has("dependencies")).isFalse();
    assertThat(upper.manifest().has("app")).isTrue();
    assertThat(lower.manifest().path("name").asText())
        .isEqualTo("example.com/app-base-sha256-" + labels(lower.manifest()).get("layer"));
    assertThat(upper.manifest().path("pathWhitelist"))
        .extracting(JsonNode::asText)
        .containsExactly("/bin", "/bin/sh", "/etc", "/etc/new", "/etc/x");
    assertDependsOn(upper, lower, result.bases().get(0));
    assertDependsOn(AciContents.of(result.file()), upper, result.bases().get(1));
    assertRendersFlat(result);
  }

  @Test
  void stagesThatTheTargetBeginsWithAreNew() throws Exception {
    BuildResult result =
        build(FROM.strip() + " AS first\nCOPY app /one\nFROM first\nCOPY app /two\n");

    assertThat(AciContents.of(result.file()).entries().keySet())
        .containsExactlyInAnyOrder("manifest", "rootfs", "rootfs/one", "rootfs/two");
    assertRendersFlat(result);
  }

  @Test
  void theDifferenceFromNothingIsTheFlatImage() throws Exception {
    BuildResult result = build("FROM scratch\nCOPY app /app\n");

    assertThat(result.bases()).isEmpty();
    assertThat(Files.readAllBytes(result.file())).isEqualTo(Files.readAllBytes(flat()));
  }

  @Test
  void whatIsUpToDateIsNotWrittenAgain() throws Exception {
    BuildResult first = build(FROM + "COPY app /app\n");
    Path base = first.bases().get(0).file();
    byte[] content = Files.readAllBytes(base);
    FileTime written = Files.getLastModifiedTime(first.file());

    assertThat(build(FROM + "COPY app /app\n").upToDate()).isTrue();

    Files.delete(base);
    BuildResult again = build(FROM + "COPY app /app\n");

    assertThat(again.upToDate()).isFalse();
    assertThat(Files.readAllBytes(base)).isEqualTo(content);
    assertThat(Files.getLastModifiedTime(first.file())).isEqualTo(written);
    assertThat(again.bases()).isEqualTo(first.bases());
  }

  @Test
  void anAciIsDependedOnAsItIs() throws Exception {
    SampleAci base =
        new SampleAci("example.com/base").label("version", "7").file("bin/sh", "a shell");
    Path file = base.write(context().resolve("base.aci"));
    BuildResult result = build("FROM aci://base.aci\nCOPY app /bin/app\n");

    assertThat(result.bases()).isEmpty();
    AciContents difference = AciContents.of(result.file());
    assertThat(difference.entries()).doesNotContainKey("rootfs/bin/sh");
    JsonNode dependency = difference.manifest().at("/dependencies/0");
    assertThat(dependency.path("imageName").asText()).isEqualTo("example.com/base");
    assertThat(dependency.path("imageID").asText()).isEqualTo(base.imageId());
    assertThat(dependency.path("size").asLong()).isEqualTo(Files.size(file));
    assertThat(labels(dependency))
        .isEqualTo(Map.of("version", "7", "os", "linux", "arch", "amd64"));
    assertThat(ReferenceRendering.upwards(List.of(AciContents.of(file), difference)))
        .isEqualTo(ReferenceRendering.upwards(List.of(AciContents.of(flat()))));
  }

  @Test
  void aDifferenceIsABaseItself() throws Exception {
    Path first = build(FROM + "COPY app /one\n").file();
    dockerfile("FROM aci://" + first + "\nCOPY app /two\n");
    BuildResult result =
        build(
            BuildRequest.builder(
                    context(),
                    directory.resolve("second/image.aci"),
                    AciOptions.named("example.com/second"))
                .storeDirectory(directory.resolve("store"))
                .mode(AciMode.DIFF));

    assertThat(AciContents.of(result.file()).entries().keySet())
        .containsExactlyInAnyOrder("manifest", "rootfs", "rootfs/two");
    assertThat(
            ReferenceRendering.upwards(
                    List.of(
                        AciContents.of(first.resolveSibling("image-base.aci")),
                        AciContents.of(first),
                        AciContents.of(result.file())))
                .keySet())
        .contains("rootfs/bin/sh", "rootfs/one", "rootfs/two");
  }

  private static void assertDependsOn(
      AciContents image, AciContents base, WrittenImage.BaseAci file) throws IOException {
    assertThat(image.manifest().path("dependencies")).hasSize(1);
    JsonNode dependency = image.manifest().at("/dependencies/0");
    assertThat(dependency.path("imageName")).isEqualTo(base.manifest().path("name"));
    assertThat(dependency.path("imageID").asText()).isEqualTo("sha512-" + file.imageId().hex());
    assertThat(labels(dependency)).isEqualTo(labels(base.manifest()));
    assertThat(dependency.path("size").asLong())
        .isEqualTo(file.size())
        .isEqualTo(Files.size(file.file()));
  }

  private void assertRendersFlat(BuildResult result) throws Exception {
    List<AciContents> chain = new ArrayList<>();
    result.bases().forEach(base -> chain.add(AciContents.of(base.file())));
    chain.add(AciContents.of(result.file()));
    List<AciContents> flat = List.of(AciContents.of(flat()));
    assertThat(ReferenceRendering.upwards(chain)).isEqualTo(ReferenceRendering.upwards(flat));
    assertThat(ReferenceRendering.downwards(chain)).isEqualTo(ReferenceRendering.downwards(flat));
  }

  /** Builds the same as a flat image. */
  private Path flat() throws InterruptedException {
    return build(
            BuildRequest.builder(
                    context(),
                    directory.resolve("flat.aci"),
                    AciOptions.named("example.com/app:1.0"))
                .storeDirectory(directory.resolve("store"))
                .platform(Platform.parse("linux/amd64")))
        .file();
  }

  private BuildResult build(String dockerfile) throws Exception {
    dockerfile(dockerfile);
    return build(request().mode(AciMode.DIFF));
  }

  private BuildResult build(BuildRequestBuilder request) throws InterruptedException {
    return new Baci().build(request.build(), BuildListener.SILENT);
  }

  private BuildRequestBuilder request() {
    return BuildRequest.builder(
            context(), directory.resolve("out/image.aci"), AciOptions.named("example.com/app:1.0"))
        .storeDirectory(directory.resolve("store"))
        .platform(Platform.parse("linux/amd64"));
  }

  private void dockerfile(String text) throws IOException {
    Files.writeString(context().resolve("Dockerfile"), text);
  }

  private Path context() {
    return directory.resolve("context");
  }

  private static Map<String, String> labels(JsonNode owner) {
    Map<String, String> labels = new java.util.TreeMap<>();
    owner
        .path("labels")
        .forEach(label -> labels.put(label.path("name").asText(), label.path("value").asText()));
    return labels;
  }
}
