package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.ImageForm;
import io.github.baci.maven.ImageProperties.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagePropertiesTest {
  @TempDir Path build;

  private ImageProperties aci() {
    return new ImageProperties(
        List.of(new Entry(ImageForm.ACI, build.resolve("x.aci"), List.of("sha512-ab"), 12)));
  }

  private Entry oci() {
    return new Entry(ImageForm.OCI, build.resolve("x.oci.tar"), List.of("sha256:1", "sha256:2"), 7);
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Path path = ImageProperties.path(build, Optional.of("slim"));
    ImageProperties record =
        new ImageProperties(
            List.of(
                new Entry(ImageForm.ACI, build.resolve("é \\ x.aci"), List.of("sha512-ab"), 12),
                oci(),
                new Entry(
                    ImageForm.DOCKER, build.resolve("x.docker.tar"), List.of("sha256:2"), 8)));

    record.write(path, build);

    assertThat(path).isEqualTo(build.resolve("baci/image-slim.properties"));
    assertThat(ImageProperties.read(path, build)).contains(record);
  }

  @Test
  void filesInTheBuildDirectoryAreRecordedRelativeToIt() {
    Path path = ImageProperties.path(build, Optional.empty());

    aci().write(path, build);

    assertThat(path).hasContent("file=x.aci\nimageId=sha512-ab\nsize=12\n");
  }

  @Test
  void anOciArchiveAloneIsRecordedToo() {
    Path path = ImageProperties.path(build, Optional.empty());
    ImageProperties record = new ImageProperties(List.of(oci()));

    record.write(path, build);

    assertThat(path)
        .hasContent(
            """
            oci.file=x.oci.tar
            oci.manifestDigest=sha256:1
            oci.configDigest=sha256:2
            oci.size=7
            """);
    assertThat(ImageProperties.read(path, build)).contains(record);
  }

  @Test
  void theSameIsNotWrittenAgain() throws Exception {
    Path path = ImageProperties.path(build, Optional.empty());
    ImageProperties record = aci();
    record.write(path, build);
    FileTime old = FileTime.from(Instant.ofEpochSecond(1000));
    Files.setLastModifiedTime(path, old);

    record.write(path, build);

    assertThat(Files.getLastModifiedTime(path)).isEqualTo(old);
  }

  @Test
  void aMissingRecordIsNone() {
    assertThat(ImageProperties.read(build.resolve("no"), build)).isEmpty();
  }

  @Test
  void aDamagedRecordSaysWhatToDo() throws Exception {
    Path path = Files.writeString(build.resolve("image.properties"), "file=x.aci\n");

    assertThatThrownBy(() -> ImageProperties.read(path, build))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("image.properties")
        .hasMessageContaining("baci:build");
  }
}
