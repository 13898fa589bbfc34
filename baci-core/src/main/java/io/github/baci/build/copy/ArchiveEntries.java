package io.github.baci.build.copy;

import io.github.baci.api.BaciException;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerPath;
import io.github.baci.layer.TarEntry;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Puts the entries of an archive into the destination of ADD, which is as a root to them: neither a
 * path nor a link leads out. An entry replaces what is there, but a directory over a directory is
 * merged. Names that mean a whiteout in a layer are ordinary here.
 */
final class ArchiveEntries {
  private final CopyTarget destination;
  private final String destinationPath;
  private final String origin;
  private final TreeCopier copier;

  ArchiveEntries(CopyTarget destination, String destinationPath, String origin, TreeCopier copier) {
    this.destination = destination;
    this.destinationPath = destinationPath;
    this.origin = origin;
    this.copier = copier;
  }

  /**
   * Adds an entry.
   *
   * @param content what writes the bytes of a regular file; nothing for everything else
   */
  void add(TarEntry entry, Optional<CopyTargetNode.Content> content) {
    String path = LayerPath.clean(entry.path());
    Attributes attributes = owned(entry.attributes());
    if (path.isEmpty()) {
      return; // the destination was there before the archive, and stays what it is
    }
    CopyTargetNode parent = parent(entry, LayerPath.parent(path));
    String name = LayerPath.name(path);
    CopyTargetNode present = parent.child(name);
    if (entry.type() == TarEntry.Type.DIRECTORY && present != null && present.isDirectory()) {
      present.changeDirectory(attributes);
      return;
    }
    CopyTargetNode node = node(entry, attributes, content);
    if (node != present) {
      parent.put(name, node);
    }
  }

  private CopyTargetNode parent(TarEntry entry, String directory) {
    return placed(
        entry, () -> destination.makeDirectories(directory, copier.impliedDirectory()).node());
  }

  /** Does what follows an entry's paths through the destination; names the entry if it fails. */
  private <T> T placed(TarEntry entry, Supplier<T> search) {
    try {
      return search.get();
    } catch (BaciException e) {
      throw new BaciException(
          "%s: the entry '%s' cannot be extracted below '/%s': %s; mend the archive, or ADD it to a directory of its own"
              .formatted(origin, entry.path(), destinationPath, e.getMessage()),
          e);
    }
  }

  private CopyTargetNode node(
      TarEntry entry, Attributes attributes, Optional<CopyTargetNode.Content> content) {
    return switch (entry.type()) {
      case DIRECTORY -> CopyTargetNode.newDirectory(attributes);
      case SYMLINK -> CopyTargetNode.newSymlink(attributes, entry.linkTarget());
      case HARD_LINK -> linked(entry, attributes);
      case FILE -> CopyTargetNode.newFile(attributes, new Object(), content.orElseThrow());
      case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO -> {
        LayerEntry.Content special = entry.at("", "").withAttributes(attributes);
        yield CopyTargetNode.newFile(
            attributes,
            new Object(),
            (output, path, own) -> output.writer().add(moved(special, path)));
      }
    };
  }

  private static LayerEntry moved(LayerEntry.Content special, String path) {
    if (special instanceof LayerEntry.Device device) {
      return new LayerEntry.Device(
          path, device.attributes(), device.kind(), device.major(), device.minor());
    }
    return new LayerEntry.Fifo(path, special.attributes());
  }

  private CopyTargetNode linked(TarEntry entry, Attributes attributes) {
    String target = LayerPath.clean(entry.linkTarget());
    var directory = placed(entry, () -> destination.resolve(LayerPath.parent(target)));
    boolean present = directory.existing() == directory.names().size() && !target.isEmpty();
    CopyTargetNode node = present ? directory.deepest().child(LayerPath.name(target)) : null;
    if (node == null || node.isDirectory()) {
      throw new BaciException(
          "%s: the entry '%s' is a hard link to '%s', which is %s; the archive is damaged"
              .formatted(
                  origin,
                  entry.path(),
                  entry.linkTarget(),
                  node == null ? "not there" : "a directory"));
    }
    if (node.changed()) {
      return node;
    }
    // The other name is in a layer below.
    String direct =
        LayerPath.clean(
            destinationPath
                + "/"
                + String.join("/", directory.names())
                + "/"
                + LayerPath.name(target));
    return CopyTargetNode.newFile(
        attributes,
        null,
        (output, path, own) -> output.writer().add(new LayerEntry.HardLink(path, own, direct)));
  }

  private Attributes owned(Attributes attributes) {
    return copier
        .chown()
        .map(owner -> attributes.withOwner(owner.uid(), owner.gid()))
        .orElse(attributes);
  }
}
