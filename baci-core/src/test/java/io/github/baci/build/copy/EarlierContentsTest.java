package io.github.baci.build.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.Digest;
import io.github.baci.context.BuildContext;
import io.github.baci.context.IgnoreRules;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.store.DamagedEntryException;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import io.github.baci.store.Store.Area;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * Contents of files that have not changed come from the layer that was made of them before. As
 * files that were written just before a build are not trusted, a build waits here until they are.
 */
class EarlierContentsTest extends CopyFixture {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Digest SUBJECT = Digest.sha256Of(new byte[] {1});
  private static final byte[] CONTENT = new byte[32];

  @Test
  void findsWhatWasRememberedInTheLayer() throws IOException {
    FileTree tree = tree(plain("a"), plain("b"));
    LayerEntry.RegularFile b = (LayerEntry.RegularFile) tree.lookup("b").orElseThrow().entry();
    try (EarlierContents earlier = earlier()) {
      assertThat(earlier.find(CONTENT)).isNegative();
      earlier.add(CONTENT, b.offset());
      earlier.remember(tree.layers().get(0));
    }

    try (EarlierContents earlier = earlier()) {
      ByteBuffer bytes = ByteBuffer.allocate(1);
      earlier.bytes().read(bytes, earlier.find(CONTENT));
      assertThat((char) bytes.get(0)).isEqualTo('b');
      assertThat(earlier.find(Digest.Algorithm.SHA256.newMessageDigest().digest())).isNegative();
    }
  }

  @Test
  void findsNothingOnceTheLayerIsGone() throws IOException {
    Layer layer = tree(plain("a")).layers().get(0);
    try (EarlierContents earlier = earlier()) {
      earlier.add(CONTENT, 512);
      earlier.remember(layer);
    }
    store.discard(Area.LAYERS, layer.diffId().hex());

    try (EarlierContents earlier =
        EarlierContents.of(store, new DirectoryLayerStore(store), SUBJECT, 0)) {
      assertThat(earlier.find(CONTENT)).isNegative();
    }
  }

  @Test
  void aLayerOfWhichLittleHasChangedIsThatOfAnEmptyStore() throws Exception {
    files();
    settled();
    Layer before = copied(store, layers);
    file("tree/0", "another content");
    Files.delete(context.resolve("tree/1"));
    file("tree/0a", "a file that is new");

    Layer after = copied(store, layers);

    assertThat(after).isNotEqualTo(before);
    try (Store other = DirectoryStore.open(temporary.resolve("other"))) {
      assertThat(copied(other, new DirectoryLayerStore(other))).isEqualTo(after);
    }
  }

  @Test
  void whatHasNotChangedIsReadFromTheLayerAndChecked() throws Exception {
    files();
    settled();
    Layer before = copied(store, layers);
    file("tree/0", "another content");
    try (FileChannel tar = FileChannel.open(before.tar(), StandardOpenOption.WRITE)) {
      tar.write(ByteBuffer.wrap(new byte[] {'?'}), tar.size() / 2);
    }

    assertThatThrownBy(() -> copied(store, layers)).isInstanceOf(DamagedEntryException.class);
    Layer after = copied(store, layers);

    try (Store other = DirectoryStore.open(temporary.resolve("other"))) {
      assertThat(copied(other, new DirectoryLayerStore(other))).isEqualTo(after);
    }
  }

  private EarlierContents earlier() throws IOException {
    return EarlierContents.of(store, layers, SUBJECT, 0);
  }

  private void files() throws IOException {
    for (int i = 0; i < EarlierContents.LEAST_FILES; i++) {
      file("tree/" + i, i % 10 == 5 ? "" : "content " + i);
    }
    file("tree/large", "x".repeat(200_000));
    file("tree/same", "content 1");
    Files.createLink(context.resolve("tree/linked"), context.resolve("tree/2"));
    for (int i = 0; i < 20; i++) {
      file("tree/more" + i, "more " + i);
    }
  }

  /** Waits until a build would trust what the one before found out. */
  private void settled() throws IOException, InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      try (BuildContext opened = BuildContext.open(context, IgnoreRules.NONE, store)) {
        operation(opened).inputDigest();
        boolean trusted = true;
        for (var entry : opened.resolve("tree").orElseThrow().children()) {
          trusted &= entry.isDigestOfBefore();
        }
        if (trusted) {
          return;
        }
      }
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(20);
    }
  }

  private Layer copied(Store into, DirectoryLayerStore made) throws IOException {
    try (BuildContext opened = BuildContext.open(context, IgnoreRules.NONE, into)) {
      CopyOperation operation = operation(opened);
      operation.inputDigest();
      return operation.execute(FileTree.EMPTY, made, into).layer();
    }
  }

  private CopyOperation operation(BuildContext opened) {
    return new Copy(FileTree.EMPTY).from(SourceRoot.of(opened)).to("/tree").transfer("tree");
  }
}
