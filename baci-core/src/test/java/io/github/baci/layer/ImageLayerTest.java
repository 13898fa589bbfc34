package io.github.baci.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.layer.LayerEntry.HardLink;
import io.github.baci.layer.LayerEntry.OpaqueDirectory;
import io.github.baci.layer.LayerEntry.Whiteout;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import io.github.baci.store.Store.Area;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers from outside, which other programs have written and nobody vouches for. */
class ImageLayerTest {
  @TempDir private Path directory;
  private Store store;

  @BeforeEach
  void open() {
    store = DirectoryStore.open(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Layer add(byte[] tar) throws IOException {
    return new DirectoryLayerStore(store).add(new ByteArrayInputStream(tar), "layer 1 of x:1");
  }

  private Layer add(TarBytes tar) throws IOException {
    return add(tar.end());
  }

  @Test
  void whiteoutsAreKnownByTheirNamesAndAufsFilesArePassedOver() throws IOException {
    Layer layer =
        add(
            new TarBytes()
                .header(block -> block.name("a/.wh.gone"))
                .header(block -> block.name("a/.wh..wh..opq"))
                .header(block -> block.name(".wh..wh..opq"))
                .header(block -> block.name(".wh..wh.aufs"))
                .header(block -> block.name(".wh..wh.plnk/").type('5'))
                .header(block -> block.name(".wh..wh.plnk/1.2"))
                .header(block -> block.name("./.wh.top")));
    assertThat(layer.entries())
        .containsExactly(
            new Whiteout("a/gone"),
            new OpaqueDirectory("a"),
            new OpaqueDirectory(""),
            new Whiteout("top"));
  }

  @Test
  void absoluteNamesBeginAtTheRoot() throws IOException {
    Layer layer =
        add(
            new TarBytes()
                .header(block -> block.name("/").type('5'))
                .header(block -> block.name("//etc/./passwd"))
                .header(block -> block.name("etc/x/../y").type('1').link("/etc/passwd")));
    assertThat(layer.entries().stream().map(LayerEntry::path))
        .containsExactly("", "etc/passwd", "etc/y");
    assertThat(((HardLink) layer.entries().get(2)).target()).isEqualTo("etc/passwd");
  }

  @Test
  void namesThatLeadOutAreRefused() {
    for (TarBytes tar :
        List.of(
            new TarBytes().header(block -> block.name("../evil")),
            new TarBytes().header(block -> block.name("a/../../evil")),
            new TarBytes().header(block -> block.name("/../evil")),
            new TarBytes().header(block -> block.name("h").type('1').link("../../etc/shadow")),
            new TarBytes().header(block -> block.name("../.wh.x")))) {
      assertThatThrownBy(() -> add(tar))
          .isInstanceOf(BaciException.class)
          .hasMessageContaining("layer 1 of x:1, entry '")
          .hasMessageContaining("leads out of the image");
    }
    assertThat(directory.resolve("layers")).doesNotExist();
  }

  @Test
  void oddEntriesAreRefused() {
    for (TarBytes tar :
        List.of(
            new TarBytes().header(block -> block.name("./")).header(block -> block.name(".")),
            new TarBytes().header(block -> block.name("a/.wh.")),
            new TarBytes().header(block -> block.name("a/.wh...")),
            new TarBytes()
                .header(block -> block.gnu().name("s").type('S').size(2).sparse(4, 0, 2))
                .raw("ab"))) {
      assertThatThrownBy(() -> add(tar))
          .isInstanceOf(BaciException.class)
          .hasMessageContaining("layer 1 of x:1, entry '");
    }
  }

  @Test
  void damagedBytesNeverGiveAnythingButAMessage() throws IOException {
    byte[] good =
        new TarBytes()
            .pax('x', "path=some/long/path\n", "SCHILY.xattr.user.a=b\n", "mtime=1.5\n")
            .header(block -> block.name("f"))
            .content("x".repeat(700))
            .header(block -> block.name("d/").type('5'))
            .header(block -> block.name("l").type('2').link("some"))
            .end();
    Random random = new Random(11);
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] bad = random.nextInt(4) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good;
      bad = bad.clone();
      for (int j = random.nextInt(3); j >= 0 && bad.length > 0; j--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      try {
        new LayerTar("test", TarLimits.DEFAULT).read(new ByteArrayInputStream(bad));
      } catch (BaciException e) {
        assertThat(e).hasMessageStartingWith("test, ");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1000);
  }

  @Test
  void layerThatIsThereIsNotWrittenAgain() throws IOException {
    TarBytes tar = new TarBytes().header(block -> block.name("f")).content("x");
    Layer first = add(tar);
    Layer second = add(tar);
    assertThat(second).isEqualTo(first);
    assertThat(second.entries()).isEqualTo(first.entries());
    assertThat(store.find(Area.LAYERS, first.diffId().hex())).contains(first.tar());
  }
}
