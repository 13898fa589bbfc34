package io.github.baci.build.copy;

import io.github.baci.api.BaciException;
import io.github.baci.container.Owner;
import io.github.baci.context.FileKind;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerPath;
import io.github.baci.layer.ModeChange;
import io.github.baci.layer.Mtime;
import io.github.baci.plan.Placement;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;

/** Puts files into a draft by the rules of COPY's destination, owners and modes. */
final class TreeCopier {
  private static final int DIRECTORY_MODE = 0755;

  /** Directories that are made get no setuid, setgid or sticky bit, as in BuildKit. */
  private static final int PERMISSIONS = 0777;

  private static final int INLINE_MODE = 0644;

  private final CopyTarget draft;
  private final Placement placement;
  private final Optional<Owner> chown;
  private final Optional<ModeChange> chmod;
  private final ExcludeFilter excludes;
  private final Optional<Mtime> timestamp;
  private final Mtime now;
  private final FileCount count = new FileCount();
  private Object currentSource = new Object();

  /**
   * Prepares to copy.
   *
   * @param chown the owner of all that is copied or made
   * @param timestamp the time of all that comes from the context
   * @param now the time of all that is made
   */
  TreeCopier(
      CopyTarget draft,
      Placement placement,
      Optional<Owner> chown,
      ExcludeFilter excludes,
      Optional<Mtime> timestamp,
      Mtime now) {
    this.draft = draft;
    this.placement = placement;
    this.chown = chown;
    this.chmod = placement.chmod().map(ModeChange::parse);
    this.excludes = excludes;
    this.timestamp = timestamp;
    this.now = now;
  }

  /** Begins another source: its files share no name with those of the sources before. */
  void beginSource() {
    currentSource = new Object();
  }

  /** Copies one thing that a source named. */
  void copy(SourceMatch match, boolean fromContext, boolean keepParents) {
    SourceNode node = match.node();
    if (keepParents) {
      copyWithParents(match, fromContext);
    } else if (node.kind() == FileKind.DIRECTORY) {
      CopyTarget.Place place =
          draft.makeDirectories(placement.destination().path(), madeDirectory());
      merge(excludes.top(node), place, fromContext);
      place.node().touch(attributes(node, fromContext).mtime());
    } else {
      putFile(node, fileDestination(match.name()), fromContext);
    }
  }

  /** Makes a file that the instruction holds. */
  void make(String name, byte[] content) {
    int mode = changedMode(INLINE_MODE, false);
    Owner owner = chown.orElse(Owner.ROOT);
    putNode(
        fileDestination(name),
        CopyTargetNode.newFile(
            Attributes.of(mode, owner.uid(), owner.gid(), now),
            null,
            (output, path, attributes) ->
                output
                    .writer()
                    .addFile(path, attributes, content.length, new ByteArrayInputStream(content))));
  }

  /** Puts a file that is neither in a context nor in a tree. */
  void put(String name, Attributes attributes, CopyTargetNode.Content content) {
    putNode(
        fileDestination(name), CopyTargetNode.newFile(changed(attributes, false), null, content));
  }

  /** Makes the destination a directory, if it is none. */
  CopyTarget.Place destinationDirectory() {
    return draft.makeDirectories(placement.destination().path(), madeDirectory());
  }

  /** The same for what an archive is unpacked into: modes are the archive's own. */
  CopyTarget.Place archiveDirectory() {
    return draft.makeDirectories(placement.destination().path(), impliedDirectory());
  }

  /** Returns the owner that the instruction gives, if it gives one. */
  Optional<Owner> chown() {
    return chown;
  }

  /** Returns the attributes of a directory that no source has. */
  Attributes madeDirectory() {
    Owner owner = chown.orElse(Owner.ROOT);
    int mode =
        chmod
            .filter(ModeChange::isOctal)
            .map(change -> change.apply(0, true) & PERMISSIONS)
            .orElse(DIRECTORY_MODE);
    return Attributes.of(mode, owner.uid(), owner.gid(), now);
  }

  /** Returns the attributes of a directory that an archive needs and has no entry for. */
  Attributes impliedDirectory() {
    return madeDirectory().withMode(DIRECTORY_MODE);
  }

  private void copyWithParents(SourceMatch match, boolean fromContext) {
    CopyTarget.Place place = destinationDirectory();
    for (SourceNode parent : match.parents()) {
      place = directory(place, parent.name(), changed(attributes(parent, fromContext), true));
    }
    SourceNode node = match.node();
    if (node.kind() != FileKind.DIRECTORY) {
      putFile(node, new Target(place, match.name()), fromContext);
      return;
    }
    Attributes attributes = attributes(node, fromContext);
    if (match.name().isEmpty()) {
      place.node().touch(attributes.mtime());
    } else {
      place = directory(place, match.name(), changed(attributes, true));
    }
    merge(excludes.top(node), place, fromContext);
  }

