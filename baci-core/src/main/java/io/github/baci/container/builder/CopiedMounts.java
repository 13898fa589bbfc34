package io.github.baci.container.builder;

import io.github.baci.api.BaciException;
import io.github.baci.container.ContainerMount;
import io.github.baci.container.ContainerMount.Cache.Sharing;
import io.github.baci.container.ContainerSpec;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
import io.github.baci.layer.TreeNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a run mounts, as files and directories on the disk of the store that can be shown at their
 * places or renamed to them. What is not kept is a copy that this run alone has.
 */
final class CopiedMounts implements AutoCloseable {
  private final Path own;
  private final Path memory;
  private final ContainerSpec spec;
  private final LayerTrees trees;
  private final CacheDirectories caches;
  private final Confinement confinement;
  private final Workers workers;
  private final List<AutoCloseable> held = new ArrayList<>();
  private final List<Path> secret = new ArrayList<>();
  private final List<Prepared> prepared = new ArrayList<>();

  /**
   * Something that is ready.
   *
   * @param target an absolute path of the container
   * @param inside where it is in the source, as a path that does not leave that
   * @param isKept whether it outlives the run
   * @param memory what is mounted instead of the source, if it is a file system in memory
   */
  record Prepared(
      String target,
      Path source,
      String inside,
      boolean directory,
      boolean readOnly,
      boolean isKept,
      Optional<ContainerSpec.Identity> owner,
      Optional<ContainerMount.Tmpfs> memory) {
    /** Something that is in files. */
    Prepared(
        String target,
        Path source,
        boolean directory,
        boolean readOnly,
        boolean isKept,
        Optional<ContainerSpec.Identity> owner) {
      this(target, source, "", directory, readOnly, isKept, owner, Optional.empty());
    }
  }

