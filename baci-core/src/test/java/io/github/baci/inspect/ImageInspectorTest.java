package io.github.baci.inspect;

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
import io.github.baci.api.ConvertRequest;
import io.github.baci.api.ImageForm;
import io.github.baci.api.ImageId;
import io.github.baci.api.ImageSearch;
import io.github.baci.api.InspectRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageInspectorTest {
  private static final String DOCKERFILE =
      """
      FROM scratch
      COPY one.txt /srv/
      ENV COLOR=%s
      COPY --chmod=600 two.txt /srv/one.txt
      COPY many /many/
      """;

  @TempDir private Path directory;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(directory.resolve("one.txt"), "one\n");
    Files.writeString(directory.resolve("two.txt"), "two!\n");
    Files.createDirectory(directory.resolve("many"));
    for (int i = 10; i < 32; i++) {
      Files.writeString(directory.resolve("many/" + i), "file " + i);
    }
  }

  private BuildResult build(String name, String color) throws Exception {
    Files.writeString(directory.resolve("Dockerfile"), DOCKERFILE.formatted(color));
    return new Baci()
        .build(
            BuildRequest.builder(
                    directory, directory.resolve(name), AciOptions.named("example.com/" + color))
                .storeDirectory(directory.resolve("store"))
                .build(),
            BuildListener.SILENT);
  }

  private ImageReport inspect(String image, Optional<String> against, Optional<String> path)
      throws InterruptedException {
    return inspect("store", image, against, path);
  }

  private ImageReport inspect(
      String store, String image, Optional<String> against, Optional<String> path)
      throws InterruptedException {
    InspectRequest.Builder request =
        InspectRequest.builder(image, directory.resolve(store)).search(ImageSearch.in(directory));
    against.ifPresent(request::against);
    path.ifPresent(request::path);
    return new ImageInspector().inspect(request.build(), BuildListener.SILENT);
  }

  private static List<String> changes(ImageStep step) {
    return step.changes().changes().stream()
        .map(change -> change.kind().label() + " " + change.path())
        .toList();
  }

  @Test
  void tellsWhatEachStepOfABuildAdded() throws Exception {
    BuildResult built = build("red.aci", "red");

    ImageReport report = inspect("red.aci", Optional.empty(), Optional.empty());

    assertThat(report.form()).isEqualTo("aci");
    assertThat(report.imageId()).contains(new ImageId(built.imageId()));
    assertThat(report.fileSize()).hasValue(built.size());
    assertThat(report.manifest().orElseThrow().get("name").asText()).isEqualTo("example.com/red");
    assertThat(report.layers()).hasSize(3);
    assertThat(report.steps()).hasSize(4);
    assertThat(changes(report.steps().get(0))).containsExactly("added /srv", "added /srv/one.txt");
    assertThat(report.steps().get(1).layer()).isEmpty();
    assertThat(report.steps().get(1).history().createdBy()).startsWith("ENV COLOR=red");
    FileChange replaced =
        report.steps().get(2).changes().changes().stream()
            .filter(change -> change.path().equals("/srv/one.txt"))
            .findFirst()
            .orElseThrow();
    assertThat(replaced.aspects())
        .contains(FileChange.Aspect.MODE, FileChange.Aspect.SIZE, FileChange.Aspect.CONTENT);
    assertThat(report.tree().files()).extracting(ListedFile::path).containsExactly("/many", "/srv");
    assertThat(report.tree().files()).extracting(ListedFile::size).containsExactly(22 * 7L, 5L);
    assertThat(report.totals().files()).isEqualTo(23);
  }

  @Test
  void formsOfArchivesAreToldAlsoOfCompressedOnes() throws Exception {
    build("red.aci", "red");
    for (ImageForm form : List.of(ImageForm.OCI, ImageForm.DOCKER)) {
      Path file = directory.resolve("red." + form + ".tar");
      new Baci()
          .convert(
              ConvertRequest.builder("red.aci", file, form, directory.resolve("store"))
                  .search(ImageSearch.in(directory))
                  .build(),
              BuildListener.SILENT);
      Path packed = directory.resolve(file.getFileName() + ".gz");
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
        Files.copy(file, out);
      }
      String expected = form == ImageForm.OCI ? "oci-archive" : "docker-archive";
      for (Path each : List.of(file, packed, packed)) { // the last is answered from the store
        assertThat(inspect(each.toString(), Optional.empty(), Optional.empty()).form())
            .as(each.toString())
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void textShowsTheFirstChangesOfAStepAndThePathAskedForInFull() throws Exception {
    build("red.aci", "red");

    String all = new TextReport().render(inspect("red.aci", Optional.empty(), Optional.empty()));
    assertThat(all)
        .contains("   1  COPY one.txt /srv/\n      4 B: 2 added, 0 changed, 0 removed\n")
        .contains("… and 13 more");
    assertThat(all).contains("\"name\" : \"example.com/red\"").doesNotContain("/many/31");

    String many =
        new TextReport().render(inspect("red.aci", Optional.empty(), Optional.of("many")));
    assertThat(many).contains("+ /many/31  7 B").contains("Tree /many\n").doesNotContain("more");
    assertThat(many).containsPattern("-rw-r--r--   0:0 +7 B .*Z +/many/10\n");
    assertThat(many).doesNotContain("+ /srv");
  }

  @Test
  void saysSoWhereTheStepsAreNotKnown() throws Exception {
    build("red.aci", "red");

    ImageReport report = inspect("other", "red.aci", Optional.empty(), Optional.empty());

    assertThat(report.steps()).isEmpty();
    assertThat(report.layers()).hasSize(1);
    assertThat(new TextReport().render(report)).contains("Steps\n      not known");
  }

  @Test
  void showsTheDifferenceToAnotherImage() throws Exception {
    build("red.aci", "red");
    Files.writeString(directory.resolve("many/20"), "changed");
    Files.delete(directory.resolve("many/21"));
    build("blue.aci", "blue");

    ImageReport report = inspect("blue.aci", Optional.of("aci://red.aci"), Optional.of("/many"));

    ImageDifference difference = report.difference().orElseThrow();
    assertThat(difference.fields())
        .contains(
            new FieldChange("app.environment.COLOR", Optional.of("red"), Optional.of("blue")));
    assertThat(difference.files().changes())
        .filteredOn(change -> !change.path().equals("/many"))
        .extracting(change -> change.kind() + change.path())
        .containsExactly("CHANGED/many/20", "REMOVED/many/21");
    JsonNode json = new ObjectMapper().readTree(new JsonReport().render(report));
    assertThat(json.at("/difference/equal").asBoolean()).isFalse();
    assertThat(json.at("/difference/files").findValuesAsText("change"))
        .contains("changed", "removed");
    assertThat(json.at("/manifest/app/environment/1/value").asText()).isEqualTo("blue");
  }

  @Test
  void anImageIsEqualToItself() throws Exception {
    build("red.aci", "red");

    ImageReport report = inspect("red.aci", Optional.of("red.aci"), Optional.empty());

    assertThat(report.difference().orElseThrow().isEmpty()).isTrue();
    assertThat(new TextReport().render(report)).endsWith("Difference to red.aci\n      none\n");
  }

  @Test
  void namesWhatIsMissing() throws Exception {
    build("red.aci", "red");
    Files.writeString(directory.resolve("text.tar"), "no image at all");

    assertThatThrownBy(() -> inspect("red.aci", Optional.empty(), Optional.of("/no/such")))
        .isInstanceOf(BaciException.class)
        .hasMessage("the image has no '/no/such'");
    assertThatThrownBy(() -> inspect("gone.aci", Optional.empty(), Optional.empty()))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("there is no image")
        .hasMessageContaining("gone.aci");
    assertThatThrownBy(() -> inspect("text.tar", Optional.empty(), Optional.empty()))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("it is no tar archive");
  }
}
