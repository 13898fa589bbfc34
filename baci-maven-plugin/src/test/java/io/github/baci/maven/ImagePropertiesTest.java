package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.ImageForm;
import io.github.baci.maven.ImageProperties.Entry;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
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
  void allKeysAreThoseOfTheContract() throws Exception {
    String contract = Files.readString(Path.of("../docs/contracts.md"));
    String section = contract.substring(contract.indexOf("\n## Files beside the image"));
    Set<String> promised = new TreeSet<>();
    section
        .substring(0, section.indexOf("\n## ", 1))
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.substring(0, line.indexOf(" | ", 2)))
        .forEach(
            keys ->
                Pattern.compile("`([^`]+)`")
                    .matcher(keys)
                    .results()
                    .forEach(key -> promised.add(key.group(1))));
    Path path = ImageProperties.path(build, Optional.empty());
    List<Entry> all = new ArrayList<>(aci().files());
    all.add(oci());
    all.add(new Entry(ImageForm.DOCKER, build.resolve("x.docker.tar"), List.of("sha256:2"), 8));

    new ImageProperties(all).write(path, build);

    Properties written = new Properties();
    try (Reader in = Files.newBufferedReader(path)) {
      written.load(in);
    }
    assertThat(written.stringPropertyNames()).containsExactlyInAnyOrderElementsOf(promised);
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
