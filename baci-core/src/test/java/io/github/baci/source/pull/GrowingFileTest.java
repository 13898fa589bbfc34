package io.github.baci.source.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.compress.Decompressor;
import io.github.baci.source.SampleImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowingFileTest {
  @TempDir Path directory;

  private GrowingFile file() throws IOException {
    return new GrowingFile(Files.createFile(directory.resolve("blob")));
  }

  @Test
  void aReaderSeesWhatIsWrittenLater() throws Exception {
    try (GrowingFile file = file();
        InputStream in = file.follow()) {
      CompletableFuture<byte[]> read =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return in.readAllBytes();
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      for (byte i = 0; i < 100; i++) {
        file.write(new byte[] {i, i}, 1, 1);
      }
      file.end();

      assertThat(read.get()).hasSize(100).startsWith(0, 1, 2).endsWith(98, 99);
    }
  }

  @Test
  void aReaderNeverSeesTheEndOfABadFile() throws Exception {
    try (GrowingFile file = file();
        InputStream in = file.follow()) {
      file.write(new byte[] {1}, 0, 1);
      assertThat(in.read()).isEqualTo(1);
      file.fail(new IOException("wrong digest"));

      assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessage("wrong digest");
      assertThatThrownBy(in::available).isInstanceOf(IOException.class);
    }
  }

  @Test
  void allMembersOfAGzipStreamAreRead() throws Exception {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.write(SampleImage.gzip(SampleImage.utf8("first ")));
    members.write(SampleImage.gzip(SampleImage.utf8("second")));
    try (GrowingFile file = file()) {
      file.write(members.toByteArray(), 0, members.size());
      file.end();
      try (InputStream in = Decompressor.open(file.follow(), "blob")) {
        assertThat(in.readAllBytes()).isEqualTo(SampleImage.utf8("first second"));
      }
    }
  }
}
