package io.github.baci.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeExportTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir private Path directory;

  @Test
  void aDirectoryIsWrittenWithAllThatIsInItAsItIsInTheImage() throws Exception {
    int uid = (int) Files.getAttribute(directory, "unix:uid");
    int gid = (int) Files.getAttribute(directory, "unix:gid");
    Path target = directory.resolve("target");
    try (Store store = DirectoryStore.open(directory.resolve("store"));
        LayerWriter writer = new DirectoryLayerStore(store).newLayer();
        TreeExport files = new TreeExport()) {
      Attributes plain = Attributes.of(0755, uid, gid, Mtime.of(TIME));
      writer.add(new LayerEntry.Directory("data", plain.withMode(01750)));
      writer.add(new LayerEntry.Directory("data/empty", plain));
      byte[] content = "content".getBytes(UTF_8);
      writer.addFile(
          "data/file", plain.withMode(0640), content.length, new ByteArrayInputStream(content));
      writer.add(new LayerEntry.Symlink("data/link", plain.withMode(0777), "no/such"));
      FileTree tree = FileTree.of(List.of(writer.commit()));

      files.write(tree.resolve("/data", true).node().orElseThrow(), target);
    }
    assertThat(mode(target)).isEqualTo(01750);
    assertThat(target.resolve("empty")).isEmptyDirectory();
    assertThat(target.resolve("file")).hasContent("content");
    assertThat(mode(target.resolve("file"))).isEqualTo(0640);
    assertThat(Files.getLastModifiedTime(target.resolve("file")).toInstant()).isEqualTo(TIME);
    assertThat(Files.getLastModifiedTime(target).toInstant()).isEqualTo(TIME);
    assertThat(Files.readSymbolicLink(target.resolve("link"))).isEqualTo(Path.of("no/such"));
  }

  private static int mode(Path file) throws Exception {
    return (int) Files.getAttribute(file, "unix:mode") & 07777;
  }
}
