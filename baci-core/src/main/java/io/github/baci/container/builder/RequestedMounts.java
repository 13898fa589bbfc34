package io.github.baci.container.builder;

import io.github.baci.BaciException;
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
          layers.put(mount, unpacked.all(bind.layers()));
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
  List<MountPoint> mountPoints() throws IOException {
    List<MountPoint> result = new ArrayList<>();
    for (ContainerMount mount : spec.mounts()) {
      result.add(new MountPoint(mount.target(), source(mount).isDirectory(), true));
    }
    return result;
  }

  private final IdentityHashMap<ContainerMount, Source> sources = new IdentityHashMap<>();

  /** What is mounted, and whether it is a directory. */
  private record Source(String path, boolean isDirectory) {}

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
      return new Source(source.toString(), Files.isDirectory(source));
    } else if (mount instanceof ContainerMount.Cache cache) {
      return inside(caches.get(mount).directory(), cache.path(), cache.target());
    } else if (mount instanceof ContainerMount.MemoryFile file) {
      return memoryFile(file);
    } else if (mount instanceof ContainerMount.LayersBind bind) {
      return layersBind(bind);
    }
    return new Source("", true);
  }

  private Source memoryFile(ContainerMount.MemoryFile file) throws IOException {
    if (number == 0 || !Files.exists(run.memory().resolve("mounted"))) {
      // ramfs, as tmpfs may be swapped to a disk
      MountCalls.mount("ramfs", run.memory().toString(), "ramfs", MountCalls.MS_NODEV, "mode=700");
      Files.createFile(run.memory().resolve("mounted"));
    }
    Path path = run.memory().resolve(String.valueOf(number++));
    Files.write(path, file.content());
    if (mapping != IdMapping.SINGLE) {
      FileCalls.chown(FileCalls.CWD, path.toString(), file.owner().uid(), file.owner().gid());
    }
    FileCalls.chmod(FileCalls.CWD, path.toString(), file.mode());
    return new Source(path.toString(), false);
  }

  private Source layersBind(ContainerMount.LayersBind bind) throws IOException {
    Path root = RootFileSystem.mountLayers(run, layers.get(bind), flavour, bind.readOnly());
    return inside(root, bind.path(), bind.target());
  }

  /** Finds a path that cannot leave a directory. */
  private static Source inside(Path root, String wanted, String target) throws IOException {
    int fd = FileCalls.openDirectory(FileCalls.CWD, root.toString());
    try {
      RootPath path = RootPath.resolve(fd, wanted);
      Optional<FileStatus> status = path.status();
      if (status.isEmpty()) {
        throw new BaciException(
            "'%s', which shall be mounted on '%s', does not exist where it is mounted from"
                .formatted(wanted, target));
      }
      return new Source(root.resolve(path.path()).toString(), status.get().isDirectory());
    } finally {
      FileCalls.close(fd);
    }
  }

  /** Mounts everything, in the order of the specification. */
  void mount(int root, Path rootPath) throws IOException {
    for (ContainerMount mount : spec.mounts()) {
      Source source = source(mount);
      String target = rootPath + "/" + made(root, rootPath, mount.target(), source.isDirectory());
      if (mount instanceof ContainerMount.Tmpfs tmpfs) {
        long flags = MountCalls.MS_NOSUID | MountCalls.MS_NODEV;
        flags |= tmpfs.readOnly() ? MountCalls.MS_RDONLY : 0;
        String size = tmpfs.size().isPresent() ? "size=" + tmpfs.size().getAsLong() : "";
        MountCalls.mount("tmpfs", target, "tmpfs", flags, size);
        continue;
      }
      MountCalls.bind(source.path(), target);
      if (isReadOnly(mount)) {
        MountCalls.makeReadOnly(target);
      }
    }
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

  /** Returns the target's place; what is missing can only be below another mount. */
  static String made(int root, Path rootPath, String target, boolean directory) throws IOException {
    RootPath path = RootPath.resolve(root, target);
    if (path.status().isPresent()) {
      if (path.status().get().isDirectory() != directory) {
        throw new BaciException(
            directory
                ? "a directory cannot be mounted on '%s', which is a file".formatted(target)
                : "a file cannot be mounted on '%s', which is a directory".formatted(target));
      }
      return path.path();
    }
    Path place = rootPath.resolve(path.path());
    if (directory) {
      Files.createDirectories(place);
    } else {
      Files.createDirectories(place.getParent());
      Files.createFile(place);
    }
    return path.path();
  }

  @Override
  public void close() {
    for (CacheDirectories.Held cache : caches.values()) {
      try {
        cache.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
