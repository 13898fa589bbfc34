package io.github.baci.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.store.KnownOutput.Stretch;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
  void whatStandsBeforeAndBehindAStretchIsWrittenAnew() throws Exception {
    try (OutputFile out = OutputFile.continuing(file, mark, MIDDLE).orElseThrow()) {
      out.write("bb".getBytes(UTF_8), 2);
      out.passStretch();
      assertThat(out.position()).isEqualTo(6);
      out.write("longer".getBytes(UTF_8), 6);
      assertThat(file).doesNotExist();
      out.commit();
    }
    assertThat(file).hasContent("bbMIDDlonger");
    assertThat(names()).containsExactly("file");
  }

  @Test
  void aFileThatIsNotCompletedIsPutBack() throws Exception {
    try (OutputFile out = OutputFile.continuing(file, mark, MIDDLE).orElseThrow()) {
      out.write("bb".getBytes(UTF_8), 2);
      out.passStretch();
      out.write("longer".getBytes(UTF_8), 6);
    }
    assertThat(file).hasContent("aaMIDDzz");
    assertThat(mark.isOfMoved(file)).isTrue();
    assertThat(names()).containsExactly("file");
  }

  @Test
  void anInterruptedThreadPutsTheFileBack() throws Exception {
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
  void aFileThatHasComeMeanwhileStays() throws Exception {
    try (OutputFile out = OutputFile.continuing(file, mark, MIDDLE).orElseThrow()) {
      out.write("bb".getBytes(UTF_8), 2);
      Files.writeString(file, "of another");
      assertThatThrownBy(out::close).isInstanceOf(IOException.class);
    }
    assertThat(file).hasContent("of another");
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
  void aFileThatIsLockedIsNotContinued() throws Exception {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.lock();
      assertThat(OutputFile.continuing(file, mark, MIDDLE)).isEqualTo(Optional.empty());
    }
    assertThat(file).hasContent("aaMIDDzz");
    assertThat(names()).containsExactly("file");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }
}
