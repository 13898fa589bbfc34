package io.github.baci.context;

import io.github.baci.api.BaciException;
import io.github.baci.layer.Mtime;
import io.github.baci.layer.Xattrs;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file or directory of the build context. It is read from the disk when it is first asked for,
 * and once. Safe for several threads.
 */
public final class ContextEntry {
  private final BuildContext context;
  private final Path file;
  private final String path;
  private final IgnoreRules.Scope scope;

  private volatile @Nullable FileStat stat;
  private volatile @Nullable List<ContextEntry> children;
  private volatile List<ContextEntry> hidden = List.of();
  private volatile DigestTable.@Nullable Known known;

  ContextEntry(BuildContext context, Path file, String path, IgnoreRules.Scope scope) {
    this.context = context;
    this.file = file;
    this.path = path;
    this.scope = scope;
  }

  /** Returns the path relative to the root of the context; empty for the root. */
  public String path() {
    return path;
  }

  /** Returns the last component of the path; empty for the root. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Returns where the file is. */
  public Path file() {
    return file;
  }

  /** Returns what it is; links are not followed. */
  public FileKind kind() {
    return stat().kind();
  }

  /** Returns the permission bits with setuid, setgid and sticky. */
  public int mode() {
    return stat().mode();
  }

  /** Returns the length of a regular file in bytes. */
  public long size() {
    return stat().size();
  }

  /** Returns the time of the last modification. */
  public Mtime mtime() {
    return stat().mtime();
  }

  /** Returns the major number of a device. */
  public int major() {
    return stat().major();
  }

  /** Returns the minor number of a device. */
  public int minor() {
    return stat().minor();
  }

  /**
   * Returns what all names of one file have in common, if the file has several names, here or
   * elsewhere.
   */
  public Optional<Object> sharedIdentity() {
    FileStat found = stat();
    return found.links() > 1 && found.kind() != FileKind.DIRECTORY && found.hasIdentity()
        ? Optional.of(List.of(found.device(), found.inode()))
        : Optional.empty();
  }

  /** Returns the target of a symbolic link, as it was written. */
  public String linkTarget() {
    try {
      return FileNames.targetOf(file, Files.readSymbolicLink(file), context.unix());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Returns the extended attributes of the {@code user} name space, and file capabilities. */
  public Xattrs xattrs() {
    return context.digests().xattrs(this);
  }

  /** Returns the SHA-256 digest of a regular file's bytes. */
  public byte[] contentDigest() {
    return context.digests().content(this);
  }

  /** Returns whether {@link #contentDigest} is known, and nothing has to be read for it. */
  public boolean isRead() {
    return known != null;
  }

  /**
   * Returns whether {@link #contentDigest} is of an earlier build: whoever has bytes of that digest
   * need not read the file.
   */
  public boolean isDigestOfBefore() {
    DigestTable.Known found = known;
    return found != null && found.before();
  }

  /**
   * Returns whether a change that comes later than a time would show, as {@link #checkUnchanged}
   * looks for it.
   *
   * @param now the time in nanoseconds since the epoch
   */
  public boolean isSettledAt(long now) {
    return stat().hasIdentity() && stat().isSettledAt(now);
  }

  /**
   * Opens a regular file for reading.
   *
   * @throws IOException also if it has become a link since it was looked at, be it to a device
   */
  public FileChannel open() throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns the children that are not ignored, sorted by name; none for what is no directory. */
  public List<ContextEntry> children() {
    List<ContextEntry> listed = children;
    if (listed == null) {
      synchronized (this) {
        listed = children;
        if (listed == null) {
          listed = kind() == FileKind.DIRECTORY ? list() : List.of();
          children = listed;
        }
      }
    }
    return listed;
  }

  /** Returns the child of a name, if it is there and not ignored. */
  public Optional<ContextEntry> child(String name) {
    List<ContextEntry> all = children();
    String wanted = path.isEmpty() ? name : path + "/" + name;
    int low = 0;
    int high = all.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = all.get(middle).path.compareTo(wanted);
      if (order == 0) {
        return Optional.of(all.get(middle));
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }

  /** Returns what {@link ContextDigests} found out, or null. */
  DigestTable.@Nullable Known known() {
    return known;
  }

  void learn(DigestTable.Known news) {
    known = news;
  }

  /**
   * Fails if the file is not as it was when it was first looked at.
   *
   * @throws BaciException if it has changed, so that its digest may not be that of its bytes
   */
  public void checkUnchanged() {
    try {
      if (!stat().isStillOf(file, context.unix())) {
        throw new BaciException(
            "'%s' of the build context %s changed while the build read it; do not change the context during a build"
                .formatted(path, context.directory()));
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  FileStat stat() {
    FileStat found = stat;
    return found != null ? found : look();
  }

  /**
   * Reads what {@link #stat} gives, if nobody has asked so far. Whoever looks at very many files
   * calls this first: the JVM then compiles the reading into one method, and not into each of those
   * that ask for a size or a mode, which took more of its time than the reading itself.
   */
  FileStat look() {
    FileStat found = stat;
    if (found == null) {
      try {
        found = FileStat.read(file, context.unix());
      } catch (IOException e) {
        throw unreadable(e);
      }
      stat = found;
    }
    return found;
  }

  /** Returns what a stat said of it, or null if nobody has asked so far. */
  @Nullable FileStat statSoFar() {
    return stat;
  }

  /**
   * Returns all below that were looked at so far, those that turned out to be ignored too; null if
   * this is no directory that was listed.
   */
  @Nullable List<ContextEntry> lookedAt() {
    List<ContextEntry> listed = children;
    if (listed == null || kind() != FileKind.DIRECTORY) {
      return null;
    }
    if (hidden.isEmpty()) {
      return listed;
    }
    List<ContextEntry> all = new ArrayList<>(listed);
    all.addAll(hidden);
    return all;
  }

  private List<ContextEntry> list() {
    List<ContextEntry> visible = new ArrayList<>();
    List<ContextEntry> ignored = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(file)) {
      for (Path child : stream) {
        String name = FileNames.nameOf(child, context.unix());
        String childPath = path.isEmpty() ? name : path + "/" + name;
        IgnoreRules.Scope childScope = scope.enter(childPath);
        ContextEntry entry = new ContextEntry(context, child, childPath, childScope);
        if (!childScope.ignored()
            || (childScope.mayTakeInBelow()
                && entry.kind() == FileKind.DIRECTORY
                && !entry.children().isEmpty())) {
          visible.add(entry);
        } else if (entry.stat != null) {
          ignored.add(entry);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw unreadable(Objects.requireNonNull(e.getCause(), "it is made of its cause"));
    } catch (IOException e) {
      throw unreadable(e);
    }
    hidden = ignored;
    visible.sort(Comparator.comparing(ContextEntry::path));
    return Collections.unmodifiableList(visible);
  }

  BaciException unreadable(IOException e) {
    String what =
        e instanceof NoSuchFileException
            ? "it vanished while the build read it; do not change the context during a build"
            : e.getClass().getSimpleName()
                + " ("
                + e.getMessage()
                + "); make it readable, or exclude it in .dockerignore";
    return new BaciException(
        "cannot read '%s' of the build context %s: %s"
            .formatted(path.isEmpty() ? "." : path, context.directory(), what),
        e);
  }

  @Override
  public String toString() {
    return path;
  }
}
