package io.github.baci.compress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import io.github.baci.api.BaciException;
import io.github.baci.layer.Archive;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
import io.github.baci.layer.TarHeader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class DecompressorTest {
  private static byte[] compress(Compression compression, byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (compression) {
          case NONE -> bytes;
          case GZIP -> new GZIPOutputStream(bytes);
          case BZIP2 -> new BZip2CompressorOutputStream(bytes);
          case XZ -> new XZOutputStream(bytes, new LZMA2Options(1));
          case ZSTD -> new ZstdOutputStream(bytes);
        }) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  /** A stream that gives one byte at a time and never knows what is available. */
  private static InputStream trickle(byte[] bytes) {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    return new InputStream() {
      @Override
      public int read() {
        return in.read();
      }

      @Override
      public int read(byte[] target, int offset, int length) {
        return in.read(target, offset, Math.min(1, length));
      }
    };
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void joinedStreamsComeOutWhole(Compression compression) throws IOException {
    byte[] plain = new byte[20_000];
    new Random(1).nextBytes(plain);
    byte[] joined = concat(compress(compression, plain), compress(compression, plain));
    assertThat(Compression.detect(joined, joined.length)).isEqualTo(compression);
    try (InputStream in = Decompressor.open(trickle(joined), "test")) {
      assertThat(in.readAllBytes()).isEqualTo(concat(plain, plain));
    }
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void streamThatIsCutOffIsNamed(Compression compression) throws IOException {
    byte[] plain = new byte[100_000];
    new Random(2).nextBytes(plain);
    byte[] whole = compress(compression, plain);
    for (int length : new int[] {8, whole.length / 2, whole.length - 1}) {
      assertThatThrownBy(
              () -> {
                try (InputStream in =
                    Decompressor.open(
                        new ByteArrayInputStream(Arrays.copyOf(whole, length)), "my archive")) {
                  in.readAllBytes();
                }
              })
          .isInstanceOf(BaciException.class)
          .hasMessageContaining("my archive is damaged");
    }
  }

  @Test
  void failureOfTheSourceIsNotTakenForDamage() throws IOException {
    byte[] whole = compress(Compression.GZIP, new byte[100_000]);
    InputStream failing =
        new InputStream() {
          private int position;

          @Override
          public int read() throws IOException {
            if (position == 20) {
              throw new IOException("connection reset");
            }
            return whole[position++] & 0xff;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            bytes[offset] = (byte) read();
            return 1;
          }
        };
    try (InputStream in = Decompressor.open(failing, "test")) {
      assertThatThrownBy(in::readAllBytes)
          .isExactlyInstanceOf(IOException.class)
          .hasMessage("connection reset");
    }
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void bombsAreRefused(Compression compression) throws IOException {
    byte[] bomb = compress(compression, new byte[8 << 20]);
    DecompressionLimits ratio = new DecompressionLimits(Long.MAX_VALUE, 100, 1 << 20);
    try (InputStream in = Decompressor.open(new ByteArrayInputStream(bomb), "bomb", ratio)) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(BaciException.class)
          .hasMessageContaining("bomb gives more than 100 bytes for each of its own");
    }
    DecompressionLimits size = new DecompressionLimits(1 << 20, 1_000_000, 0);
    try (InputStream in = Decompressor.open(new ByteArrayInputStream(bomb), "bomb", size)) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(BaciException.class)
          .hasMessageContaining("bomb holds more than 1,048,576 bytes");
    }
  }

  @Test
  void onlyFilesThatBeginWithAnEntryAreArchives(@TempDir Path directory) throws IOException {
    byte[] tar =
        concat(
            TarHeader.encode(new LayerEntry.Directory("d", Attributes.of(0755, 0, 0, Mtime.EPOCH))),
            new byte[1024]);
    Path file = directory.resolve("file.txt");
    for (Compression compression : Compression.values()) {
      Files.write(file, compress(compression, tar));
      assertThat(Archive.detect(file, "test")).isPresent();
      Files.write(file, compress(compression, "just some text".repeat(100).getBytes(UTF_8)));
      assertThat(Archive.detect(file, "test")).isEmpty();
    }
    Files.write(file, new byte[0]);
    assertThat(Archive.detect(file, "test")).isEmpty();
    Files.write(file, new byte[10240]);
    assertThat(Archive.detect(file, "test")).isEmpty();
    Files.write(file, new byte[] {0x1f, (byte) 0x8b, 8, 1, 2, 3});
    assertThat(Archive.detect(file, "test")).isEmpty();
  }

  @Test
  void membersWithoutContentTakeNoStack() throws IOException {
    byte[] empty = compress(Compression.GZIP, new byte[0]);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < 100_000; i++) {
      all.write(empty);
    }
    all.write(compress(Compression.GZIP, "end".getBytes(UTF_8)));
    all.write(empty);

    try (InputStream in = Decompressor.open(new ByteArrayInputStream(all.toByteArray()), "test")) {
      assertThat(in.readAllBytes()).asString(UTF_8).isEqualTo("end");
    }
  }
}
