package io.github.baci.aci.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.aci.types.AciName;
import io.github.baci.api.BaseSplit;
import io.github.baci.api.Digest;
import io.github.baci.api.Platform;
import io.github.baci.image.Image;
import io.github.baci.image.ImageConfig;
import io.github.baci.image.ImageOrigin;
import io.github.baci.layer.Layer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How base ACIs are called. */
class BaseAciTest {
  private static final AciName DEPENDENT = AciName.parse("example.com/app:1.0,channel=beta");

  @ParameterizedTest
  @CsvSource({
    "registry-1.docker.io, library/debian, registry-1.docker.io/library/debian",
    "localhost:5000, my__app/x--y, localhost-5000/my_app/x-y",
    "r.example.com, a/b.c_d-e, r.example.com/a/b.c_d-e"
  })
  void anImageOfARegistryIsCalledAsDocker2aciCallsIt(
      String registry, String repository, String name) {
    Image image =
        image(
            Map.of(
                "appc.io/docker/registryurl", registry,
                "appc.io/docker/repository", repository,
                "appc.io/docker/tag", "12"));

    AciName its = BaseAci.of(image, BaseSplit.IMAGE, DEPENDENT).get(0).name();

    assertThat(its).isEqualTo(AciName.parse(name + ":12,os=linux,arch=aarch64"));
  }

  @Test
  void anImageWithoutATagHasNoVersion() {
    Image image =
        image(
            Map.of(
                "appc.io/docker/registryurl", "r", "appc.io/docker/repository", "library/debian"));

    assertThat(BaseAci.of(image, BaseSplit.IMAGE, DEPENDENT).get(0).name().labels().version())
        .isEqualTo(Optional.empty());
  }

  @Test
  void anImageOfNoRegistryIsCalledAfterTheOneMadeFromIt() {
    assertThat(BaseAci.of(image(Map.of()), BaseSplit.IMAGE, DEPENDENT).get(0).name())
        .isEqualTo(AciName.parse("example.com/app-base:1.0,os=linux,arch=aarch64"));
  }

  @Test
  void layersAreCountedFromBelowAndCalledAfterTheirDigests() {
    List<BaseAci> all = BaseAci.of(image(Map.of()), BaseSplit.LAYER, DEPENDENT);

    assertThat(all).extracting(BaseAci::qualifier).containsExactly("base-1", "base-2");
    assertThat(all).extracting(BaseAci::below).containsExactly(0, 1);
    String digest = "ab".repeat(32);
    assertThat(all.get(0).name())
        .isEqualTo(
            AciName.parse(
                "example.com/app-base-sha256-%s:1.0,os=linux,arch=aarch64,layer=%s"
                    .formatted(digest, digest)));
    assertThat(all.get(0).image().config()).isEqualTo(ImageConfig.EMPTY);
    assertThat(all.get(1).image().config()).isNotEqualTo(ImageConfig.EMPTY);
  }

  @Test
  void anImageWithoutLayersHasNoBaseAci() {
    Image empty =
        new Image(Platform.parse("linux/amd64"), ImageConfig.EMPTY, List.of(), ImageOrigin.NONE);

    assertThat(BaseAci.of(empty, BaseSplit.LAYER, DEPENDENT)).isEmpty();
  }

  private static Image image(Map<String, String> origin) {
    return new Image(
        Platform.parse("linux/arm64"),
        ImageConfig.EMPTY.toBuilder().env("A", "1").build(),
        List.of(layer("ab"), layer("cd")),
        ImageOrigin.ofAnnotations(origin));
  }

  private static Layer layer(String twoDigits) {
    return new Layer(Digest.parse("sha256:" + twoDigits.repeat(32)), Path.of("x"), List.of());
  }
}
