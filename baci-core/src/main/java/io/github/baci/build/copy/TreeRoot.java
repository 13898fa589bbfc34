package io.github.baci.build.copy;

import io.github.baci.api.BaciException;
import io.github.baci.context.FileKind;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerPath;
import io.github.baci.layer.LayerReader;
import io.github.baci.layer.TreeNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A stage, an image or a git checkout as a source: owners, modes and times are kept. */
final class TreeRoot extends SourceRoot {
  private final FileTree tree;
  private final String name;
  private final boolean context;

  TreeRoot(FileTree tree, String name) {
    this(tree, name, false);
  }

  private TreeRoot(FileTree tree, String name, boolean context) {
    this.tree = tree;
    this.name = name;
    this.context = context;
  }

  /**
   * Takes files of a git checkout.
   *
   * @param context whether its times count as little as those of a build context
   */
  static TreeRoot ofCheckout(FileTree tree, String name, boolean context) {
    return new TreeRoot(tree, name, context);
  }

  @Override
  SourceNode root() {
    return new Node(tree.root());
  }

  @Override
  Optional<SourceNode> resolve(String path) {
    return tree.resolve(path, true).node().map(Node::new);
  }

  @Override
  boolean isContext() {
    return context;
  }

  @Override
  void prefetch(List<SourceNode> nodes, Predicate<String> skipped) {}

  @Override
  BaciException notFound(String source) {
    return new BaciException(
        "\"/%s\": not found in %s; sources of --from are relative to its root, not to its working directory"
            .formatted(LayerPath.clean(source), name));
  }

  private record Node(TreeNode node) implements SourceNode {
    @Override
    public String name() {
      return node.name();
    }

    @Override
    public FileKind kind() {
      LayerEntry.Content entry = node.entry();
      if (entry instanceof LayerEntry.Directory) {
        return FileKind.DIRECTORY;
      } else if (entry instanceof LayerEntry.Symlink) {
        return FileKind.SYMLINK;
      } else if (entry instanceof LayerEntry.Fifo) {
        return FileKind.FIFO;
      } else if (entry instanceof LayerEntry.Device device) {
        return device.kind() == LayerEntry.Device.Kind.BLOCK
            ? FileKind.BLOCK_DEVICE
            : FileKind.CHARACTER_DEVICE;
      }
      return FileKind.FILE;
    }

    @Override
    public Attributes attributes() {
      return node.attributes();
    }

    @Override
    public String linkTarget() {
      return ((LayerEntry.Symlink) node.entry()).target();
    }

    @Override
    public int major() {
      return ((LayerEntry.Device) node.entry()).major();
    }

    @Override
    public int minor() {
      return ((LayerEntry.Device) node.entry()).minor();
    }

    @Override
    public List<SourceNode> children() {
      List<SourceNode> children = new ArrayList<>(node.children().size());
      node.children().forEach(child -> children.add(new Node(child)));
      return children;
    }

    @Override
    public Optional<Object> sharedIdentity() {
      return Optional.of(node.identity());
    }

    @Override
    public FileRange open() throws IOException {
      LayerEntry.RegularFile file = (LayerEntry.RegularFile) node.entry();
      LayerReader reader = node.layer().open();
      return new FileRange(
          reader, reader, file.offset(), file.size(), "'%s'".formatted(file.path()));
    }

    @Override
    public void writeTo(LayerOutput output, String path, Attributes attributes) throws IOException {
      LayerEntry.RegularFile file = (LayerEntry.RegularFile) node.entry();
      output
          .writer()
          .addFile(path, attributes, file.size(), output.trees().bytes(node), file.offset());
    }

    @Override
    public byte[] contentKey() {
      // Where the bytes lie in a tar that is named by its digest says what they are, unread.
      LayerEntry.RegularFile file = (LayerEntry.RegularFile) node.entry();
      return "%s %d %d"
          .formatted(node.layer().diffId(), file.offset(), file.size())
          .getBytes(StandardCharsets.UTF_8);
    }
  }
}
