package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.BaciException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageRecordTest {
  @TempDir Path build;

  @Test
  void whatIsWrittenIsReadAgain() {
    Path path = ImageRecord.path(build, Optional.of("slim"));
    ImageRecord record = new ImageRecord(build.resolve("é \\ x.aci"), "sha512-ab", 12);

    record.write(path, build);

    assertThat(path).isEqualTo(build.resolve("baci/image-slim.properties"));
    assertThat(ImageRecord.read(path, build)).contains(record);
  }

  @Test
  void filesInTheBuildDirectoryAreRecordedRelativeToIt() {
    Path path = ImageRecord.path(build, Optional.empty());

    new ImageRecord(build.resolve("x.aci"), "sha512-ab", 12).write(path, build);

    assertThat(path).hasContent("file=x.aci\nimageId=sha512-ab\nsize=12\n");
  }

  @Test
  void theSameIsNotWrittenAgain() throws Exception {
    Path path = ImageRecord.path(build, Optional.empty());
    ImageRecord record = new ImageRecord(build.resolve("x.aci"), "sha512-ab", 12);
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