  /** A name in a directory of the draft. */
  private record Target(CopyTarget.Place parent, String name) {
    String path() {
      return LayerPath.child(parent.path(), name);
    }
  }

  /** Finds out where a file goes: into the destination, or in its place. */
  private Target fileDestination(String name) {
    var resolved = draft.resolve(placement.destination().path());
    boolean present = resolved.existing() == resolved.names().size();
    if (placement.destination().takesIn(present && resolved.deepest().isDirectory())) {
      return new Target(destinationDirectory(), name);
    }
    List<String> names = resolved.names();
    String parent = String.join("/", names.subList(0, names.size() - 1));
    return new Target(draft.makeDirectories(parent, madeDirectory()), names.get(names.size() - 1));
  }

  private void merge(ExcludeFilter.Kept source, CopyTarget.Place target, boolean fromContext) {
    for (ExcludeFilter.Kept child : excludes.children(source)) {
      SourceNode node = child.node();
      if (node.kind() == FileKind.DIRECTORY) {
        merge(
            child,
            directory(target, node.name(), changed(attributes(node, fromContext), true)),
            fromContext);
      } else {
        putFile(node, new Target(target, node.name()), fromContext);
      }
    }
  }

  private CopyTarget.Place directory(CopyTarget.Place parent, String name, Attributes attributes) {
    String path = LayerPath.child(parent.path(), name);
    CopyTargetNode present = parent.node().child(name);
    if (present == null) {
      count.add();
      present = parent.node().put(name, CopyTargetNode.newDirectory(attributes));
    } else if (present.isDirectory()) {
      present.changeDirectory(attributes);
    } else {
      throw new BaciException(
          "cannot copy to non-directory: /%s: a source has a directory of this name, the image has %s; copy it to another place"
              .formatted(path, present.linkTarget() != null ? "a symbolic link" : "a file"));
    }
    return new CopyTarget.Place(path, present);
  }

  private void putFile(SourceNode node, Target target, boolean fromContext) {
    Attributes source = attributes(node, fromContext);
    if (node.kind() == FileKind.SYMLINK) {
      // chmod has no effect on links.
      putNode(target, CopyTargetNode.newSymlink(owned(source), node.linkTarget()));
      return;
    }
    Attributes attributes = changed(source, false);
    Object identity =
        node.sharedIdentity().map(shared -> new NamedInSource(currentSource, shared)).orElse(null);
    putNode(
        target,
        switch (node.kind()) {
          case FIFO ->
              CopyTargetNode.newFile(
                  attributes,
                  identity,
                  (output, path, own) -> output.writer().add(new LayerEntry.Fifo(path, own)));
          case CHARACTER_DEVICE, BLOCK_DEVICE ->
              CopyTargetNode.newFile(attributes, identity, device(node));
          default -> CopyTargetNode.newFile(attributes, identity, node::writeTo);
        });
  }

  /** A file that has several names, as one source sees it: a file of its own for each source. */
  private record NamedInSource(Object source, Object file) {}

  private static CopyTargetNode.Content device(SourceNode node) {
    LayerEntry.Device.Kind kind =
        node.kind() == FileKind.BLOCK_DEVICE
            ? LayerEntry.Device.Kind.BLOCK
            : LayerEntry.Device.Kind.CHARACTER;
    int major = node.major();
    int minor = node.minor();
    return (output, path, attributes) ->
        output.writer().add(new LayerEntry.Device(path, attributes, kind, major, minor));
  }

  private void putNode(Target target, CopyTargetNode node) {
    count.add();
    CopyTargetNode present = target.parent().node().child(target.name());
    if (present != null && present.isDirectory()) {
      throw new BaciException(
          "cannot replace to directory /%s with file: the image has a directory there; name another destination"
              .formatted(target.path()));
    }
    target.parent().node().put(target.name(), node);
  }

  private Attributes attributes(SourceNode node, boolean fromContext) {
    Attributes attributes = node.attributes();
    return fromContext ? timestamp.map(attributes::withMtime).orElse(attributes) : attributes;
  }

  private Attributes changed(Attributes attributes, boolean directory) {
    return owned(attributes).withMode(changedMode(attributes.mode(), directory));
  }

  private Attributes owned(Attributes attributes) {
    return chown.map(owner -> attributes.withOwner(owner.uid(), owner.gid())).orElse(attributes);
  }

  private int changedMode(int mode, boolean directory) {
    return chmod.map(change -> change.apply(mode, directory)).orElse(mode);
  }
}
