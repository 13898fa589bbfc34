package io.github.baci.container.builder;

import io.github.baci.api.BaciException;
import io.github.baci.container.ContainerMount;
import io.github.baci.container.ContainerSpec;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.container.syscall.MountCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The mounts that a run asks for. They are prepared by the thread that serves the run, which may
 * wait and unpack, and mounted by the one that has the run's mount namespace.
 */
final class RequestedMounts implements AutoCloseable {
  private final RunDirectory run;
  private final ContainerSpec spec;
  private final OverlayFlavour flavour;
  private final IdMapping mapping;
  private final IdentityHashMap<ContainerMount, List<UnpackedLayers.Unpacked>> layers =
      new IdentityHashMap<>();
  private final IdentityHashMap<ContainerMount, CacheDirectories.Held> caches =
      new IdentityHashMap<>();
  private int number;

  RequestedMounts(
      RunDirectory run,
      ContainerSpec spec,
      UnpackedLayers unpacked,
      CacheDirectories cacheDirectories,
      OverlayFlavour flavour,
      IdMapping mapping)
      throws IOException {
    this.run = run;
    this.spec = spec;
    this.flavour = flavour;
    this.mapping = mapping;
    try {
      for (ContainerMount mount : spec.mounts()) {
        if (mount instanceof ContainerMount.LayersBind bind) {
          layers.put(mount, unpacked.toMount(bind.layers()));
        } else if (mount instanceof ContainerMount.Cache cache) {
          caches.put(mount, cacheDirectories.take(cache));
        }
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Mounts what has to be mounted elsewhere first, and says where everything goes. */
  List<RequiredPlace> mountPoints() throws IOException {
    List<RequiredPlace> result = new ArrayList<>();
    for (ContainerMount mount : spec.mounts()) {
      result.add(
          mount instanceof ContainerMount.Tmpfs
              ? RequiredPlace.memory(mount.target())
              : new RequiredPlace(mount.target(), source(mount).isDirectory(), true));
    }
    return result;
  }

  private final IdentityHashMap<ContainerMount, Source> sources = new IdentityHashMap<>();

  /**
   * What is mounted.
   *
   * @param fd a descriptor of it, or -1 for an empty file system
   */
  private record Source(int fd, boolean isDirectory) {}

  private Source source(ContainerMount mount) throws IOException {
    Source known = sources.get(mount);
    if (known == null) {
      known = prepare(mount);
      sources.put(mount, known);
    }
    return known;
  }

  private Source prepare(ContainerMount mount) throws IOException {
    if (mount instanceof ContainerMount.Bind bind) {
      Path source = bind.source();
      if (!Files.exists(source)) {
        throw new BaciException(
            "'%s', which shall be mounted on '%s', does not exist"
                .formatted(source, bind.target()));
      }
      int fd = FileCalls.open(FileCalls.CWD, source.toString(), FileCalls.O_PATH, 0);
      return new Source(fd, FileCalls.fstat(fd).isDirectory());
    } else if (mount instanceof ContainerMount.Cache cache) {
      CacheDirectories.Held held =
          Objects.requireNonNull(caches.get(mount), "all caches are taken first");
      return inside(held.directory(), cache.path(), cache.target());
    } else if (mount instanceof ContainerMount.MemoryFile file) {
      return memoryFile(file);
    } else if (mount instanceof ContainerMount.LayersBind bind) {
      return layersBind(bind);
    }
    return new Source(-1, true);
  }

  private Source memoryFile(ContainerMount.MemoryFile file) throws IOException {
    if (number == 0) {
      // ramfs, as tmpfs may be swapped to a disk
      MountCalls.mount(
          "ramfs",
          run.memory().toString(),
          "ramfs",
          MountCalls.MS_NODEV | MountCalls.MS_NOSUID,
          "mode=700");
    }
    Path path = run.memory().resolve(String.valueOf(number++));
    Files.write(path, file.content());
    int fd = FileCalls.openPlace(FileCalls.CWD, path.toString());
    if (mapping != IdMapping.SINGLE) {
      FileCalls.chown(FileCalls.CWD, path.toString(), file.owner().uid(), file.owner().gid());
    }
    FileCalls.chmod(FileCalls.CWD, path.toString(), file.mode());
    return new Source(fd, false);
  }

  private Source layersBind(ContainerMount.LayersBind bind) throws IOException {
    List<UnpackedLayers.Unpacked> below =
        Objects.requireNonNull(layers.get(bind), "all layers are unpacked first");
    Path root = RootFileSystem.mountLayers(run, below, flavour, bind.readOnly());
    return inside(root, bind.path(), bind.target());
  }

  /** Finds a path that cannot leave a directory, whoever changes the directory meanwhile. */
  private static Source inside(Path root, String wanted, String target) throws IOException {
    int directory = FileCalls.openDirectory(FileCalls.CWD, root.toString());
    try (RootPlace place = RootPlace.find(directory, wanted)) {
      Optional<FileStatus> status = place.status();
      if (status.isEmpty()) {
        throw new BaciException(
            "'%s', which shall be mounted on '%s', does not exist where it is mounted from"
                .formatted(wanted, target));
      }
      return new Source(FileCalls.duplicate(place.fd()), status.get().isDirectory());
    } finally {
      FileCalls.close(directory);
    }
  }

  /**
   * Mounts everything, in the order of the specification.
   *
   * @param root a descriptor of the root file system
   */
  void mount(int root) throws IOException {
    for (ContainerMount mount : spec.mounts()) {
      Source source = source(mount);
      try (RootPlace place = RootPlace.find(root, mount.target())) {
        boolean wasThere = place.exists();
        place.made(source.isDirectory());
        if (mount instanceof ContainerMount.Tmpfs tmpfs) {
          int mode =
              wasThere ? place.status().orElseThrow().permissions() : RequiredPlace.MEMORY_MODE;
          mountTmpfs(tmpfs, place, mode);
        } else {
          SystemMounts.bind(source.fd(), place, flags(mount));
        }
      }
    }
  }

  /** Mounts a tmpfs, which has the mode of the directory that was there, as in runc. */
  static void mountTmpfs(ContainerMount.Tmpfs tmpfs, RootPlace place, int mode) throws IOException {
    long flags = MountCalls.MS_NOSUID | MountCalls.MS_NODEV;
    flags |= tmpfs.readOnly() ? MountCalls.MS_RDONLY : 0;
    String size = tmpfs.size().isPresent() ? ",size=" + tmpfs.size().getAsLong() : "";
    MountCalls.mount("tmpfs", place.link(), "tmpfs", flags, "mode=%o".formatted(mode) + size);
  }

  /** Returns what a mount does not allow. Programs of caches and stages may be setuid. */
  private static long flags(ContainerMount mount) {
    long readOnly = isReadOnly(mount) ? MountCalls.MS_RDONLY : 0;
    boolean isMemory = mount instanceof ContainerMount.MemoryFile;
    return readOnly | MountCalls.MS_NODEV | (isMemory ? MountCalls.MS_NOSUID : 0);
  }

  private static boolean isReadOnly(ContainerMount mount) {
    if (mount instanceof ContainerMount.Bind bind) {
      return bind.readOnly();
    } else if (mount instanceof ContainerMount.LayersBind bind) {
      return bind.readOnly();
    } else if (mount instanceof ContainerMount.Cache cache) {
      return cache.readOnly();
    }
    return mount instanceof ContainerMount.MemoryFile;
  }

  @Override
  public void close() {
    for (Source source : sources.values()) {
      if (source.fd() >= 0) {
        FileCalls.close(source.fd());
      }
    }
    sources.clear();
    for (CacheDirectories.Held cache : caches.values()) {
      try {
        cache.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
