package io.github.baci.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class LayerPropertyTest {

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.of("..", ".", "", "a", "b", "é", "a b", "...", ".wh.x")
        .list()
        .ofMaxSize(6)
        .map(list -> String.join("/", list));
  }

  @Provide
  Arbitrary<LayerEntry> entries() {
    Arbitrary<Attributes> attributes =
        Combinators.combine(
                Arbitraries.integers().between(0, 07777),
                Arbitraries.integers().between(0, Integer.MAX_VALUE),
                Arbitraries.longs(),
                Arbitraries.integers().between(0, 999_999_999),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(20))
            .as(
                (mode, owner, seconds, nanos, value) ->
                    new Attributes(
                        mode,
                        owner,
                        owner / 2,
                        new Mtime(seconds, nanos),
                        Xattrs.of(value.length == 0 ? Map.of() : Map.of("user.x", value))));
    return Combinators.combine(
            Arbitraries.integers().between(0, 7),
            paths().map(LayerPath::clean),
            attributes,
            Arbitraries.longs().between(0, 1L << 50),
            Arbitraries.longs().between(0, 1L << 50))
        .as(LayerPropertyTest::entry);
  }

  private static LayerEntry entry(int kind, String path, Attributes own, long size, long offset) {
    return switch (kind) {
      case 0 -> new LayerEntry.Directory(path, own);
      case 1 -> new LayerEntry.RegularFile(path, own, size, offset);
      case 2 -> new LayerEntry.Symlink(path, own, "../" + path);
      case 3 -> new LayerEntry.HardLink(path, own, path + "x");
      case 4 -> new LayerEntry.Device(path, own, LayerEntry.Device.Kind.CHARACTER, 1, 3);
      case 5 -> new LayerEntry.Fifo(path, own);
      case 6 -> new LayerEntry.Whiteout(path);
      default -> new LayerEntry.OpaqueDirectory(path);
    };
  }

  @Property
  void cleanPathsStayInside(@ForAll("paths") String path) {
    String clean = LayerPath.clean(path);
    assertThat(LayerPath.isClean(clean)).isTrue();
    assertThat(LayerPath.clean(clean)).isEqualTo(clean);
    assertThat(List.of(clean.split("/"))).doesNotContain("..", ".");
  }

  @Property(tries = 300)
  void indexIsReadAsItWasWritten(
      @ForAll @Size(max = 12) List<@net.jqwik.api.From("entries") LayerEntry> entries) {
    LayerIndex index = new LayerIndex(1234, entries, checksums(1234));
    assertThat(LayerIndex.decode(index.encode())).contains(index);
  }

  @Property(tries = 300)
  void damagedIndexIsNoIndex(
      @ForAll @Size(min = 1, max = 5) List<@net.jqwik.api.From("entries") LayerEntry> entries,
      @ForAll @IntRange(max = 10_000) int at,
      @ForAll @IntRange(min = 1, max = 255) int change) {
    byte[] file = new LayerIndex(1, entries, checksums(1)).encode();
    file[at % file.length] ^= (byte) change;
    assertThat(LayerIndex.decode(file)).isEmpty();
  }

  @Property(tries = 500)
  void wrongIndexWithARightChecksumDoesNoHarm(
      @ForAll @Size(min = 1, max = 5) List<@net.jqwik.api.From("entries") LayerEntry> entries,
      @ForAll @IntRange(max = 10_000) int at,
      @ForAll @IntRange(min = 1, max = 255) int change) {
    byte[] file = new LayerIndex(1, entries, checksums(1)).encode();
    int end = file.length - 4;
    file[8 + at % (end - 8)] ^= (byte) change;
    CRC32C checksum = new CRC32C();
    checksum.update(file, 0, end);
    ByteBuffer.wrap(file).putInt(end, (int) checksum.getValue());
    Optional<LayerIndex> decoded = LayerIndex.decode(file);
    assertThat(decoded.map(index -> index.entries().size()).orElse(0)).isLessThan(file.length);
  }

  private static BlockChecksums checksums(int size) {
    BlockChecksums.Taker taker = new BlockChecksums.Taker();
    taker.update(new byte[size], 0, size);
    return taker.finish();
  }
}
