package io.github.baci.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class XzBlocksTest {
  private static final int BLOCK = 300_000;

  @TempDir Path directory;

  /** Half of it repeats, so that a damaged match shows too. */
  private static byte[] plain(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    for (int i = 1000; i < length; i++) {
      if (i / 1000 % 2 == 1) {
        bytes[i] = bytes[i - 1000];
      }
    }
    return bytes;
  }

  private static byte[] xz(byte[] plain, int block) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (XZOutputStream out = new XZOutputStream(bytes, new LZMA2Options(1))) {
      for (int done = 0; done < plain.length; done += block) {
        out.write(plain, done, Math.min(block, plain.length - done));
        out.endBlock();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] joined(byte[]... parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.write(part);
    }
    return all.toByteArray();
  }

  private OptionalLong decompress(byte[] file, FileChannel target, DecompressionLimits limits)
      throws IOException {
    Path source = Files.write(directory.resolve("source"), file);
    try (FileChannel in = FileChannel.open(source)) {
      return XzBlocks.decompress(in::read, file.length, target, limits, 3);
    }
  }

  private OptionalLong decompress(byte[] file, DecompressionLimits limits) throws IOException {
    try (FileChannel out = target()) {
      return decompress(file, out, limits);
    }
  }

  private FileChannel target() throws IOException {
    return FileChannel.open(
        directory.resolve("target"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  @Test
  void blocksComeOutInTheirPlaces() throws IOException {
    byte[] plain = plain(5 * BLOCK + 17);

    OptionalLong size = decompress(xz(plain, BLOCK), DecompressionLimits.DEFAULT);

    assertThat(size).hasValue(plain.length);
    assertThat(directory.resolve("target")).hasBinaryContent(plain);
  }

  @Test
  void joinedStreamsComeOutWholeWithWhatPadsThem() throws IOException {
    byte[] a = plain(2 * BLOCK);
    byte[] b = plain(777);
    byte[] file = joined(xz(a, BLOCK), new byte[8], xz(b, BLOCK), new byte[4]);

    OptionalLong size = decompress(file, DecompressionLimits.DEFAULT);

    assertThat(size).hasValue(a.length + b.length);
    assertThat(directory.resolve("target")).hasBinaryContent(joined(a, b));
  }

  @Test
  void oneBlockIsLeftToTheDecompressor() throws IOException {
    byte[] plain = plain(BLOCK);

    assertThat(decompress(xz(plain, BLOCK), DecompressionLimits.DEFAULT)).isEmpty();
  }

  @Test
  void whatIsNotXzIsLeftToTheDecompressor() throws IOException {
    assertThat(decompress(new byte[] {1, 2, 3}, DecompressionLimits.DEFAULT)).isEmpty();
    assertThat(decompress(new byte[0], DecompressionLimits.DEFAULT)).isEmpty();
    assertThat(decompress(plain(5000), DecompressionLimits.DEFAULT)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.2, 0.5, 0.8, 0.97})
  void aDamagedByteIsLeftToTheDecompressor(double place) throws IOException {
    byte[] file = xz(plain(4 * BLOCK), BLOCK);
    file[(int) (place * file.length)] ^= 0x10;

    assertThat(decompress(file, DecompressionLimits.DEFAULT)).isEmpty();
  }

  @Test
  void aFileCutShortOrWithSomethingBehindIsLeftToTheDecompressor() throws IOException {
    byte[] file = xz(plain(3 * BLOCK), BLOCK);

    assertThat(decompress(Arrays.copyOf(file, file.length - 40), DecompressionLimits.DEFAULT))
        .isEmpty();
    assertThat(decompress(joined(file, plain(64)), DecompressionLimits.DEFAULT)).isEmpty();
  }

  @Test
  void whatIsOverALimitIsLeftToTheDecompressorBeforeAnythingIsWritten() throws IOException {
    byte[] file = xz(new byte[10 * BLOCK], BLOCK);

    assertThat(decompress(file, new DecompressionLimits(10 * BLOCK - 1, 1 << 30, 1 << 30)))
        .isEmpty();
    assertThat(decompress(file, new DecompressionLimits(1 << 30, 5, 0))).isEmpty();
    assertThat(directory.resolve("target")).hasSize(0);
    assertThat(decompress(file, new DecompressionLimits(10 * BLOCK, 1 << 30, 1 << 30)))
        .hasValue(10 * BLOCK);
  }

  private static XzBlocks.Bytes bytes(byte[] file) {
    return (into, position) -> {
      int count = (int) Math.min(into.remaining(), file.length - position);
      into.put(file, (int) position, count);
      return count;
    };
  }

  @Test
  void aFailingReadIsLeftToTheDecompressor() throws IOException {
    byte[] file = xz(plain(4 * BLOCK), BLOCK);
    XzBlocks.Bytes bytes = bytes(file);
    XzBlocks.Bytes failing =
        (into, position) -> {
          if (Thread.currentThread().getName().equals("baci-xz") && position > BLOCK) {
            throw new IOException("gone");
          }
          return bytes.read(into, position);
        };
    try (FileChannel out = target()) {
      assertThat(XzBlocks.decompress(failing, file.length, out, DecompressionLimits.DEFAULT, 2))
          .isEmpty();
    }
  }

  @Test
  void anInterruptedThreadLeavesNoWorkerBehind() throws IOException {
    byte[] file = xz(plain(4 * BLOCK), BLOCK);
    try (FileChannel out = target()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(
              () ->
                  XzBlocks.decompress(
                      bytes(file), file.length, out, DecompressionLimits.DEFAULT, 2))
          .isInstanceOf(ClosedByInterruptException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(out.isOpen()).isTrue();
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("baci-xz");
  }
}
