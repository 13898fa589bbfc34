package io.github.baci.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.layer.LayerEntry.Device;
import io.github.baci.layer.LayerEntry.Directory;
import io.github.baci.layer.LayerEntry.Fifo;
import io.github.baci.layer.LayerEntry.HardLink;
import io.github.baci.layer.LayerEntry.OpaqueDirectory;
import io.github.baci.layer.LayerEntry.RegularFile;
import io.github.baci.layer.LayerEntry.Symlink;
import io.github.baci.layer.LayerEntry.Whiteout;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import io.github.baci.store.Store.Area;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerStoreTest {
  private static final Attributes DIRECTORY = Attributes.of(0755, 0, 0, new Mtime(1000, 0));
  private static final Attributes FILE = Attributes.of(0644, 1, 2, new Mtime(2000, 0));

  @TempDir private Path directory;
  private Store store;
  private DirectoryLayerStore layers;

  @BeforeEach
  void open() {
    store = DirectoryStore.open(directory.resolve("store"));
    layers = new DirectoryLayerStore(store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static InputStream in(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private Layer everyKindOfEntry() throws IOException {
    Attributes odd =
        new Attributes(
            07777,
            3_000_000,
            Integer.MAX_VALUE,
            new Mtime(-3, 250_000_000),
            Xattrs.of(
                Map.of(
                    "security.capability", new byte[] {0, 1, '\n', (byte) 0xff, '=', 0},
                    "user.empty", new byte[0])));
    try (LayerWriter writer = layers.newLayer()) {
      writer.add(new Directory("", DIRECTORY));
      writer.add(new Directory("d", odd));
      writer.addFile("d/f", odd, 5, in("hello".getBytes(UTF_8)));
      writer.addFile("d/empty", FILE, 0, InputStream.nullInputStream());
      writer.add(new HardLink("d/g", odd, "d/f"));
      writer.add(new Symlink("d/ü", FILE.withMode(0777), "../ünder/" + "x".repeat(150)));
      writer.add(new Device("null", FILE, Device.Kind.CHARACTER, 1, 3));
      writer.add(new Device("sda", FILE, Device.Kind.BLOCK, 8, 0));
      writer.add(new Fifo("pipe", FILE));
      writer.add(new Whiteout("gone"));
      writer.add(new Whiteout("d/gone"));
      writer.add(new OpaqueDirectory("d"));
      writer.addFile("d/.wh.literal", FILE, 1, in(new byte[] {7}));
      writer.add(new Directory("l".repeat(120) + "/" + "m".repeat(90), DIRECTORY));
      writer.add(new Directory(("n".repeat(200) + "/").repeat(3) + "end", DIRECTORY));
      return writer.commit();
    }
  }

  @Test
  void writtenLayerIsReadBackByItsIndexAndByItsTar() throws IOException {
    Layer written = everyKindOfEntry();

    assertThat(new DirectoryLayerStore(store).find(written.diffId()).orElseThrow().entries())
        .isEqualTo(written.entries());
    Files.delete(store.path(Area.INDEXES, written.diffId().hex()));
    assertThat(new DirectoryLayerStore(store).find(written.diffId()).orElseThrow().entries())
        .isEqualTo(written.entries());
    assertThat(store.path(Area.INDEXES, written.diffId().hex())).exists();
  }

  @Test
  void layerThatIsAddedKeepsItsBytesAndDiffId() throws IOException {
    Layer written = everyKindOfEntry();
    byte[] tar = Files.readAllBytes(written.tar());
    byte[] padded = Arrays.copyOf(tar, tar.length + 10240);
    try (Store other = DirectoryStore.open(directory.resolve("other"))) {
      LayerStore others = new DirectoryLayerStore(other);

      Layer added = others.add(in(tar), "test");
      assertThat(added.diffId()).isEqualTo(written.diffId()).isEqualTo(Digest.sha256Of(tar));
      assertThat(added.entries()).isEqualTo(written.entries());
      assertThat(added.tar()).hasBinaryContent(tar);

      Layer longer = others.add(in(padded), "test");
      assertThat(longer.diffId()).isEqualTo(Digest.sha256Of(padded));
      assertThat(longer.tar()).hasBinaryContent(padded);
    }
  }

  @Test
  void bytesDependOnTheEntriesAlone() throws IOException {
    Layer first = everyKindOfEntry();
    try (Store other = DirectoryStore.open(directory.resolve("other"))) {
      layers = new DirectoryLayerStore(other);
      Layer second = everyKindOfEntry();
      assertThat(second.diffId()).isEqualTo(first.diffId());
      assertThat(second.tar()).hasSameBinaryContentAs(first.tar());
    }
  }

  @Test
  void largeFilesAreWrittenDigestedAndReadBack() throws IOException {
    byte[] large = new byte[3_000_001];
    new Random(7).nextBytes(large);
    Path source = Files.write(directory.resolve("source"), large);
    Layer layer;
    try (LayerWriter writer = layers.newLayer();
        FileChannel channel = FileChannel.open(source)) {
      writer.addFile("stream", FILE, large.length, in(large));
      writer.addFile("range", FILE, large.length - 5, channel, 5);
      layer = writer.commit();
    }
    assertThat(layer.diffId()).isEqualTo(Digest.sha256Of(Files.readAllBytes(layer.tar())));
    FileTree tree = FileTree.of(List.of(layer));
    try (OpenLayerTars content = new OpenLayerTars()) {
      assertThat(content.read(tree.lookup("stream").orElseThrow(), large.length)).isEqualTo(large);
      assertThat(content.open(tree.lookup("range").orElseThrow()).readAllBytes())
          .isEqualTo(Arrays.copyOfRange(large, 5, large.length));
      TreeNode node = tree.lookup("stream").orElseThrow();
      assertThatThrownBy(() -> content.read(node, 100))
          .isInstanceOf(BaciException.class)
          .hasMessageContaining("3,000,001 bytes");
    }
  }

  @Test
  void fileThatChangesItsLengthWhileItIsReadIsAnError() throws IOException {
    try (LayerWriter writer = layers.newLayer()) {
      assertThatThrownBy(() -> writer.addFile("f", FILE, 3, in(new byte[2])))
          .isInstanceOf(BaciException.class)
          .hasMessageContaining("'f' should have 3 bytes but has 2");
      assertThatThrownBy(writer::commit).isInstanceOf(IllegalStateException.class);
    }
    try (LayerWriter writer = layers.newLayer()) {
      assertThatThrownBy(() -> writer.addFile("f", FILE, 3, in(new byte[4])))
          .isInstanceOf(BaciException.class)
          .hasMessageContaining("has more");
    }
    assertThat(directory.resolve("store/layers")).doesNotExist();
  }

  @Test
  void damagedIndexIsMadeAnewAndCutOffTarIsDiscarded() throws IOException {
    Layer layer = everyKindOfEntry();
    Path index = store.path(Area.INDEXES, layer.diffId().hex());
    byte[] good = Files.readAllBytes(index);
    byte[] bad = good.clone();
    bad[good.length / 2] ^= 1;
    Files.write(index, bad);
    assertThat(new DirectoryLayerStore(store).find(layer.diffId()).orElseThrow().entries())
        .isEqualTo(layer.entries());
    assertThat(index).hasBinaryContent(good);

    byte[] tar = Files.readAllBytes(layer.tar());
    Files.write(layer.tar(), Arrays.copyOf(tar, tar.length - 1024));
    assertThat(new DirectoryLayerStore(store).find(layer.diffId())).isEmpty();
    assertThat(layer.tar()).doesNotExist();
    assertThat(everyKindOfEntry().diffId()).isEqualTo(layer.diffId());
    assertThat(new DirectoryLayerStore(store).find(layer.diffId())).isPresent();
  }

  @Test
  void tarThatIsTamperedWithIsNotIndexed() throws IOException {
    Layer layer = everyKindOfEntry();
    byte[] tar = Files.readAllBytes(layer.tar());
    RegularFile file = (RegularFile) layer.entries().get(2);
    tar[(int) file.offset()] ^= 1;
    Files.write(layer.tar(), tar);
    Files.delete(store.path(Area.INDEXES, layer.diffId().hex()));
    assertThat(new DirectoryLayerStore(store).find(layer.diffId())).isEmpty();
  }

  @Test
  void manyRandomEntriesSurviveTheIndex() throws IOException {
    Random random = new Random(42);
    List<LayerEntry> expected = new ArrayList<>();
    Layer layer;
    try (LayerWriter writer = layers.newLayer()) {
      for (int i = 0; i < 3000; i++) {
        String path = "d" + random.nextInt(50) + "/" + Integer.toString(random.nextInt(), 36) + i;
        Attributes attributes =
            Attributes.of(
                random.nextInt(010000),
                random.nextInt(Integer.MAX_VALUE),
                random.nextInt(3),
                new Mtime(
                    random.nextLong() >> 24, random.nextInt(2) * random.nextInt(1_000_000_000)));
        if (random.nextBoolean()) {
          byte[] bytes = new byte[random.nextInt(2000)];
          expected.add(writer.addFile(path, attributes, bytes.length, in(bytes)));
        } else {
          LayerEntry entry =
              random.nextBoolean()
                  ? new Directory(path, attributes)
                  : new Symlink(path, attributes, "t" + i);
          writer.add(entry);
          expected.add(entry);
        }
      }
      layer = writer.commit();
    }
    assertThat(layer.entries()).isEqualTo(expected);
    byte[] tar = Files.readAllBytes(layer.tar());
    store.discard(Area.LAYERS, layer.diffId().hex());
    store.discard(Area.INDEXES, layer.diffId().hex());
    assertThat(layers.add(in(tar), "test").entries()).isEqualTo(expected);
  }
}
