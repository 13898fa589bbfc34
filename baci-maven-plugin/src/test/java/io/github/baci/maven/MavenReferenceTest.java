package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.ImageForm;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MavenReferenceTest {

  @Test
  void coordinatesAreReadAsMavenWritesThem() {
    assertThat(MavenReference.parse("org.example:base:1.0-SNAPSHOT"))
        .isEqualTo(
            new MavenReference.Coordinates(
                "org.example", "base", "aci", Optional.empty(), "1.0-SNAPSHOT"));
    assertThat(MavenReference.parse("org.example:base:oci:1.0"))
        .isEqualTo(
            new MavenReference.Coordinates("org.example", "base", "oci", Optional.empty(), "1.0"));
    assertThat(MavenReference.parse("org.example:base:aci:debug:1.0"))
        .isEqualTo(
            new MavenReference.Coordinates(
                "org.example", "base", "aci", Optional.of("debug"), "1.0"))
        .hasToString("org.example:base:aci:debug:1.0");
  }

  @Test
  void oneWordIsADeclaredDependency() {
    assertThat(MavenReference.parse("base")).isEqualTo(new MavenReference.Declared("base"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:b", "a::1", "a:b:c:d:e:f", "a/b:c:1", "a:b c:1", ":b:1"})
  void everyOtherFormIsRefusedWithTheRightOne(String text) {
    assertThatThrownBy(() -> MavenReference.parse(text))
        .isInstanceOf(BaciException.class)
        .hasMessageStartingWith("'maven://" + text + "' must have the form 'maven://groupId:");
  }

  @Test
  void typesOfImagesHaveTheirExtensionsAndOthersAreRefused() {
    assertThat(ArtifactType.extension("oci", "x")).isEqualTo("oci.tar");
    assertThat(ArtifactType.extension("oci.tar", "x")).isEqualTo("oci.tar");
    assertThat(ArtifactType.extension("aci", "x")).isEqualTo("aci");
    assertThat(ArtifactType.form("aci")).isEqualTo(ImageForm.ACI);
    assertThat(ArtifactType.form("oci.tar")).isEqualTo(ImageForm.OCI);
    assertThatThrownBy(() -> ArtifactType.extension("jar", "maven://a:b:jar:1"))
        .isInstanceOf(BaciException.class)
        .hasMessageStartingWith("maven://a:b:jar:1: an artifact of type 'jar' is no image");
  }
}
