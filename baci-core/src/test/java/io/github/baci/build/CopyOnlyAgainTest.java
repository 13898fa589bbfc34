package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.AciOptions;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildRequestBuilder;
import io.github.baci.api.ImageForm;
import io.github.baci.api.LayerCompression;
import io.github.baci.api.OciOptions;
import io.github.baci.api.OutputFormats;
import io.github.baci.api.WrittenImage;
import io.github.baci.dockerfile.DockerfileException;
import io.github.baci.image.Image;
import io.github.baci.image.ImageConfig;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.FileTree;
import io.github.baci.source.pull.BuiltImages;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Builds of what was built before. */
class CopyOnlyAgainTest extends CopyOnlyFixture {
  @Test
  void writesNothingWhenNothingChanged() throws Exception {
    write("a", "1");
    write("Dockerfile", "FROM scratch\nCOPY a /a\n");
    CompletedBuild first = build();
    FileTime written = Files.getLastModifiedTime(output());
    outcomes.clear();

    CompletedBuild second = build();

    assertThat(second.result().upToDate()).isTrue();
    assertThat(second.result().imageId()).isEqualTo(first.result().imageId());
    assertThat(second.result().size()).isEqualTo(first.result().size());
    assertThat(Files.getLastModifiedTime(output())).isEqualTo(written);
    assertThat(outcomes).containsExactly("1 DONE", "2 CACHED");
  }

  @Test
  void eachFormatHasItsFileAndIsWrittenAgainWhenItsNameChanges() throws Exception {
    write("a", "1");
    write("Dockerfile", "FROM scratch\nCOPY a /a\n");
    Map<ImageForm, String> first = new EnumMap<>(ImageForm.class);
    for (String tag : List.of("1", "1", "2")) {
      OciOptions names =
          new OciOptions(Optional.of("example.com/app"), tag, Map.of(), LayerCompression.GZIP);
      CompletedBuild result =
          build(
              BuildRequest.builder(context(), output(), AciOptions.named("example.com/test"))
                  .storeDirectory(directory.resolve("store"))
                  .formats(OutputFormats.of(List.of(ImageForm.values()), names)));
      for (WrittenImage image : result.result().images()) {
        assertThat(image.file()).isEqualTo(image.form().beside(output())).isRegularFile();
        assertThat(image.size()).isEqualTo(Files.size(image.file()));
        String before = first.putIfAbsent(image.form(), image.id());
        assertThat(image.upToDate())
            .as("%s of tag %s", image.form(), tag)
            .isEqualTo(before != null && (tag.equals("1") || image.form() == ImageForm.ACI));
      }
      assertThat(result.result().images()).hasSize(ImageForm.values().length);
    }
  }

  @Test
  void theStepsOfTheLastBuildAreRememberedAlsoWhereTheFilesAreTheSame() throws Exception {
    write("a", "1");
    write("Dockerfile", "FROM scratch\nCOPY a /a\n");
    CompletedBuild first = build();
    write("Dockerfile", "FROM scratch\nARG UNUSED=1\nCOPY a /a\nARG LATER=2\n");

    CompletedBuild second = build();

    assertThat(second.result().imageId()).isEqualTo(first.result().imageId());
    try (Store store = DirectoryStore.open(directory.resolve("store"))) {
      Image remembered =
          new BuiltImages(store, new DirectoryLayerStore(store))
              .find(second.result().imageId())
              .orElseThrow();
      assertThat(remembered.config().history())
          .extracting(ImageConfig.History::createdBy)
          .containsExactly("ARG UNUSED=1", "COPY a /a # buildkit", "ARG LATER=2");
    }
  }

