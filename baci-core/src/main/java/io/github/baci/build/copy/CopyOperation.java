package io.github.baci.build.copy;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.container.Owner;
import io.github.baci.container.UserDatabase;
import io.github.baci.context.ContextEntry;
import io.github.baci.context.FileKind;
import io.github.baci.context.IgnoreRules;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Fingerprint;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.Mtime;
import io.github.baci.plan.InlineFile;
import io.github.baci.plan.Placement;
import io.github.baci.store.Store;
import io.github.baci.store.WholeFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A COPY or ADD whose sources are found. The digest of what it copies can be had without copying
 * it.
 */
public final class CopyOperation {
  private static final int FETCHED_MODE = 0600;
  private static final String SUBJECT = "baci taken 1";

  private final List<CopySource> sources;
  private final List<InlineFile> inlineFiles;
  private final Placement placement;
  private final boolean parents;
  private final Optional<Mtime> timestamp;
  private final List<String> warnings;
  private final ExcludeFilter excludes;
  private final long began = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
  private volatile int files;
  private volatile @Nullable Digest recalled;

  CopyOperation(
      List<CopySource> sources,
      List<InlineFile> inlineFiles,
      Placement placement,
      boolean parents,
      Optional<Mtime> timestamp,
      List<String> warnings) {
    this.warnings = List.copyOf(warnings);
    this.sources = List.copyOf(sources);
    this.inlineFiles = inlineFiles;
    this.placement = placement;
    this.parents = parents;
    this.timestamp = timestamp;
    this.excludes = new ExcludeFilter(IgnoreRules.of(placement.excludes(), "--exclude"));
  }

  /** Returns what is to be told whether it is executed or not: patterns that match nothing. */
  public List<String> warnings() {
    return warnings;
  }

  /**
   * Returns the digest of all that is copied, and of the time that it gets if the build sets one.
   * What the instruction says is not in it, nor what is below; they are parts of the step's key of
   * their own.
   *
   * @throws BaciException if a file cannot be read
   */
  public Digest inputDigest() {
    for (CopySource source : sources) {
      if (source instanceof CopySource.Files from) {
        from.root().takes(from.place(), () -> contextFiles(from));
      }
    }
    Optional<Digest> subject = subject();
    Optional<Digest> known = subject.isPresent() ? root().recall(subject.get()) : Optional.empty();
    recalled = known.orElse(null);
    return known.isPresent() ? known.get() : read(subject);
  }

  private List<ContextEntry> contextFiles(CopySource.Files from) {
    List<ContextEntry> all = new ArrayList<>();
    from.matches().forEach(match -> all.addAll(excludes.contextFiles(match.node())));
    return all;
  }

  private SourceRoot root() {
    return ((CopySource.Files) sources.get(0)).root();
  }

  /**
   * Returns what tells all that decides the digest from anything else, but for the files
   * themselves; nothing, where files have to be read to know whether they have changed.
   */
  private Optional<Digest> subject() {
    Fingerprint subject = new Fingerprint().text(SUBJECT);
    subject.text(timestamp.map(Mtime::toString).orElse("")).texts(placement.excludes());
    for (CopySource source : sources) {
      if (!(source instanceof CopySource.Files from) || from.root() != root()) {
        return Optional.empty();
      }
      subject.number(from.matches().size());
      for (SourceMatch match : from.matches()) {
        if (!match.parents().isEmpty() || !from.root().describe(match.node(), subject)) {
          return Optional.empty();
        }
        subject.text(match.name());
      }
    }
    return sources.isEmpty() ? Optional.empty() : Optional.of(subject.digest());
  }

  private Digest read(Optional<Digest> subject) {
    Digest taken = read();
    if (subject.isPresent()) {
      List<SourceNode> nodes = new ArrayList<>();
      for (CopySource source : sources) {
        for (SourceMatch match : ((CopySource.Files) source).matches()) {
          nodes.add(match.node());
        }
      }
      root().remember(subject.get(), taken, nodes);
    }
    return taken;
  }

  /** Reads what was only recalled so far: it is needed now, and has to be what it was. */
  private void readWhatWasRecalled() {
    Digest expected = recalled;
    if (expected != null && !read(subject()).equals(expected)) {
      throw new BaciException(
          "files of the build context changed while the build read them; do not change the context"
              + " during a build");
    }
    recalled = null;
  }

  private Digest read() {
    InputDigest digest = new InputDigest(excludes);
    digest.text(timestamp.map(Mtime::toString).orElse(""));
    for (CopySource source : sources) {
      if (source instanceof CopySource.Files files) {
        prefetch(files);
        digest.matches(files.matches());
      } else if (source instanceof CopySource.Fetched fetched) {
        digest.text(fetched.file().name());
        digest.text(fetched.file().digest().toString());
      }
    }
    files = digest.files();
    return digest.result();
  }

