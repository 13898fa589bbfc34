package io.github.baci.aci.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.aci.types.Dependency;
import io.github.baci.aci.types.Labels;
import io.github.baci.api.BaciException;
import io.github.baci.api.ImageId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AciDependencyMatchTest extends AciRendererFixture {
  @Test
  void aCircleIsRefused() throws Exception {
    image("b", List.of("c"), List.of(), e -> e);
    image("c", List.of("b"), List.of(), e -> e.file("c", ""));
    UnrenderedAci top = image("top", List.of("b"), List.of(), e -> e);

    assertThatThrownBy(() -> render(top))
        .isInstanceOf(BaciException.class)
        .hasMessage(
            "the dependencies of example.com/top go round in a circle: example.com/b →"
                + " example.com/c → example.com/b");
  }

  @Test
  void aMissingDependencyIsNamedWithWhatNeedsIt() throws Exception {
    UnrenderedAci top = image("top", List.of("missing"), List.of(), e -> e);

    assertThatThrownBy(() -> render(top))
        .isInstanceOf(BaciException.class)
        .hasMessage("example.com/missing, which example.com/top depends on: it is not here");
  }

  @Test
  void anotherImageIdIsRefused() throws Exception {
    UnrenderedAci base = image("base", List.of(), List.of(), e -> e);
    ImageId wrong = id("another");

    assertThatThrownBy(() -> render(dependent(base, Optional.of(wrong), Labels.NONE, 0)))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining(wrong.toString())
        .hasMessageContaining("its image ID is " + base.imageId());
  }

  @Test
  void anotherNameOrLabelIsRefusedUnlessTheImageIdSays() throws Exception {
    UnrenderedAci base = image("base", List.of(), List.of(), e -> e);
    Labels labels = Labels.of(Map.of("version", "2"));

    assertThatThrownBy(() -> render(dependent(base, Optional.empty(), labels, 0)))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("has no label 'version'");
    assertThat(render(dependent(base, Optional.of(base.imageId()), labels, 0))).hasSize(2);
  }

  @Test
  void anotherSizeIsRefused() throws Exception {
    UnrenderedAci base = image("base", List.of(), List.of(), e -> e);

    assertThatThrownBy(() -> render(dependent(base, Optional.empty(), Labels.NONE, 12)))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("it must have 12 bytes, but has 100 (200 uncompressed)");
    assertThat(render(dependent(base, Optional.empty(), Labels.NONE, 100))).hasSize(2);
    assertThat(render(dependent(base, Optional.empty(), Labels.NONE, 200))).hasSize(2);
  }

  private UnrenderedAci dependent(
      UnrenderedAci base, Optional<ImageId> imageId, Labels labels, long size) {
    return image(
        "top",
        List.of(new Dependency(base.manifest().name(), imageId, labels, size)),
        entries -> entries.file("own", ""),
        List.of());
  }
}
