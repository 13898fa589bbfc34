package io.github.baci.build.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.aci.archive.TestLayers;
import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.api.SourceOptions;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.LayerStack;
import io.github.baci.plan.Destination;
import io.github.baci.plan.Placement;
import io.github.baci.store.DamagedEntryException;
import io.github.baci.store.Records;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerCopyTest {
  private static final int MANY = 1000;

  @TempDir private Path directory;
  private TestLayers layers;

  @BeforeEach
  void openAStore() {
    layers = new TestLayers(directory);
  }

  @AfterEach
  void closeTheStore() {
    layers.close();
  }

  @Test
  void whatIsTakenIsKnownWithoutTheFiles() throws Exception {
    stage();
    Digest taken = copy("result").inputDigest();
    assertThat(taken).isEqualTo(copy("result").operation().inputDigest());
    layers.loseTars();

    LayerCopy again = copy("result");

    assertThat(again.inputDigest()).isEqualTo(taken);
    assertThat(again.warnings()).isEmpty();
    assertThatThrownBy(again::operation).isInstanceOf(DamagedEntryException.class);
  }

  @Test
  void otherSourcesAndOtherLayersAreOtherFiles() throws Exception {
    stage();
    Digest result = copy("result").inputDigest();
    Digest file = copy("file-1").inputDigest();
    layers.layer(entries -> entries.file("result", "b"));
    Digest above = copy("result").inputDigest();

    assertThat(List.of(result, file, above)).doesNotHaveDuplicates();
    assertThat(layers.kept("taken-")).hasSize(3);
  }

  @Test
  void whatIsToBeToldIsToldEachTime() throws Exception {
    stage();
    for (int i = 0; i < 2; i++) {
      LayerCopy nothing = copy("no*such");
      nothing.inputDigest();
      assertThat(nothing.warnings()).singleElement().asString().contains("no*such");
    }
    for (int i = 0; i < 2; i++) {
      LayerCopy missing = copy("missing");
      assertThatThrownBy(missing::inputDigest)
          .isInstanceOf(BaciException.class)
          .hasMessageContaining("missing");
    }
  }

  private void stage() {
    layers.layer(
        entries -> {
          entries.file("result", "a");
          for (int i = 0; i < MANY; i++) {
            entries.file("file-" + i, "");
          }
        });
  }

  /** Returns a copy from layers of which nothing has been read yet. */
  private LayerCopy copy(String source) {
    LayerStack stack = layers.stack();
    Placement placement =
        new Placement(
            new Destination("/", true), Optional.empty(), Optional.empty(), List.of(), false);
    return new LayerCopy(
        new Records(layers.store()),
        Digest.sha256Of(source.getBytes(StandardCharsets.UTF_8)),
        stack,
        () ->
            operations()
                .prepare(
                    List.of(source),
                    List.of(),
                    placement,
                    false,
                    SourceRoot.of(stack.tree(), "stage a")));
  }

  private CopyOperations operations() {
    DirectoryLayerStore layerStore = new DirectoryLayerStore(layers.store());
    return new CopyOperations(
        layers.store(),
        new UrlFiles(layers.store(), SourceOptions.DEFAULT),
        new GitCheckouts(layers.store(), layerStore, SourceOptions.DEFAULT, Optional.empty()),
        Optional.empty());
  }
}