  /** Returns where contents lie already, if there are so many files that it pays to know. */
  private Optional<EarlierContents> earlier(LayerStore layers, Store store) throws IOException {
    if (files < EarlierContents.LEAST_FILES) {
      return Optional.empty();
    }
    Fingerprint subject = new Fingerprint();
    boolean lasting = false;
    for (CopySource source : sources) {
      if (source instanceof CopySource.Files from && from.root().lastingDirectory().isPresent()) {
        lasting = true;
        subject.text(from.root().lastingDirectory().get().toString());
        for (SourceMatch match : from.matches()) {
          subject.text(match.name());
        }
      }
    }
    subject.text(placement.destination().path());
    return lasting
        ? Optional.of(EarlierContents.of(store, layers, subject.digest(), began))
        : Optional.empty();
  }

  /**
   * Returns the files that are taken from a context, whether they are archives or not; what they
   * are like is read, if it has not been.
   *
   * @param least how long a file has to be, in bytes
   */
  public List<ContextEntry> contextFiles(long least) {
    List<ContextEntry> entries = new ArrayList<>();
    for (CopySource source : sources) {
      if (source instanceof CopySource.Files files) {
        prefetch(files);
        for (SourceMatch match : files.matches()) {
          match.node().contextEntry().ifPresent(entry -> add(entry, least, entries));
        }
      }
    }
    return entries;
  }

  /** What is left out has not been read. */
  private static void add(ContextEntry entry, long least, List<ContextEntry> entries) {
    if (entry.kind() == FileKind.FILE) {
      if (entry.isRead() && entry.size() >= least) {
        entries.add(entry);
      }
      return;
    }
    for (ContextEntry child : entry.children()) {
      add(child, least, entries);
    }
  }

  private void prefetch(CopySource.Files files) {
    List<SourceNode> nodes = files.matches().stream().map(SourceMatch::node).toList();
    boolean plain = excludes.isEmpty();
    files.root().prefetch(nodes, path -> !plain && excludes.skips(path));
  }

  /**
   * Copies, and puts what changes into a new layer.
   *
   * @param target what is below
   * @throws BaciException if the destination does not fit the sources, a name of an owner is not
   *     known, or a file cannot be read
   */
  public CopyResult execute(FileTree target, LayerStore layers, Store store) throws IOException {
    readWhatWasRecalled();
    // --link makes files that fit on any image; BuildKit leaves it aside where there is --chmod.
    FileTree below = placement.link() && placement.chmod().isEmpty() ? FileTree.EMPTY : target;
    Optional<Owner> chown =
        placement.chown().map(text -> new UserDatabase(below).owner(text, "--chown"));
    CopyTarget draft = new CopyTarget(below);
    Mtime now = timestamp.orElseGet(() -> Mtime.of(java.time.Instant.now()));
    TreeCopier copier = new TreeCopier(draft, placement, chown, excludes, timestamp, now);
    List<String> warnings = new ArrayList<>();
    int plain = 0;
    try (ArchiveExtractor archives = new ArchiveExtractor(copier, store);
        LayerOutput output = new LayerOutput(layers, earlier(layers, store))) {
      for (CopySource source : sources) {
        plain += copy(source, copier, archives, store);
      }
      for (InlineFile inline : inlineFiles) {
        copier.make(inline.name(), inline.content().getBytes(StandardCharsets.UTF_8));
      }
      plain += inlineFiles.size();
      warnIfOverwritten(plain, draft, warnings);
      draft.write(output);
      return new CopyResult(output.commit(), warnings);
    }
  }

  private int copy(CopySource source, TreeCopier copier, ArchiveExtractor archives, Store store)
      throws IOException {
    if (source instanceof CopySource.Fetched fetched) {
      new WholeFiles(store)
          .require(Store.Area.FILES, UrlRecord.contentKey(fetched.file().digest()));
      return put(fetched, copier, archives);
    }
    CopySource.Files files = (CopySource.Files) source;
    if (parents) {
      copier.destinationDirectory(); // also where a pattern matches nothing
    }
    copier.beginSource();
    int plain = 0;
    for (SourceMatch match : files.matches()) {
      boolean file = match.node().kind() == FileKind.FILE;
      if (!file || !files.extract() || !archives.extract(match.node())) {
        copier.copy(match, files.root().isContext(), parents);
        plain += match.node().kind() == FileKind.DIRECTORY ? 0 : 1;
      }
    }
    return plain;
  }

  private int put(CopySource.Fetched fetched, TreeCopier copier, ArchiveExtractor archives)
      throws IOException {
    UrlFile file = fetched.file();
    if (fetched.extract() && archives.extract(file.file(), file.url())) {
      return 0;
    }
    Mtime mtime =
        file.lastModified().or(() -> timestamp).orElseGet(() -> Mtime.of(java.time.Instant.now()));
    copier.put(
        file.name(),
        Attributes.of(FETCHED_MODE, 0, 0, mtime),
        (output, path, attributes) -> {
          try (FileChannel channel = FileChannel.open(file.file())) {
            output.writer().addFile(path, attributes, channel.size(), channel, 0);
          }
        });
    return 1;
  }

  private void warnIfOverwritten(int files, CopyTarget draft, List<String> warnings) {
    if (files < 2 || parents) {
      return;
    }
    var there = draft.resolve(placement.destination().path()).deepest();
    if (!placement.destination().takesIn(there.isDirectory())) {
      warnings.add(
          "%d files are copied to the one file %s, so that only the last is kept; end the destination with '/' if it shall be a directory"
              .formatted(files, placement.destination().path()));
    }
  }
}
