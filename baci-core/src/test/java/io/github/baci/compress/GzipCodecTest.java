package io.github.baci.compress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipCodecTest {
  private static final int MEMBER = 10 + 8;
  private static final int BLOCK_HEADER = 5;

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] compress(byte[] bytes) {
    try (ChunkCodec codec = ChunkCodec.gzip()) {
      return codec.compress(bytes, bytes.length);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] decompress(byte[] member) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(member))) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 512, 65535, 65536, 65537, 131070, 1 << 20, (1 << 20) + 512})
  void whatDoesNotShrinkComesOutAsItWentIn(int length) throws IOException {
    byte[] bytes = noise(length);
    assertThat(decompress(compress(bytes))).isEqualTo(bytes);
  }

  @Test
  void whatDoesNotShrinkIsStoredInBlocksOfTheGreatestLength() {
    int length = 1 << 20;
    int blocks = 17; // 65535 bytes each but the last
    assertThat(compress(noise(length))).hasSize(MEMBER + length + blocks * BLOCK_HEADER);
  }

  @Test
  void whatShrinksIsDeflated() throws IOException {
    byte[] bytes = new byte[1 << 20];
    Random random = new Random(1);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ('a' + random.nextInt(8));
    }
    byte[] member = compress(bytes);
    assertThat(member.length).isLessThan(bytes.length / 2);
    assertThat(decompress(member)).isEqualTo(bytes);
  }

  @Test
  void noiseBetweenTextsDoesNotHideThem() throws IOException {
    byte[] bytes = noise(1 << 20);
    Arrays.fill(bytes, 0, 300_000, (byte) ' ');
    byte[] member = compress(bytes);
    assertThat(member.length).isLessThan(bytes.length - 290_000);
    assertThat(decompress(member)).isEqualTo(bytes);
  }

  @Test
  void bytesDependOnTheInputAlone() {
    byte[] bytes = noise(1 << 20);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 4096);
    try (ChunkCodec codec = ChunkCodec.gzip()) {
      byte[] first = codec.compress(bytes, bytes.length);
      codec.compress(new byte[200_000], 200_000);
      assertThat(codec.compress(longer, bytes.length)).isEqualTo(first);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
