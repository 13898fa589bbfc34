package io.github.baci.compress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

class GzipJointTest {
  private static final int HEADER = 10;
  private static final int TRAILER = 8;

  @Test
  void theChecksumOfAllIsThatOfTheParts() {
    Random random = new Random(3);
    for (int length : new int[] {0, 1, 2, 255, 256, 65_537, 1 << 20}) {
      byte[] first = new byte[random.nextInt(1000)];
      byte[] second = new byte[length];
      random.nextBytes(first);
      random.nextBytes(second);
      CRC32 both = new CRC32();
      both.update(first);
      both.update(second);

      assertThat(GzipJoint.combined(crc(first), crc(second), length))
          .isEqualTo((int) both.getValue());
    }
  }

  private static int crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  @Test
  void chunksBecomeOneMember() throws Exception {
    Random random = new Random(5);
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ChunkCodec codec = ChunkCodec.gzipOfOneMember()) {
      Joint joint = codec.joint();
      file.write(joint.head());
      for (int length : new int[] {10, 0, 300_000, 1 << 20, 1}) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        Arrays.fill(bytes, length / 2, length, (byte) 'a');
        plain.write(bytes);
        byte[] chunk = codec.compress(bytes, length);
        int end = chunk.length - joint.checkLength();
        joint.pass(Arrays.copyOfRange(chunk, end, chunk.length));
        file.write(chunk, 0, end);
      }
      file.write(joint.tail());
    }
    byte[] gzip = file.toByteArray();

    assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes())
        .isEqualTo(plain.toByteArray());
    Inflater inflater = new Inflater(true);
    inflater.setInput(gzip, HEADER, gzip.length - HEADER);
    byte[] rest = new byte[1 << 16];
    while (!inflater.finished()) {
      inflater.inflate(rest);
    }
    assertThat(inflater.getRemaining()).as("what follows the first member").isEqualTo(TRAILER);
    inflater.end();
  }
}
