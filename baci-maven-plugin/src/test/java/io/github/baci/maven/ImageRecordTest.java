package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageRecordTest {
  @TempDir Path build;

  private ImageRecord aci() {
    return new ImageRecord(
        Optional.of(new ImageRecord.Aci(build.resolve("x.aci"), "sha512-ab", 12)),
        Optional.empty());
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Path path = ImageRecord.path(build, Optional.of("slim"));
    ImageRecord record =
        new ImageRecord(
            Optional.of(new ImageRecord.Aci(build.resolve("é \\ x.aci"), "sha512-ab", 12)),
            Optional.of(
                new ImageRecord.Oci(build.resolve("x.oci.tar"), "sha256:1", "sha256:2", 7)));

    record.write(path, build);

    assertThat(path).isEqualTo(build.resolve("baci/image-slim.properties"));
    assertThat(ImageRecord.read(path, build)).contains(record);
  }

  @Test
  void filesInTheBuildDirectoryAreRecordedRelativeToIt() {
    Path path = ImageRecord.path(build, Optional.empty());

    aci().write(path, build);

    assertThat(path).hasContent("file=x.aci\nimageId=sha512-ab\nsize=12\n");
  }

  @Test
  void anOciArchiveAloneIsRecordedToo() {
    Path path = ImageRecord.path(build, Optional.empty());
    ImageRecord record =
        new ImageRecord(
            Optional.empty(),
            Optional.of(
                new ImageRecord.Oci(build.resolve("x.oci.tar"), "sha256:1", "sha256:2", 7)));

    record.write(path, build);

    assertThat(path)
        .hasContent(
            "oci.file=x.oci.tar\noci.manifestDigest=sha256:1\noci.configDigest=sha256:2\noci.size=7\n");
    assertThat(ImageRecord.read(path, build)).contains(record);
  }

  @Test
  void theSameIsNotWrittenAgain() throws Exception {
    Path path = ImageRecord.path(build, Optional.empty());
    ImageRecord record = aci();
    record.write(path, build);
    FileTime old = FileTime.from(Instant.ofEpochSecond(1000));
    Files.setLastModifiedTime(path, old);

    record.write(path, build);

    assertThat(Files.getLastModifiedTime(path)).isEqualTo(old);
  }

  @Test
  void aMissingRecordIsNone() {
    assertThat(ImageRecord.read(build.resolve("no"), build)).isEmpty();
  }

  @Test
  void aDamagedRecordSaysWhatToDo() throws Exception {
    Path path = Files.writeString(build.resolve("image.properties"), "file=x.aci\n");

    assertThatThrownBy(() -> ImageRecord.read(path, build))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("image.properties")
        .hasMessageContaining("baci:build");
  }
}
