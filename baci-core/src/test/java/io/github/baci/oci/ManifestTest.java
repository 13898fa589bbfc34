package io.github.baci.oci;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.Platform;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {

  private static Manifest.Index index(String... platforms) {
    String entries =
        List.of(platforms).stream()
            .map(
                platform -> {
                  String[] parts = platform.split("/");
                  String variant = parts.length == 3 ? ",\"variant\":\"" + parts[2] + "\"" : "";
                  return "{\"digest\":\"sha256:%064d\",\"size\":1,\"annotations\":{\"p\":\"%s\"},\"platform\":{\"os\":\"%s\",\"architecture\":\"%s\"%s}}"
                      .formatted(platform.length(), platform, parts[0], parts[1], variant);
                })
            .collect(Collectors.joining(","));
    return (Manifest.Index) read("{\"schemaVersion\":2,\"manifests\":[" + entries + "]}");
  }

  private static Manifest read(String json) {
    return Manifest.read(json.getBytes(StandardCharsets.UTF_8), "x");
  }

  private static String chosen(Manifest.Index index, String platform) {
    Descriptor best = index.candidates(Platform.parse(platform)).get(0);
    return requireNonNull(best.annotations().get("p"));
  }

  @Test
  void whatFollowsADocumentIsRefused() {
    assertThatThrownBy(() -> read("{\"schemaVersion\":2,\"manifests\":[]} {}"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("x is not JSON");
  }

  @Test
  void theBestVariantThatRunsIsChosen() {
    Manifest.Index arm = index("linux/arm/v5", "linux/arm/v7", "linux/arm/v6", "linux/arm64/v8");

    assertThat(chosen(arm, "linux/arm/v7")).isEqualTo("linux/arm/v7");
    assertThat(chosen(arm, "linux/arm/v6")).isEqualTo("linux/arm/v6");
    assertThat(chosen(arm, "linux/arm64")).isEqualTo("linux/arm64/v8");
    assertThat(chosen(index("linux/amd64", "linux/amd64/v3"), "linux/amd64"))
        .isEqualTo("linux/amd64");
    assertThat(chosen(index("linux/amd64", "linux/amd64/v2"), "linux/amd64/v3"))
        .isEqualTo("linux/amd64/v2");
  }

  @Test
  void attestationsAreNoPlatform() {
    Manifest.Index index = index("unknown/unknown", "linux/s390x");

    assertThat(index.manifests()).hasSize(1);
    assertThat(index.candidates(Platform.parse("linux/amd64"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"artifactType\":\"application/vnd.example.sbom\"",
        "\"mediaType\":\"application/vnd.oci.artifact.manifest.v1+json\"",
        "\"mediaType\":\"application/vnd.oci.image.layer.v1.tar\""
      })
  void whatCanBeNoImageIsLeftOutWhereThereIsSomethingElse(String type) {
    String other = "{\"digest\":\"sha256:%064d\",\"size\":1,%s}".formatted(1, type);
    String image =
        "{\"digest\":\"sha256:%064d\",\"size\":1,\"artifactType\":\"%s\"}"
            .formatted(2, MediaTypes.OCI_CONFIG);

    assertThat(entries(other, image)).containsExactly("sha256:%064d".formatted(2));
    assertThat(entries(other)).containsExactly("sha256:%064d".formatted(1));
  }

  private static List<String> entries(String... json) {
    String all = String.join(",", json);
    Manifest.Index index =
        (Manifest.Index) read("{\"schemaVersion\":2,\"manifests\":[" + all + "]}");
    return index.manifests().stream().map(entry -> entry.digest().toString()).toList();
  }

  @Test
  void schemaOneAndArtifactsAreRefused() {
    assertThatThrownBy(() -> read("{\"schemaVersion\":1,\"fsLayers\":[]}"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("schema 1");
    assertThatThrownBy(
            () ->
                read(
                    "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"application/vnd.cncf.helm.config.v1+json\",\"digest\":\"sha256:%064d\",\"size\":1},\"layers\":[]}"
                        .formatted(1)))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("helm");
  }
}
