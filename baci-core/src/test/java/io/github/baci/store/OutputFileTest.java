package io.github.baci.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.store.KnownOutput.Stretch;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
  private static final Stretch MIDDLE = new Stretch(2, 6, new byte[0]);

  @TempDir private Path directory;
  private Path file;
  private OutputMark mark;

  @BeforeEach
  void writeAFile() throws IOException {
    file = directory.resolve("file");
    Files.writeString(file, "aaMIDDzz");
    mark = OutputMark.of(file).orElseThrow();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aPlaceWhereNobodyCanMakeFilesIsToldAsOne() {
    assertThatThrownBy(() -> OutputFile.create(Path.of("/proc/baci-test.aci")))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("baci-test.aci'")
        .hasMessageContaining("choose another place");
  }

  @Test
  void whatStandsBeforeAndBehindAStretchIsWrittenAnew() throws Exception {
    try (OutputFile out = OutputFile.continuing(file, mark, MIDDLE).orElseThrow()) {
      out.write("bb".getBytes(UTF_8), 2);
      out.passStretch(MIDDLE);
      assertThat(out.position()).isEqualTo(6);
      out.write("longer".getBytes(UTF_8), 6);
      assertThat(file).hasContent("aaMIDDzz");
      out.commit();
    }
    assertThat(file).hasContent("bbMIDDlonger");
    assertThat(names()).containsExactly("file");
  }

  @Test
  void theFileStaysIfTheNewOneIsNotCompleted() throws Exception {
    try (OutputFile out = OutputFile.continuing(file, mark, MIDDLE).orElseThrow()) {
      out.write("bb".getBytes(UTF_8), 2);
      out.passStretch(MIDDLE);
      out.write("longer".getBytes(UTF_8), 6);
    }
    assertThat(file).hasContent("aaMIDDzz");
    assertThat(mark.isOf(file)).isTrue();
    assertThat(names()).containsExactly("file");
  }

  @Test
  void theFileStaysIfTheThreadIsInterrupted() throws Exception {
    OutputFile out = OutputFile.continuing(file, mark, MIDDLE).orElseThrow();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> out.write("bb".getBytes(UTF_8), 2))
        .isInstanceOf(ClosedByInterruptException.class);
    out.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(file).hasContent("aaMIDDzz");
    assertThat(names()).containsExactly("file");
  }

  @Test
  void aFileThatIsNotAsItWasIsNotContinued() throws Exception {
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    assertThat(OutputFile.continuing(file, mark, MIDDLE)).isEmpty();

    OutputMark now = OutputMark.of(file).orElseThrow();
    Files.createLink(directory.resolve("second"), file);
    assertThat(OutputFile.continuing(file, now, MIDDLE)).isEmpty();

    Files.delete(file);
    assertThat(OutputFile.continuing(file, now, MIDDLE)).isEmpty();
  }

  @Test
  void aLinkIsNotContinued() throws Exception {
    Files.move(file, directory.resolve("other"));
    Files.createSymbolicLink(file, Path.of("other"));
    assertThat(OutputFile.continuing(file, mark, MIDDLE)).isEmpty();
    assertThat(names()).containsExactlyInAnyOrder("file", "other");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }
}
