package io.github.baci.build.copy;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.api.Suggestion;
import io.github.baci.context.BuildContext;
import io.github.baci.context.ContextEntry;
import io.github.baci.context.FileKind;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.Fingerprint;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerPath;
import io.github.baci.layer.Mtime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The build context as a source: everything belongs to 0:0. */
final class ContextRoot extends SourceRoot {
  private final BuildContext context;
  private final boolean checkout;
  private final Optional<Mtime> mtime;

  ContextRoot(BuildContext context) {
    this(context, false, Optional.empty());
  }

  private ContextRoot(BuildContext context, boolean checkout, Optional<Mtime> mtime) {
    this.context = context;
    this.checkout = checkout;
    this.mtime = mtime;
  }

  /**
   * Takes files of a git checkout: of a mode, git keeps but whether the file can be executed.
   *
   * @param mtime the time of all files, if they have not that of the checkout
   */
  static ContextRoot ofCheckout(BuildContext context, Optional<Mtime> mtime) {
    return new ContextRoot(context, true, mtime);
  }

  private Attributes attributes(ContextEntry entry) {
    boolean executable = entry.kind() != FileKind.FILE || (entry.mode() & 0111) != 0;
    int mode = checkout ? (executable ? 0755 : 0644) : entry.mode();
    return new Attributes(mode, 0, 0, mtime.orElse(entry.mtime()), entry.xattrs());
  }

  @Override
  SourceNode root() {
    return new Node(this, context.root());
  }

  @Override
  Optional<SourceNode> resolve(String path) {
    return context.resolve(path).map(entry -> new Node(this, entry));
  }

  @Override
  boolean isContext() {
    return true;
  }

  @Override
  Optional<Path> lastingDirectory() {
    return checkout ? Optional.empty() : Optional.of(context.directory());
  }

  @Override
  void prefetch(List<SourceNode> nodes, Predicate<String> skipped) {
    for (SourceNode node : nodes) {
      ContextEntry entry = ((Node) node).entry;
      int start = entry.path().isEmpty() ? 0 : entry.path().length() + 1;
      context.prefetch(List.of(entry), path -> skipped.test(path.substring(start)));
    }
  }

  @Override
  boolean describe(SourceNode node, Fingerprint subject) {
    if (checkout || !(node instanceof Node place)) {
      return false;
    }
    context.rules().addTo(subject);
    subject.text(place.entry.path());
    return true;
  }

  @Override
  Optional<Digest> recall(Digest subject) {
    return context.recall(subject);
  }

  @Override
  void remember(Digest subject, Digest taken, List<SourceNode> from) {
    List<ContextEntry> entries = new ArrayList<>();
    for (SourceNode node : from) {
      entries.add(((Node) node).entry);
    }
    context.remember(subject, taken, entries);
  }

  @Override
  void takes(String place, Supplier<List<ContextEntry>> files) {
    context.takes(place, files);
  }

  @Override
  BaciException notFound(String source) {
    String path = LayerPath.clean(source);
    Optional<ContextEntry> link = link(path);
    if (link.isPresent()) {
      return new BaciException(
          "\"/%s\": not found: '%s' is a symbolic link to '%s', which is not in the build context (%s); copy what it names into the context, or name that"
              .formatted(path, link.get().path(), link.get().linkTarget(), context.directory()));
    }
    Optional<String> similar = new SimilarPath(context).of(path);
    Optional<String> reason = context.rules().reason(path);
    // What is nowhere, but nearly so in the context, is misspelt, whatever would ignore it.
    String why =
        reason.isPresent() && isOnDisk(path)
            ? "is " + reason.get()
            : reason.isPresent() && similar.isEmpty()
                ? "is not there, and would be " + reason.get()
                : "is not in the build context";
    String remedy =
        source.startsWith("../")
            ? "'..' does not lead out of the context"
            : "name a path relative to the context";
    return new BaciException(
        Suggestion.append(
            "\"/%s\": not found: it %s (%s); %s".formatted(path, why, context.directory(), remedy),
            similar));
  }

  private boolean isOnDisk(String path) {
    return Files.exists(context.directory().resolve(path), LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns the first link on the way to a path that leads to nothing in the context. */
  private Optional<ContextEntry> link(String path) {
    for (int end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
      String part = end < 0 ? path : path.substring(0, end);
      if (context.resolve(part).isEmpty()) {
        return entries(LayerPath.parent(part)).stream()
            .filter(entry -> entry.path().equals(part) && entry.kind() == FileKind.SYMLINK)
            .findFirst();
      }
      if (end < 0) {
        return Optional.empty();
      }
    }
  }

  private List<ContextEntry> entries(String directory) {
    return context
        .resolve(directory)
        .filter(entry -> entry.kind() == FileKind.DIRECTORY)
        .map(ContextEntry::children)
        .orElse(List.of());
  }

  private record Node(ContextRoot root, ContextEntry entry) implements SourceNode {
    @Override
    public String name() {
      return entry.name();
    }

    @Override
    public FileKind kind() {
      return entry.kind();
    }

    @Override
    public Attributes attributes() {
      return root.attributes(entry);
    }

    @Override
    public String linkTarget() {
      return entry.linkTarget();
    }

    @Override
    public int major() {
      return entry.major();
    }

    @Override
    public int minor() {
      return entry.minor();
    }

    @Override
    public List<SourceNode> children() {
      return entry.children().stream().<SourceNode>map(child -> new Node(root, child)).toList();
    }

    @Override
    public Optional<Object> sharedIdentity() {
      return entry.sharedIdentity();
    }

    @Override
    public Optional<ContextEntry> contextEntry() {
      return Optional.of(entry);
    }

    @Override
    public FileRange open() throws IOException {
      return new FileRange(
          entry.open(), 0, entry.size(), "'%s' of the build context".formatted(entry.path()));
    }

    @Override
    public void writeTo(LayerOutput output, String path, Attributes attributes) throws IOException {
      long size = entry.kind() == FileKind.SOCKET ? 0 : entry.size();
      if (size == 0) {
        output.writer().addFile(path, attributes, 0, InputStream.nullInputStream());
        entry.checkUnchanged();
      } else if (output.earlier().isEmpty()) {
        copy(output, path, attributes);
      } else {
        EarlierContents earlier = output.earlier().get();
        byte[] digest = entry.contentDigest();
        long known = entry.isDigestOfBefore() ? earlier.find(digest) : -1;
        LayerEntry.RegularFile file =
            known < 0
                ? copy(output, path, attributes)
                : output.writer().addFile(path, attributes, size, earlier.bytes(), known);
        if (entry.isSettledAt(earlier.began())) {
          earlier.add(digest, file.offset());
        }
      }
    }

    private LayerEntry.RegularFile copy(LayerOutput output, String path, Attributes attributes)
        throws IOException {
      try (FileChannel channel = entry.open()) {
        LayerEntry.RegularFile file =
            output.writer().addFile(path, attributes, entry.size(), channel, 0);
        entry.checkUnchanged();
        return file;
      }
    }

    @Override
    public byte[] contentKey() {
      return entry.contentDigest();
    }
  }
}
