package io.github.baci.build.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.context.BuildContext;
import io.github.baci.context.IgnoreRules;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerWriter;
import io.github.baci.layer.Mtime;
import io.github.baci.layer.OpenLayerTars;
import io.github.baci.layer.TreeNode;
import io.github.baci.plan.Destination;
import io.github.baci.plan.InlineFile;
import io.github.baci.plan.Placement;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store, a context, and short ways to copy from one to the other. */
public abstract class CopyFixture {
  static final Mtime OLD = new Mtime(1_000_000_000, 5);

  @TempDir Path temporary;
  Store store;
  DirectoryLayerStore layers;
  Path context;

  @BeforeEach
  void open() throws IOException {
    store = DirectoryStore.open(temporary.resolve("store"));
    layers = new DirectoryLayerStore(store);
    context = Files.createDirectory(temporary.resolve("context"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  Path file(String path, String content) throws IOException {
    Path file = context.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  SourceRoot contextRoot(String... ignored) {
    return SourceRoot.of(
        BuildContext.open(context, IgnoreRules.parse(String.join("\n", ignored), "ignore")));
  }

  /** A layer from entries; a file's content is its path. */
  FileTree tree(LayerEntry... entries) throws IOException {
    try (LayerWriter writer = layers.newLayer()) {
      for (LayerEntry entry : entries) {
        if (entry instanceof LayerEntry.RegularFile file) {
          addFile(writer, file.path(), file.attributes(), file.path());
        } else {
          writer.add(entry);
        }
      }
      return FileTree.of(List.of(writer.commit()));
    }
  }

  static void addFile(LayerWriter writer, String path, Attributes attributes, String content)
      throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    writer.addFile(path, attributes, bytes.length, new ByteArrayInputStream(bytes));
  }

  protected FileTree accounts() throws IOException {
    return accounts(
        "root:x:0:\nstaff:x:50:app\nmore:x:51:root,app\napp:x:1001:\n",
        "root:x:0:0:root:/root:/bin/sh\nbroken line\napp:x:1000:1001::/home/app:/bin/sh\n");
  }

  protected FileTree accounts(String group, String passwd) throws IOException {
    try (LayerWriter writer = layers.newLayer()) {
      Attributes attributes = Attributes.of(0644, 0, 0, OLD);
      addFile(writer, "etc/group", attributes, group);
      addFile(writer, "etc/passwd", attributes, passwd);
      return FileTree.of(List.of(writer.commit()));
    }
  }

  static LayerEntry.Directory dir(String path, int mode) {
    return new LayerEntry.Directory(path, Attributes.of(mode, 7, 8, OLD));
  }

  static LayerEntry.RegularFile plain(String path) {
    return new LayerEntry.RegularFile(path, Attributes.of(0640, 3, 4, OLD), 0, 0);
  }

  static LayerEntry.Symlink link(String path, String target) {
    return new LayerEntry.Symlink(path, Attributes.of(0777, 0, 0, OLD), target);
  }

  /** The flags of one instruction. */
  final class Copy {
    private final FileTree target;
    private SourceRoot root = contextRoot();
    private String destination = "/";
    private boolean directory;
    private Optional<String> chown = Optional.empty();
    private Optional<String> chmod = Optional.empty();
    private List<String> excludes = List.of();
    private boolean link;
    private boolean parents;
    private boolean extract;
    private Optional<Mtime> timestamp = Optional.empty();
    private List<InlineFile> inline = List.of();

    Copy(FileTree target) {
      this.target = target;
    }

    Copy from(SourceRoot newRoot) {
      root = newRoot;
      return this;
    }

    Copy to(String path) {
      directory = path.endsWith("/");
      destination = path.length() > 1 && directory ? path.substring(0, path.length() - 1) : path;
      return this;
    }

    Copy chown(String owner) {
      chown = Optional.of(owner);
      return this;
    }

    Copy chmod(String mode) {
      chmod = Optional.of(mode);
      return this;
    }

    Copy exclude(String... patterns) {
      excludes = List.of(patterns);
      return this;
    }

    Copy link() {
      link = true;
      return this;
    }

    Copy parents() {
      parents = true;
      return this;
    }

    Copy extract() {
      extract = true;
      return this;
    }

    Copy at(Instant time) {
      timestamp = Optional.of(Mtime.of(time));
      return this;
    }

    Copy inline(InlineFile... files) {
      inline = List.of(files);
      return this;
    }

    CopyOperation transfer(String... sources) {
      SourceFinder finder = new SourceFinder(root);
      List<CopySource> found = new ArrayList<>();
      for (String source : sources) {
        found.add(
            new CopySource.Files(
                root, SourceFinder.place(source), finder.find(source, parents), extract));
      }
      Placement placement =
          new Placement(new Destination(destination, directory), chown, chmod, excludes, link);
      return new CopyOperation(found, inline, placement, parents, timestamp, List.of());
    }

    CopyResult result(String... sources) throws IOException {
      return transfer(sources).execute(target, layers, store);
    }

    Layer layer(String... sources) throws IOException {
      return result(sources).layer();
    }

    FileTree tree(String... sources) throws IOException {
      return target.with(layer(sources));
    }
  }

  Copy onto(FileTree target) {
    return new Copy(target);
  }

  static TreeNode node(FileTree tree, String path) {
    assertThat(tree.lookup(path)).as(path).isPresent();
    return tree.lookup(path).orElseThrow();
  }

  static String text(FileTree tree, String path) throws IOException {
    try (OpenLayerTars content = new OpenLayerTars()) {
      return new String(content.read(node(tree, path), 1 << 20), StandardCharsets.UTF_8);
    }
  }

  static List<String> names(FileTree tree, String path) {
    return node(tree, path).children().stream().map(TreeNode::name).toList();
  }

  static List<String> paths(Layer layer) {
    return layer.entries().stream().map(LayerEntry::path).toList();
  }

  static String owner(FileTree tree, String path) {
    Attributes attributes = node(tree, path).attributes();
    return attributes.uid() + ":" + attributes.gid();
  }

  static String mode(FileTree tree, String path) {
    return Integer.toOctalString(node(tree, path).attributes().mode());
  }
}
