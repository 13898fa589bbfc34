package io.github.baci.source;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.ArtifactFiles;
import io.github.baci.api.ArtifactFiles.ImageFile;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.ImageForm;
import io.github.baci.api.Platform;
import io.github.baci.api.SourceOptions;
import io.github.baci.image.Image;
import io.github.baci.image.ImageException;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import io.github.baci.testing.SampleAci;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactSourceTest {
  private static final Platform AMD64 = Platform.parse("linux/amd64");

  @TempDir private Path directory;
  private final Map<String, ImageFile> artifacts = new HashMap<>();
  private Store store;

  @BeforeEach
  void openAStore() {
    store = DirectoryStore.open(directory.resolve("store"));
  }

  @AfterEach
  void closeTheStore() {
    store.close();
  }

  private ImageSources sources(Optional<ArtifactFiles> files) {
    SourceOptions.Builder options = SourceOptions.builder();
    files.ifPresent(options::artifacts);
    return ImageSources.standard(
        store, new DirectoryLayerStore(store), options.build(), directory, BuildListener.SILENT);
  }

  private Image load(String reference) throws InterruptedException {
    return sources(Optional.of(wanted -> requireNonNull(artifacts.get(wanted))))
        .load(reference, AMD64);
  }

  @Test
  void anAciIsReadWhateverItsFileIsCalled() throws Exception {
    Path file = directory.resolve("base#1, of the reactor");
    new SampleAci("example.com/base").file("bin/app", "x").write(file);
    artifacts.put("org.example:base:1", new ImageFile(file, ImageForm.ACI));

    Image image = load("maven://org.example:base:1");

    List<Layer> expected = sources(Optional.empty()).load("aci://" + file, AMD64).layers();
    assertThat(image.layers()).isNotEmpty();
    assertThat(image.layers().stream().map(Layer::diffId).toList())
        .isEqualTo(expected.stream().map(Layer::diffId).toList());
  }

  @Test
  void anArtifactThatChangedIsAnotherBase() throws Exception {
    Path file = directory.resolve("base-1-SNAPSHOT.aci");
    artifacts.put("base", new ImageFile(file, ImageForm.ACI));
    new SampleAci("example.com/base").file("bin/app", "x").write(file);
    List<Layer> before = load("maven://base").layers();
    Files.delete(file);
    new SampleAci("example.com/base").file("bin/app", "y").write(file);

    assertThat(load("maven://base").layers()).isNotEqualTo(before);
  }

  @Test
  void aDamagedArtifactIsToldByItsReference() throws IOException {
    Path file = Files.writeString(directory.resolve("base.aci"), "no image");
    artifacts.put("base", new ImageFile(file, ImageForm.ACI));
    artifacts.put("saved", new ImageFile(file, ImageForm.OCI));

    assertThatThrownBy(() -> load("maven://base"))
        .isInstanceOf(BaciException.class)
        .hasMessageStartingWith("maven://base: ");
    assertThatThrownBy(() -> load("maven://saved"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void whatADifferenceDependsOnIsAnArtifactBesideIt() throws Exception {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    SampleAci lower = new SampleAci("example.com/app-base").file("bin/sh", "x");
    SampleAci upper =
        new SampleAci("example.com/app-base")
            .file("bin/other", "y")
            .dependsOn("example.com/app-base", lower.imageId(), 0);
    Path file =
        new SampleAci("example.com/app")
            .file("bin/app", "z")
            .dependsOn("example.com/app-base", upper.imageId(), 0)
            .write(directory.resolve("app.aci"));
    Map<String, Path> beside =
        Map.of(
            "base-1", lower.write(elsewhere.resolve("1.aci")),
            "base-2", upper.write(elsewhere.resolve("2.aci")));
    ArtifactFiles files =
        new ArtifactFiles() {
          @Override
          public ImageFile find(String reference) {
            return new ImageFile(file, ImageForm.ACI);
          }

          @Override
          public Optional<Path> findBeside(String reference, String qualifier) {
            return Optional.ofNullable(beside.get(qualifier));
          }
        };

    FileTree tree = FileTree.of(sources(Optional.of(files)).load("maven://app", AMD64).layers());

    assertThat(tree.lookup("bin/sh")).isPresent();
    assertThat(tree.lookup("bin/other")).isPresent();
    assertThat(tree.lookup("bin/app")).isPresent();
  }

  @Test
  void withoutMavenThereAreNoArtifacts() {
    assertThatThrownBy(() -> sources(Optional.empty()).load("maven://base", AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessage(
            "maven://base: artifacts are found only where a build tool with repositories runs the"
                + " build");
  }

  @Test
  void whoeverFindsNoneHasNamedTheArtifactAlready() {
    ArtifactFiles files =
        reference -> {
          throw new BaciException("maven://" + reference + ": Could not find artifact");
        };

    assertThatThrownBy(() -> sources(Optional.of(files)).load("maven://gone", AMD64))
        .isInstanceOfSatisfying(
            ImageException.class, e -> assertThat(e.image()).isEqualTo("maven://gone"))
        .hasMessage("maven://gone: Could not find artifact");
  }
}
