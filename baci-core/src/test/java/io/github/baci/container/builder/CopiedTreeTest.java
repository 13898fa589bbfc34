package io.github.baci.container.builder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.layer.Attributes;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.LayerWriter;
import io.github.baci.layer.Mtime;
import io.github.baci.store.DirectoryStore;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run has changed in a copy of an image's files, as an ordinary user. */
class CopiedTreeTest {
  private static final Attributes FILE = Attributes.of(0644, 0, 0, new Mtime(1000, 0));
  private static final Attributes DIRECTORY = Attributes.of(0755, 0, 0, new Mtime(2000, 0));

  @TempDir private Path temporary;
  private DirectoryStore store;
  private LayerStore layers;
  private CopiedTree copy;
  private Path root;

  @BeforeEach
  void unpack() throws Exception {
    store = DirectoryStore.open(temporary.resolve("store"));
    layers = new DirectoryLayerStore(store);
    root = Files.createDirectories(temporary.resolve("copy/fs"));
    copy = new CopiedTree(root, KernelTraits.WITHOUT_OWNERS, new Workers());
    copy.become(FileTree.of(List.of(base())));
    copy.note();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Layer base() throws Exception {
    try (LayerWriter writer = layers.newLayer()) {
      writer.add(new LayerEntry.Directory("d", DIRECTORY));
      file(writer, "d/f", "one");
      writer.add(new LayerEntry.HardLink("d/g", FILE, "d/f"));
      file(writer, "h", "two");
      return writer.commit();
    }
  }

  private static void file(LayerWriter writer, String path, String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    writer.addFile(path, FILE, bytes.length, new ByteArrayInputStream(bytes));
  }

  @Test
  void whereNothingIsDoneNothingHasChanged() throws Exception {
    assertThat(Files.getAttribute(root.resolve("d/f"), "unix:ino"))
        .isEqualTo(Files.getAttribute(root.resolve("d/g"), "unix:ino"));
    assertThat(copy.changes(Optional.empty()).entries()).isEmpty();
  }

  @Test
  void aChangeThatSizeAndTimeDoNotShowIsFound() throws Exception {
    Files.writeString(root.resolve("h"), "owt");
    Files.setLastModifiedTime(root.resolve("h"), FileTime.fromMillis(1_000_000));

    assertThat(paths()).containsExactly("h");
  }

  @Test
  void whatIsTouchedAndAsBeforeIsLeftOut() throws Exception {
    Files.setLastModifiedTime(root.resolve("h"), FileTime.fromMillis(1_000_000));

    assertThat(paths()).isEmpty();
  }

  @Test
  void aReplacedDirectoryLosesWhatIsNotInItAndKeepsWhatIsTheSame() throws Exception {
    Files.move(root.resolve("d"), temporary.resolve("old"));
    Files.createDirectory(root.resolve("d"));
    Files.copy(
        temporary.resolve("old/f"),
        root.resolve("d/f"),
        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);

    List<LayerEntry> entries = copy.changes(Optional.empty()).entries();

    assertThat(entries).last().isEqualTo(new LayerEntry.Whiteout("d/g"));
    assertThat(paths()).containsExactly("d", "d/g");
  }

  @Test
  void whatIsRemovedIsAWhiteout() throws Exception {
    Files.delete(root.resolve("h"));

    assertThat(copy.changes(Optional.empty()).entries())
        .containsExactly(new LayerEntry.Whiteout("h"));
  }

  @Test
  void theNextTreeDiffersByWhatItsLayerSays() throws Exception {
    Layer next;
    try (LayerWriter writer = layers.newLayer()) {
      writer.add(new LayerEntry.Whiteout("h"));
      writer.add(new LayerEntry.HardLink("k", FILE, "d/g"));
      next = writer.commit();
    }

    copy.become(copy.tree().with(next));

    assertThat(root.resolve("h")).doesNotExist();
    assertThat(root.resolve("k")).hasContent("one");
    assertThat(Files.getAttribute(root.resolve("k"), "unix:nlink")).isEqualTo(3);
    assertThat(Files.getLastModifiedTime(root.resolve("d")).toMillis()).isEqualTo(2_000_000);
  }

  @Test
  void whatWasPlacedForARunIsGoneAndWhatItHidIsBack() throws Exception {
    Path own = Files.createDirectory(temporary.resolve("own"));
    Files.writeString(own.resolve("secret"), "s3cret");
    Files.createDirectory(own.resolve("empty"));
    try (Placements placements = new Placements(copy, own)) {
      placements.place("h", own.resolve("secret"), false, false);
      placements.place("d", own.resolve("empty"), true, false);
      placements.place("run/secrets/s", Files.createFile(own.resolve("t")), false, false);
      assertThat(root.resolve("h")).hasContent("s3cret");
      Files.writeString(root.resolve("d/lost"), "x");

      placements.remove();
    }

    assertThat(root.resolve("h")).hasContent("two");
    assertThat(root.resolve("d/lost")).doesNotExist();
    assertThat(root.resolve("run")).doesNotExist();
    assertThat(paths()).isEmpty();
  }

  private List<String> paths() throws Exception {
    return copy.changes(Optional.empty()).entries().stream().map(LayerEntry::path).toList();
  }
}