  /**
   * Prepares; waits for caches.
   *
   * @param own a directory of this run on the disk of the store
   * @param memory one in memory, where there is memory to be mounted
   */
  CopiedMounts(
      Path own,
      Path memory,
      ContainerSpec spec,
      LayerTrees trees,
      CacheDirectories caches,
      Confinement confinement,
      Workers workers)
      throws IOException {
    this.own = own;
    this.memory = memory;
    this.spec = spec;
    this.trees = trees;
    this.caches = caches;
    this.confinement = confinement;
    this.workers = workers;
    try {
      IdentityHashMap<ContainerMount, Path> cacheDirectories = takeCaches();
      for (ContainerMount mount : spec.mounts()) {
        prepared.add(prepare(mount, cacheDirectories));
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Returns what is mounted, in the order of the specification. */
  List<Prepared> all() {
    return prepared;
  }

  /**
   * Takes the caches, always in the same order, so that no two runs wait for each other. A cache
   * that is renamed into one root cannot be in another one too: what is shared is locked instead.
   */
  private IdentityHashMap<ContainerMount, Path> takeCaches() throws IOException {
    IdentityHashMap<ContainerMount, Path> result = new IdentityHashMap<>();
    List<ContainerMount.Cache> ordered =
        spec.mounts().stream()
            .filter(ContainerMount.Cache.class::isInstance)
            .map(ContainerMount.Cache.class::cast)
            .sorted(Comparator.comparing(ContainerMount.Cache::id))
            .toList();
    Map<ContainerMount.Cache, Path> taken = new java.util.HashMap<>();
    for (ContainerMount.Cache cache : ordered) {
      ContainerMount.Cache alone = alone(cache);
      Path directory = taken.get(alone);
      if (directory == null) {
        CacheDirectories.Held cacheHeld = caches.take(alone);
        held.add(cacheHeld);
        directory = cacheHeld.directory();
        taken.put(alone, directory);
      } else if (!confinement.bindsPaths()) {
        throw new BaciException(
            ("the cache '%s' cannot be mounted twice in one RUN where nothing can be mounted"
                    + " (engine 'chroot'): give one of the two another id")
                .formatted(cache.id()));
      }
      result.put(cache, directory);
    }
    return result;
  }

  private ContainerMount.Cache alone(ContainerMount.Cache cache) {
    boolean isLocked = cache.sharing() == Sharing.SHARED && !confinement.bindsPaths();
    return new ContainerMount.Cache(
        cache.id(),
        "/",
        cache.seed(),
        "",
        isLocked ? Sharing.LOCKED : cache.sharing(),
        false,
        cache.mode(),
        cache.owner());
  }

  private Prepared prepare(ContainerMount mount, Map<ContainerMount, Path> cacheDirectories)
      throws IOException {
    Path place = own.resolve("mount-" + prepared.size());
    if (mount instanceof ContainerMount.Cache cache) {
      return cache(
          cache,
          Objects.requireNonNull(cacheDirectories.get(cache), "all are taken before"),
          place);
    } else if (mount instanceof ContainerMount.LayersBind bind) {
      return layers(bind, place);
    } else if (mount instanceof ContainerMount.Tmpfs tmpfs) {
      FileCalls.mkdir(FileCalls.CWD, place.toString(), 0755);
      FileCalls.chmod(FileCalls.CWD, place.toString(), RequiredPlace.MEMORY_MODE);
      confinement.traits().made(place);
      Optional<ContainerMount.Tmpfs> memory =
          confinement.mounts() ? Optional.of(tmpfs) : Optional.empty();
      return new Prepared(
          tmpfs.target(), place, "", true, tmpfs.readOnly(), false, Optional.empty(), memory);
    } else if (mount instanceof ContainerMount.MemoryFile file) {
      return secret(file, place);
    } else if (mount instanceof ContainerMount.Bind bind) {
      return bind(bind, place);
    }
    throw new IllegalArgumentException(mount.toString());
  }

  private Prepared cache(ContainerMount.Cache cache, Path directory, Path place)
      throws IOException {
    Found found = inside(directory, cache.path(), cache.target());
    if (cache.readOnly() && !confinement.bindsPaths()) {
      if (!found.isDirectory()) {
        throw new BaciException(
            "a single file of the cache '%s' cannot be mounted read-only with the engine 'chroot'"
                .formatted(cache.id()));
      }
      Files.createDirectory(place);
      MergedCopy.copy(List.of(new UnpackedLayers.Unpacked(found.path(), true)), place);
      return new Prepared(cache.target(), place, true, true, false, Optional.empty());
    }
    boolean isMounted = confinement.mounts();
    return new Prepared(
        cache.target(),
        isMounted ? directory : found.path(),
        isMounted ? cache.path() : "",
        found.isDirectory(),
        cache.readOnly(),
        true,
        Optional.of(cache.owner()),
        Optional.empty());
  }

  private Prepared layers(ContainerMount.LayersBind bind, Path place) throws IOException {
    FileTree tree = trees.of(bind.layers());
    TreeNode node =
        tree.resolve(bind.path(), true)
            .node()
            .orElseThrow(() -> missing(bind.path(), bind.target()));
    new TreeUnpacker(own, confinement.traits(), workers)
        .unpack(node, place.getFileName().toString());
    return new Prepared(
        bind.target(), place, node.isDirectory(), bind.readOnly(), false, Optional.empty());
  }

  /**
   * A secret, for as long as the command runs: it is overwritten before it is deleted, as it is on
   * disk where nothing can be mounted.
   */
  private Prepared secret(ContainerMount.MemoryFile file, Path onDisk) throws IOException {
    Path place = confinement.mounts() ? memory.resolve(onDisk.getFileName()) : onDisk;
    Files.createFile(place);
    FileCalls.chmod(FileCalls.CWD, place.toString(), 0600);
    secret.add(place);
    Files.write(place, file.content());
    Attributes attributes =
        Attributes.of(file.mode(), file.owner().uid(), file.owner().gid(), Mtime.EPOCH);
    confinement
        .traits()
        .give(place, new LayerEntry.RegularFile("", attributes, file.content().length, 0));
    return new Prepared(file.target(), place, false, true, true, Optional.empty());
  }

  private Prepared bind(ContainerMount.Bind bind, Path place) throws IOException {
    FileStatus status =
        RootPath.stat(FileCalls.CWD, bind.source().toString())
            .orElseThrow(
                () ->
                    new BaciException(
                        "'%s', which shall be mounted on '%s', does not exist"
                            .formatted(bind.source(), bind.target())));
    if (confinement.bindsPaths()) {
      return new Prepared(
          bind.target(),
          bind.source(),
          Files.isDirectory(bind.source()),
          bind.readOnly(),
          true,
          Optional.empty());
    }
    if (status.type() == FileStatus.S_IFSOCK) {
      SocketRelay relay = SocketRelay.open(place, bind.source());
      held.add(relay);
      return new Prepared(bind.target(), place, false, true, false, Optional.empty());
    }
    if (!bind.readOnly()) {
      throw new BaciException(
          ("'%s' cannot be mounted on '%s' so that it can be written to: the engine 'chroot' cannot"
                  + " mount; mount it read-only, or use another engine")
              .formatted(bind.source(), bind.target()));
    }
    if (!Files.isDirectory(bind.source())) {
      Files.copy(bind.source(), place);
      return new Prepared(bind.target(), place, false, true, false, Optional.empty());
    }
    Files.createDirectory(place);
    MergedCopy.copy(List.of(new UnpackedLayers.Unpacked(bind.source(), true)), place);
    return new Prepared(bind.target(), place, true, true, false, Optional.empty());
  }

  private record Found(Path path, boolean isDirectory) {}

  /**
   * Finds a path that cannot leave a directory. Nothing holds what is found: where it is mounted,
   * it is looked for again, and held.
   */
  private static Found inside(Path root, String wanted, String target) throws IOException {
    int fd = FileCalls.openDirectory(FileCalls.CWD, root.toString());
    try {
      RootPath path = RootPath.resolve(fd, wanted);
      FileStatus status = path.status().orElseThrow(() -> missing(wanted, target));
      return new Found(root.resolve(path.path()), status.isDirectory());
    } finally {
      FileCalls.close(fd);
    }
  }

  private static BaciException missing(String path, String target) {
    return new BaciException(
        "'%s', which shall be mounted on '%s', does not exist where it is mounted from"
            .formatted(path, target));
  }

  /** Overwrites secrets and gives up caches. */
  @Override
  public void close() {
    Held locks = new Held(held);
    try (locks) {
      for (Path file : secret) {
        if (Files.isRegularFile(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
          Files.write(
              file, new byte[(int) Files.size(file)], java.nio.file.StandardOpenOption.WRITE);
          Files.delete(file);
        }
      }
      secret.clear();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Locks of caches and the like, given up whatever becomes of the secrets. */
  private record Held(List<AutoCloseable> all) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      for (AutoCloseable one : all) {
        try {
          one.close();
        } catch (IOException | RuntimeException e) {
          throw e;
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
      all.clear();
    }
  }
}
