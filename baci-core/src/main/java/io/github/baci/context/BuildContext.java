package io.github.baci.context;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * A directory seen through its ignore rules. Nothing is read before it is asked for, and only what
 * is asked for: a COPY of one directory never looks into another. Links are followed inside the
 * root only, as if the directory were the root of a file system. Safe for several threads.
 *
 * <p>Closing it keeps the digests of what was read, so that the next build finds them by a stat.
 */
public final class BuildContext implements AutoCloseable {
  private static final int MAXIMUM_LINKS = 255;

  private final Path directory;
  private final IgnoreRules rules;
  private final boolean unix;
  private final ContextDigests digests;
  private final ContextMemory memory;
  private final ContextEntry root;
  private final Queue<Taking> taken = new ConcurrentLinkedQueue<>();

  private BuildContext(
      Path directory, IgnoreRules rules, Optional<Store> store, ContextMemory memory) {
    this.directory = directory;
    this.rules = rules;
    this.unix = directory.getFileSystem().supportedFileAttributeViews().contains("unix");
    this.digests = new ContextDigests(this, store);
    this.memory = memory;
    this.root = new ContextEntry(this, directory, "", rules.root());
  }

  /**
   * Opens a directory whose digests are kept in a store between builds.
   *
   * @throws BaciException if it is no directory
   */
  public static BuildContext open(Path directory, IgnoreRules rules, Store store) {
    return open(directory, rules, store, ContextMemory.none());
  }

  /**
   * Opens a directory whose digests are kept in a store between builds.
   *
   * @param memory what the last build knew of it
   * @throws BaciException if it is no directory
   */
  public static BuildContext open(
      Path directory, IgnoreRules rules, Store store, ContextMemory memory) {
    return new BuildContext(real(directory), rules, Optional.of(store), memory);
  }

  /**
   * Opens a directory whose digests are not kept.
   *
   * @throws BaciException if it is no directory
   */
  public static BuildContext open(Path directory, IgnoreRules rules) {
    return new BuildContext(real(directory), rules, Optional.empty(), ContextMemory.none());
  }

  private static Path real(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new BaciException(
          "the build context %s is %s; name an existing directory"
              .formatted(directory, Files.exists(directory) ? "not a directory" : "not there"));
    }
    try {
      return directory.toRealPath();
    } catch (IOException e) {
      throw new BaciException("cannot read the build context %s: %s".formatted(directory, e), e);
    }
  }

  /** Returns the directory, with all links on the way to it resolved. */
  public Path directory() {
    return directory;
  }

  /** Returns what is ignored. */
  public IgnoreRules rules() {
    return rules;
  }

  /** Returns the root of the context. */
  public ContextEntry root() {
    return root;
  }

  boolean unix() {
    return unix;
  }

  ContextDigests digests() {
    return digests;
  }

  /**
   * Finds what a path names, with every link on the way and at its end followed inside the root.
   * {@code ..} stops at the root.
   *
   * @return the entry, or nothing if it is not there, ignored, or a link leads nowhere
   */
  public Optional<ContextEntry> resolve(String path) {
    Deque<ContextEntry> trail = new ArrayDeque<>();
    trail.push(root);
    Deque<String> ahead = new ArrayDeque<>();
    pushAll(ahead, path);
    int links = 0;
    while (!ahead.isEmpty()) {
      String component = ahead.pop();
      if (component.equals("..")) {
        if (trail.size() > 1) {
          trail.pop();
        }
        continue;
      }
      Optional<ContextEntry> child = trail.element().child(component);
      if (child.isEmpty()) {
        return Optional.empty();
      }
      if (child.get().kind() != FileKind.SYMLINK) {
        trail.push(child.get());
        continue;
      }
      if (++links > MAXIMUM_LINKS) {
        return Optional.empty();
      }
      String target = child.get().linkTarget();
      if (target.startsWith("/")) {
        trail.clear();
        trail.push(root);
      }
      pushAll(ahead, target);
    }
    return Optional.of(trail.element());
  }

  private static void pushAll(Deque<String> ahead, String path) {
    String[] components = path.split("/");
    for (int i = components.length - 1; i >= 0; i--) {
      if (!components[i].isEmpty() && !components[i].equals(".")) {
        ahead.push(components[i]);
      }
    }
  }

  /**
   * Reads directories, attributes and digests of everything below some entries, on all cores, so
   * that what is asked for afterwards is in memory.
   *
   * @param skipped paths that are of no interest, with all below; relative to the context
   */
  public void prefetch(
      Collection<ContextEntry> entries, java.util.function.Predicate<String> skipped) {
    digests.prefetch(entries, skipped);
  }

  /**
   * Returns the digest of what an instruction took before, if it would take the same now.
   *
   * @param subject tells what it asks for
   */
  public Optional<Digest> recall(Digest subject) {
    return memory.recall(subject, directory);
  }

  /**
   * Remembers what an instruction took.
   *
   * @param subject tells what it asked for
   * @param taken the digest of all that it took
   * @param from the files and directories that it took, with all that it looked at below them
   */
  public void remember(Digest subject, Digest taken, List<ContextEntry> from) {
    memory.add(subject, taken, from);
  }

  /**
   * Returns what the next build may know of what was looked at so far.
   *
   * @param began a time before the first look, in nanoseconds since the epoch
   * @return nothing, if a file is so young that a change of it might not show, has a name that
   *     cannot be written, or files have no identity here
   */
  public Optional<ContextLooks> looks(long began) {
    return unix ? memory.after(root, began) : Optional.empty();
  }

  /**
   * Remembers that an instruction takes files, to list them if somebody asks.
   *
   * @param place the path that the instruction names, or in which its wildcard looks
   * @param files lists what it takes
   */
  public void takes(String place, Supplier<List<ContextEntry>> files) {
    taken.add(new Taking(place, files));
  }

  private record Taking(String place, Supplier<List<ContextEntry>> files) {}

  /** Returns the paths of all that instructions took so far, by the place that was named. */
  public SortedMap<String, SortedSet<String>> taken() {
    SortedMap<String, SortedSet<String>> all = new TreeMap<>();
    for (Taking each : taken) {
      SortedSet<String> paths = all.computeIfAbsent(each.place, place -> new TreeSet<>());
      each.files.get().forEach(entry -> paths.add(entry.path()));
    }
    return all;
  }

  @Override
  public void close() {
    digests.save();
  }
}