  @Test
  void whatBuildsWroteIntoTheContextIsNoPartOfIt() throws Exception {
    write("a", "1");
    write("Dockerfile", "FROM scratch\nCOPY . /all\n");
    Path output = context().resolve("target/image [1].aci");
    Path record = context().resolve("target/baci");
    BuildRequestBuilder request =
        BuildRequest.builder(context(), output, AciOptions.named("example.com/test"))
            .storeDirectory(directory.resolve("store"))
            .ownFiles(List.of(record));
    CompletedBuild first = build(request);
    write("target/baci/image.properties", "written after the build");
    write("target/.image [1].aci.77-0.baci-part", "left by a build that was killed");

    CompletedBuild second = build(request);

    assertThat(second.result().upToDate()).isTrue();
    FileTree tree = FileTree.of(second.image().layers());
    assertThat(tree.lookup("all/target").orElseThrow().children()).isEmpty();
    assertThat(tree.lookup("all/a")).isPresent();
    assertThat(second.result().imageId()).isEqualTo(first.result().imageId());
  }

  @Test
  void takesStepsFromTheStoreWhenTheOutputWasDeleted() throws Exception {
    write("a", "1");
    write("Dockerfile", "FROM scratch\nCOPY a /a\n");
    byte[] first = Files.readAllBytes(build().result().file());
    Files.delete(output());
    outcomes.clear();

    CompletedBuild second = build();

    assertThat(second.result().upToDate()).isFalse();
    assertThat(Files.readAllBytes(output())).isEqualTo(first);
    assertThat(outcomes).containsExactly("1 DONE", "2 CACHED");
  }

  @Test
  void executesWhatFollowsAChangedFile() throws Exception {
    write("a", "1");
    write("b", "1");
    write("Dockerfile", "FROM scratch\nCOPY a /a\nCOPY b /b\n");
    build();
    write("b", "2");
    outcomes.clear();

    CompletedBuild result = build();

    assertThat(outcomes).containsExactly("1 DONE", "2 CACHED", "3 DONE");
    assertThat(content(result, "b")).isEqualTo("2");
  }

  @Test
  void seesAChangedHeredocBody() throws Exception {
    write("Dockerfile", "FROM scratch\nCOPY <<END /a\none\nEND\n");
    build();
    write("Dockerfile", "FROM scratch\nCOPY <<END /a\ntwo\nEND\n");

    assertThat(content(build(), "a")).isEqualTo("two\n");
  }

  @Test
  void executesAllStepsAgainWithoutTheCache() throws Exception {
    write("a", "1");
    write("Dockerfile", "FROM scratch\nCOPY a /a\n");
    build();
    outcomes.clear();

    build(request().noCache(true));

    assertThat(outcomes).containsExactly("1 DONE", "2 DONE");
  }

  @Test
  void givesTheSameBytesForCheckoutsOfDifferentTimes() throws Exception {
    write("dir/a", "1");
    write("Dockerfile", "FROM scratch\nWORKDIR /w\nCOPY dir /dir\nCOPY <<E /e\nx\nE\n");
    Instant timestamp = Instant.parse("2026-01-02T03:04:05Z");
    build(request().timestamp(timestamp));
    byte[] first = Files.readAllBytes(output());
    Files.setLastModifiedTime(
        context().resolve("dir/a"), FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
    Files.setLastModifiedTime(
        context().resolve("dir"), FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));

    build(request().timestamp(timestamp).storeDirectory(directory.resolve("another-store")));

    assertThat(Files.readAllBytes(output())).isEqualTo(first);
  }

  @Test
  void keepsTheLastGoodOutputWhenABuildFails() throws Exception {
    write("a", "1");
    write("Dockerfile", "FROM scratch\nCOPY a /a\n");
    build();
    byte[] good = Files.readAllBytes(output());
    write("Dockerfile", "FROM scratch\nCOPY gone /a\n");

    assertThatThrownBy(this::build)
        .isInstanceOf(DockerfileException.class)
        .hasMessageContaining("Dockerfile:2:")
        .hasMessageContaining("\"/gone\": not found")
        .hasMessageContaining("2 | >>> COPY gone /a");
    assertThat(Files.readAllBytes(output())).isEqualTo(good);
  }
}
