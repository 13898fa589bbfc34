package io.github.baci.container;

import io.github.baci.api.Digest;
import io.github.baci.container.ContainerSpec.Identity;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Something that is mounted in a container's root file system. Targets are absolute paths inside
 * it, resolved without leaving it; a missing target is made for the run and is not part of the
 * snapshot.
 */
public sealed interface ContainerMount {

  /** Returns where it is mounted. */
  String target();

  /** A file or directory of the machine that the builder runs on. */
  record Bind(Path source, String target, boolean readOnly) implements ContainerMount {}

  /**
   * A file or directory inside a list of layers. What is written to it, if it is writable, is
   * discarded.
   *
   * @param path the path inside the layers, resolved without leaving them; empty for all
   */
  record LayersBind(List<Digest> layers, String path, String target, boolean readOnly)
      implements ContainerMount {
    /** Copies the list. */
    public LayersBind {
      layers = List.copyOf(layers);
    }
  }

  /**
   * An empty file system in memory.
   *
   * @param size its limit in bytes, if it has one
   * @param readOnly whether it cannot be written, and so stays empty
   */
  record Tmpfs(String target, OptionalLong size, boolean readOnly) implements ContainerMount {
    /** A writable one. */
    public Tmpfs(String target, OptionalLong size) {
      this(target, size, false);
    }
  }

  /**
   * A directory that outlives the build and is shared by all runs that name the same id, and would
   * make it with the same seed, mode and owner.
   *
   * @param id the name of the cache
   * @param seed diff IDs of layers whose files a new cache begins with, the lowest first
   * @param path what of the cache is mounted, resolved without leaving it; empty for all
   * @param sharing what happens when two runs want it at once
   * @param mode the mode of the directory when it is made
   * @param owner the owner of the directory when it is made
   */
  record Cache(
      String id,
      String target,
      List<Digest> seed,
      String path,
      Sharing sharing,
      boolean readOnly,
      int mode,
      Identity owner)
      implements ContainerMount {
    /** Copies the list. */
    public Cache {
      seed = List.copyOf(seed);
    }

    /** A cache that begins empty. */
    public Cache(
        String id, String target, Sharing sharing, boolean readOnly, int mode, Identity owner) {
      this(id, target, List.of(), "", sharing, readOnly, mode, owner);
    }

    /** What happens when two runs want one cache at once. */
    public enum Sharing {
      /** Both use it. */
      SHARED,
      /** Each has one of its own. */
      PRIVATE,
      /** One waits. */
      LOCKED
    }
  }

  /**
   * A file with the given bytes that exists in memory alone and never reaches a disk.
   *
   * @param content the bytes
   */
  record MemoryFile(byte[] content, String target, int mode, Identity owner)
      implements ContainerMount {}
}
