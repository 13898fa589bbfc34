package io.github.baci.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.Digest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TarHeaderTest {
  private static final Attributes PLAIN = Attributes.of(0644, 0, 0, Mtime.EPOCH);

  private static final List<LayerEntry> ENTRIES =
      List.of(
          new LayerEntry.RegularFile("é/" + "a".repeat(120), at(-1, 1), 1L << 40, 0),
          new LayerEntry.RegularFile("a", PLAIN, 1, 0),
          new LayerEntry.RegularFile("a/".repeat(60) + "b", at(1_700_000_000, 120_000_000), 0, 0),
          new LayerEntry.Symlink("a", PLAIN, "b".repeat(101)),
          new LayerEntry.Directory("", PLAIN),
          new LayerEntry.HardLink("a", at(Long.MIN_VALUE, 0), "b"),
          new LayerEntry.Device(".wh.a", PLAIN, LayerEntry.Device.Kind.BLOCK, 1, 2),
          new LayerEntry.RegularFile("a", xattrs(3000), 1, 0),
          new LayerEntry.Whiteout("a/b"),
          new LayerEntry.OpaqueDirectory("a"),
          new LayerEntry.Fifo("\udcff", xattrs(1)));

  private static Attributes at(long seconds, int nanos) {
    return Attributes.of(07777, Attributes.LARGEST_ID, 1, new Mtime(seconds, nanos));
  }

  private static Attributes xattrs(int length) {
    return new Attributes(
        0, 1, 2, Mtime.EPOCH, Xattrs.of(Map.of("user.a", new byte[length], "user.é", new byte[1])));
  }

  private static byte[] made(TarHeader header, LayerEntry entry) {
    header.setForLayer(entry);
    return Arrays.copyOf(header.array(), header.length());
  }

  @Test
  void leavesNothingOfTheHeaderBefore() {
    TarHeader used = new TarHeader();
    for (LayerEntry before : ENTRIES) {
      for (LayerEntry entry : ENTRIES) {
        used.setForLayer(before);
        assertThat(made(used, entry))
            .as("%s after %s", entry, before)
            .isEqualTo(made(new TarHeader(), entry));
      }
    }
  }

  /** The digests of layers, and so the keys of steps, stand on these bytes. */
  @Test
  void alwaysMakesTheSameBytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (LayerEntry entry : ENTRIES) {
      all.writeBytes(made(new TarHeader(), entry));
    }
    assertThat(Digest.sha256Of(all.toByteArray()).hex())
        .isEqualTo("1d02698ef3097fe0fbb2a9c1489c0be6c1ca3f1bae682607d8f6dafc82e9dfc4");
  }

  @Test
  void writesTimesToTheNanosecond() {
    assertThat(decimal(0, 1)).isEqualTo("0.000000001");
    assertThat(decimal(1_700_000_000, 120_000_000)).isEqualTo("1700000000.12");
    assertThat(decimal(9, 0)).isEqualTo("9");
    assertThat(decimal(-1, 999_999_999)).isEqualTo("-0.000000001");
    assertThat(decimal(-11, 500_000_000)).isEqualTo("-10.5");
    assertThat(decimal(Long.MIN_VALUE, 0)).isEqualTo("-9223372036854775808");
    assertThat(decimal(Long.MAX_VALUE, 100)).isEqualTo("9223372036854775807.0000001");
  }

  private static String decimal(long seconds, int nanos) {
    return new String(ExtendedHeader.decimal(new Mtime(seconds, nanos)), StandardCharsets.US_ASCII);
  }
}
