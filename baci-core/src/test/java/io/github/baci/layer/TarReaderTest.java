package io.github.baci.layer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TarReaderTest {
  private record Read(TarEntry entry, String content) {}

  private static List<Read> read(TarBytes tar) throws IOException {
    return read(tar.end(), TarLimits.DEFAULT);
  }

  private static List<Read> read(byte[] tar, TarLimits limits) throws IOException {
    List<Read> all = new ArrayList<>();
    try (TarReader reader = new TarReader(new ByteArrayInputStream(tar), "my.tar", limits)) {
      for (var entry = reader.next(); entry.isPresent(); entry = reader.next()) {
        all.add(new Read(entry.get(), new String(reader.content().readAllBytes(), ISO_8859_1)));
      }
    }
    return all;
  }

  @Test
  void plainEntriesHaveTheirFieldsAndOffsets() throws IOException {
    List<Read> all =
        read(
            new TarBytes()
                .header(block -> block.name("a/file").mode(04755).owner(10, 20).mtime(99))
                .content("hello")
                .header(block -> block.name("dir/").type('5').size(0))
                .header(block -> block.name("l").type('2').link("a/file"))
                .header(block -> block.name("h").type('1').link("a/file").size(700))
                .header(block -> block.name("c").type('3').device(5, 258))
                .header(block -> block.name("b").type('4').device(8, 1))
                .header(block -> block.name("p").type('6')));
    assertThat(all).hasSize(7);
    TarEntry file = all.get(0).entry();
    assertThat(file.attributes()).isEqualTo(Attributes.of(04755, 10, 20, new Mtime(99, 0)));
    assertThat(file.size()).isEqualTo(5);
    assertThat(file.offset()).isEqualTo(512);
    assertThat(all.get(0).content()).isEqualTo("hello");
    assertThat(all.stream().map(read -> read.entry().type()))
        .containsExactly(
            TarEntry.Type.FILE,
            TarEntry.Type.DIRECTORY,
            TarEntry.Type.SYMLINK,
            TarEntry.Type.HARD_LINK,
            TarEntry.Type.CHARACTER_DEVICE,
            TarEntry.Type.BLOCK_DEVICE,
            TarEntry.Type.FIFO);
    assertThat(all.get(3).entry().size()).isZero();
    assertThat(all.get(4).entry().minor()).isEqualTo(258);
  }

  @Test
  void oldTarsHaveDirectoriesByTheirSlashAndNoMagic() throws IOException {
    List<Read> all =
        read(
            new TarBytes()
                .header(block -> block.v7().name("dir/").type((char) 0))
                .header(block -> block.v7().name("f").type((char) 0))
                .content("x"));
    assertThat(all.get(0).entry().type()).isEqualTo(TarEntry.Type.DIRECTORY);
    assertThat(all.get(1).entry().type()).isEqualTo(TarEntry.Type.FILE);
  }

  @Test
  void whatHasBytesIsNoDirectory() throws IOException {
    List<Read> all =
        read(
            new TarBytes()
                .header(block -> block.name("full/"))
                .content("x")
                .header(block -> block.name("empty/")));
    assertThat(all.get(0).entry().type()).isEqualTo(TarEntry.Type.FILE);
    assertThat(all.get(0).entry().path()).isEqualTo("full");
    assertThat(all.get(0).content()).isEqualTo("x");
    assertThat(all.get(1).entry().type()).isEqualTo(TarEntry.Type.DIRECTORY);
  }

  @Test
  void ustarPrefixAndGnuLongNamesMakeOnePath() throws IOException {
    String name = "n".repeat(150) + "/" + "m".repeat(150);
    String target = "t".repeat(180);
    List<Read> all =
        read(
            new TarBytes()
                .header(block -> block.prefix("some/where").name("f"))
                .header(block -> block.gnu().name("././@LongLink").type('L').size(302))
                .raw(name + "\0")
                .header(block -> block.gnu().name("././@LongLink").type('K').size(181))
                .raw(target + "\0")
                .header(block -> block.gnu().name("n").type('2').link("t")));
    assertThat(all.get(0).entry().path()).isEqualTo("some/where/f");
    assertThat(all.get(1).entry().path()).isEqualTo(name);
    assertThat(all.get(1).entry().linkTarget()).isEqualTo(target);
  }

  @Test
  void paxRecordsGoBeforeTheHeader() throws IOException {
    List<Read> all =
        read(
            new TarBytes()
                .pax(
                    'x',
                    "path=dïr/ƒile\n",
                    "uid=3000000\n",
                    "mtime=-1.5\n",
                    "SCHILY.xattr.user.bin=\u0000\n=\u00ff\n",
                    "LIBARCHIVE.xattr.user.b%2564=AP8\n",
                    "size=3\n")
                .header(block -> block.name("short").owner(1, 2))
                .content("abc"));
    TarEntry entry = all.get(0).entry();
    assertThat(entry.path()).isEqualTo("dïr/ƒile");
    assertThat(entry.attributes().uid()).isEqualTo(3_000_000);
    assertThat(entry.attributes().gid()).isEqualTo(2);
    assertThat(entry.attributes().mtime()).isEqualTo(new Mtime(-2, 500_000_000));
    assertThat(entry.attributes().xattrs())
        .isEqualTo(
            Xattrs.of(
                Map.of(
                    "user.bin",
                    "\u0000\n=\u00ff".getBytes(UTF_8),
                    "user.b%64",
                    new byte[] {0, (byte) 0xff})));
  }

  @Test
  void globalRecordsHoldForAllEntriesThatFollow() throws IOException {
    List<Read> all =
        read(
            new TarBytes()
                .pax('g', "comment=abc\n", "mtime=1234.000000001\n")
                .header(block -> block.name("a"))
                .pax('x', "mtime=7\n")
                .header(block -> block.name("b"))
                .header(block -> block.name("c")));
    assertThat(all.stream().map(read -> read.entry().attributes().mtime()))
        .containsExactly(new Mtime(1234, 1), new Mtime(7, 0), new Mtime(1234, 1));
  }

  @Test
  void binaryNumbersAreRead() throws IOException {
    List<Read> all = read(new TarBytes().header(block -> block.name("f").binaryOwner(1L << 30)));
    assertThat(all.get(0).entry().attributes().uid()).isEqualTo(1 << 30);
    assertThatThrownBy(
            () -> read(new TarBytes().header(block -> block.name("f").binaryOwner(1L << 33))))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("entry 'f'")
        .hasMessageContaining("its owner");
  }

  @Test
  void oldGnuSparseFilesAreExpanded() throws IOException {
    List<Read> all =
        read(
            new TarBytes()
                .header(block -> block.gnu().name("s").type('S').size(4).sparse(10, 2, 2, 6, 2))
                .raw("abcd")
                .header(block -> block.name("next"))
                .content("n"));
    assertThat(all.get(0).content()).isEqualTo("\0\0ab\0\0cd\0\0");
    assertThat(all.get(0).entry().sparse()).isTrue();
    assertThat(all.get(0).entry().size()).isEqualTo(10);
    assertThat(all.get(1).content()).isEqualTo("n");
  }

  @Test
  void oldGnuSparseMapGoesOnInFurtherBlocks() throws IOException {
    long[] map = new long[60];
    StringBuilder stored = new StringBuilder();
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      map[2 * i] = 2L * i + 1;
      map[2 * i + 1] = 1;
      stored.append((char) ('a' + i % 26));
      expected.append('\0').append((char) ('a' + i % 26));
    }
    List<Read> all =
        read(
            new TarBytes()
                .header(block -> block.gnu().name("s").type('S').size(30).sparse(60, map))
                .sparseBlocks(map)
                .raw(stored.toString())
                .header(block -> block.name("next")));
    assertThat(all.get(0).content()).isEqualTo(expected.toString());
    assertThat(all.get(1).entry().path()).isEqualTo("next");
  }

  @Test
  void paxSparseFilesOfAllVersionsAreExpanded() throws IOException {
    List<Read> all =
        read(
            new TarBytes()
                .pax(
                    'x',
                    "GNU.sparse.size=6\n",
                    "GNU.sparse.numblocks=2\n",
                    "GNU.sparse.offset=1\n",
                    "GNU.sparse.numbytes=1\n",
                    "GNU.sparse.offset=4\n",
                    "GNU.sparse.numbytes=2\n")
                .header(block -> block.name("zero"))
                .content("abc")
                .pax(
                    'x', "GNU.sparse.size=6\n", "GNU.sparse.name=one\n", "GNU.sparse.map=1,1,4,2\n")
                .header(block -> block.name("GNUSparseFile.0/one"))
                .content("abc")
                .pax(
                    'x',
                    "GNU.sparse.major=1\n",
                    "GNU.sparse.minor=0\n",
                    "GNU.sparse.name=two\n",
                    "GNU.sparse.realsize=6\n")
                .header(block -> block.name("GNUSparseFile.0/two"))
                .content("2\n1\n1\n4\n2\n" + "\0".repeat(502) + "abc")
                .header(block -> block.name("next"))
                .content("n"));
    assertThat(all.stream().map(read -> read.entry().path()))
        .containsExactly("zero", "one", "two", "next");
    assertThat(all.subList(0, 3)).allMatch(read -> read.content().equals("\0a\0\0bc"));
    assertThat(all.get(3).content()).isEqualTo("n");
  }

  @Test
  void sparseMapsThatContradictThemselvesAreDamage() {
    for (String map : List.of("4,1,1,1", "1,9", "0,1", "0,1,2", "0,-2")) {
      assertThatThrownBy(
              () ->
                  read(
                      new TarBytes()
                          .pax('x', "GNU.sparse.size=6\n", "GNU.sparse.map=" + map + "\n")
                          .header(block -> block.name("f"))
                          .content("ab")))
          .as(map)
          .isInstanceOf(BaciException.class)
          .hasMessageStartingWith("my.tar, ")
          .hasMessageContaining("map");
    }
  }

  @Test
  void sparseRecordsWithoutAValueAreDamage() {
    for (String record : List.of("major", "minor", "offset", "numbytes", "map", "size")) {
      assertThatThrownBy(
              () ->
                  read(
                      new TarBytes()
                          .pax('x', "GNU.sparse." + record + "=\n")
                          .header(block -> block.name("f"))
                          .content("ab")))
          .as(record)
          .isInstanceOf(BaciException.class)
          .hasMessageStartingWith("my.tar, ");
    }
  }

  @Test
  void attributesWithoutANameOrWithAZeroByteInItAreDamage() {
    for (String record :
        List.of(
            "SCHILY.xattr.=x\n",
            "SCHILY.xattr.user.a\0b=x\n",
            "LIBARCHIVE.xattr.=AP8\n",
            "LIBARCHIVE.xattr.user.a%00b=AP8\n")) {
      assertThatThrownBy(
              () -> read(new TarBytes().pax('x', record).header(block -> block.name("f"))))
          .as(record)
          .isInstanceOf(BaciException.class)
          .hasMessageStartingWith("my.tar, ")
          .hasMessageContaining("an attribute whose name is no name");
    }
  }

  @Test
  void tarThatIsCutOffAnywhereIsNamedWithItsEntry() throws IOException {
    byte[] whole =
        new TarBytes()
            .pax('x', "path=long/name\n")
            .header(block -> block.name("f"))
            .content("x".repeat(1000))
            .bytes();
    for (int length = 1; length < whole.length; length += 100) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut, TarLimits.DEFAULT))
          .as("cut at %d", length)
          .isInstanceOf(BaciException.class)
          .hasMessageContaining("my.tar")
          .hasMessageContaining("cut off");
    }
    assertThatThrownBy(() -> read(Arrays.copyOf(whole, 2000), TarLimits.DEFAULT))
        .hasMessageContaining("entry 'long/name' at byte 0")
        .hasMessageContaining("bytes are missing");
    assertThat(read(whole, TarLimits.DEFAULT)).hasSize(1);
  }

  @Test
  void damagedHeaderIsFoundByItsChecksum() {
    byte[] tar = new TarBytes().header(block -> block.name("f")).end();
    tar[3] ^= 1;
    assertThatThrownBy(() -> read(tar, TarLimits.DEFAULT))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("checksum");
  }

  @Test
  void namesThatAreNotUtf8KeepTheirBytes() throws IOException {
    byte[] tar = new TarBytes().header(block -> block.rawName("caf\u00e9")).end();

    String path = new TarReader(new ByteArrayInputStream(tar), "a tar").next().orElseThrow().path();

    assertThat(path).isEqualTo("caf\udce9");
    LayerEntry.RegularFile file =
        new LayerEntry.RegularFile(path, Attributes.of(0644, 0, 0, Mtime.EPOCH), 0, 0);
    assertThat(TarHeader.encode(file)).startsWith('c', 'a', 'f', 0xe9, 0);
  }

  @Test
  void malformedExtendedHeadersAreDamage() {
    for (String record : List.of("5 a=b", "x", "99 path=x\n", "9 path=xx\n", "10 mtime=x\n")) {
      assertThatThrownBy(
              () ->
                  read(
                      new TarBytes()
                          .header(block -> block.name("x").type('x').size(record.length()))
                          .raw(record)
                          .header(block -> block.name("f"))))
          .as(record)
          .isInstanceOf(BaciException.class);
    }
  }

  @Test
  void limitsHold() {
    TarLimits limits = new TarLimits(2, 10, 100, 1000);
    TarBytes three = new TarBytes();
    for (int i = 0; i < 3; i++) {
      three.header(block -> block.name("f"));
    }
    assertThatThrownBy(() -> read(three.end(), limits)).hasMessageContaining("more than 2 entries");
    byte[] path = new TarBytes().header(block -> block.name("12345/78901")).end();
    assertThatThrownBy(() -> read(path, new TarLimits(2, 10, 100, 1000)))
        .hasMessageContaining("longer than 10 bytes");
    byte[] name = new TarBytes().pax('x', "path=" + "n".repeat(256) + "\n").header(b -> {}).end();
    assertThatThrownBy(() -> read(name, TarLimits.DEFAULT))
        .hasMessageContaining("a name of more than 255 bytes");
    byte[] header = new TarBytes().pax('x', "comment=" + "c".repeat(200) + "\n").end();
    assertThatThrownBy(() -> read(header, limits)).hasMessageContaining("the limit is 100");
    byte[] holes =
        new TarBytes()
            .pax('x', "GNU.sparse.size=999999999999\n", "GNU.sparse.map=0,1\n")
            .header(block -> block.name("f"))
            .content("a")
            .end();
    assertThatThrownBy(() -> read(holes, limits)).hasMessageContaining("holes");
  }

  @Test
  void contentThatIsNotReadIsPassedOver() throws IOException {
    byte[] tar =
        new TarBytes()
            .header(block -> block.name("a"))
            .content("x".repeat(600_000))
            .header(block -> block.name("b"))
            .content("y")
            .end();
    try (TarReader reader = new TarReader(new ByteArrayInputStream(tar), "my.tar")) {
      reader.next();
      InputStream a = reader.content();
      assertThat(a.read()).isEqualTo('x');
      assertThat(reader.next().orElseThrow().offset()).isEqualTo(512 + 600_064 + 512);
      assertThatThrownBy(a::read).isInstanceOf(IllegalStateException.class);
      assertThat(reader.content().readAllBytes()).isEqualTo(new byte[] {'y'});
      assertThat(reader.next()).isEmpty();
      assertThat(reader.next()).isEmpty();
    }
  }
}
