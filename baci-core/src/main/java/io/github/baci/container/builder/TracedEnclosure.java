package io.github.baci.container.builder;

import io.github.baci.api.BaciException;
import io.github.baci.api.NetworkMode;
import io.github.baci.container.ContainerSpec;
import io.github.baci.container.seccomp.SystemCallFilter;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.container.syscall.MountCalls;
import io.github.baci.container.syscall.ThreadCalls;
import io.github.baci.container.traced.Enclosure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The container of a traced command, in the order of {@link Sandbox}: namespaces, mounts by
 * descriptor, a pid namespace, {@code pivot_root}. The tracer is in the same root as its command,
 * so that neither can be led out of it by whoever swaps names; and both have no capabilities when
 * the command begins.
 */
final class TracedEnclosure implements Enclosure {
  private static final long SAFE = MountCalls.MS_NODEV | MountCalls.MS_NOSUID;
  private static final int UMASK = 022;

  private final Confinement.Plan plan;
  private final Owned owned;
  private final WorkerSpace space;
  private final Optional<SystemCallFilter> filter;
  private @Nullable SystemMounts system;
  private int root = -1;
  private int proc = -1;

  /** Hears whose what is mounted is. */
  interface Owned {
    /** Lets what a path leads to, and all below it, belong to a user, if it belongs to nobody. */
    void own(Path path, ContainerSpec.Identity user) throws IOException;

    /** Begins a file system, by its number. */
    void begin(long device);

    /** Returns what the guest sees of a file, by what the kernel says of it. */
    FileStatus seen(FileStatus real);
  }

  /**
   * Prepares.
   *
   * @param filter what system calls the command may make
   */
  TracedEnclosure(
      Confinement.Plan plan, Owned owned, WorkerSpace space, Optional<SystemCallFilter> filter) {
    this.plan = plan;
    this.owned = owned;
    this.space = space;
    this.filter = filter;
  }

  /**
   * Loads all classes that a tracer may need: from their files, which are not in its root any more.
   */
  static void preload() throws IOException {
    Sandbox.preload();
    new PackageClasses(Enclosure.class).load();
    new PackageClasses(FileCalls.class).load();
    for (Class<?> type :
        List.of(ProgramSearch.class, CommandNotStartedException.class, SystemRefusal.class)) {
      PackageClasses.load(type.getName());
    }
  }

  @Override
  public int prepare() throws IOException {
    ContainerSpec spec = plan.spec();
    boolean isIsolated = spec.network() == NetworkMode.NONE;
    ThreadCalls.unshare(Sandbox.NAMESPACES | (isIsolated ? ThreadCalls.CLONE_NEWNET : 0));
    ControlGroups.unshare();
    ThreadCalls.umask(UMASK);
    if (isIsolated) {
      ThreadCalls.startLoopback();
    }
    if (!spec.hostname().isEmpty()) {
      ThreadCalls.sethostname(spec.hostname());
    }
    proc = FileCalls.openPlace(FileCalls.CWD, "/proc");
    String place = plan.root().toString();
    MountCalls.bind(place, place);
    MountCalls.restrictAlone(place, SAFE);
    root = FileCalls.openDirectory(FileCalls.CWD, place);
    SystemMounts mounts = new SystemMounts(root, false);
    system = mounts;
    mounts.mount(spec, space.newMemoryDirectory(), plan.own().resolve("files"));
    for (String directory : List.of("/dev", "/dev/shm", "/dev/pts", "/dev/mqueue")) {
      begin(directory);
    }
    for (Confinement.Bound bound : plan.bound()) {
      bind(bound);
    }
    ThreadCalls.newSessionKeyring();
    ThreadCalls.unshare(ThreadCalls.CLONE_NEWPID);
    return mounts.nullDevice();
  }

  /** Says that a file system has been mounted for this run alone. */
  private void begin(String directory) throws IOException {
    try (RootPlace place = RootPlace.find(root, directory)) {
      if (place.exists()) {
        owned.begin(place.status().orElseThrow().device());
      }
    }
  }

  private void bind(Confinement.Bound bound) throws IOException {
    if (bound.memory().isPresent()) {
      try (RootPlace place = RootPlace.find(root, bound.target()).made(true)) {
        int mode = owned.seen(place.status().orElseThrow()).permissions();
        RequestedMounts.mountTmpfs(bound.memory().get(), place, mode);
      }
      begin(bound.target());
      return;
    }
    int source = FileCalls.open(FileCalls.CWD, bound.source().toString(), FileCalls.O_PATH, 0);
    try {
      if (bound.inside().isEmpty()) {
        bind(source, bound);
      } else {
        try (RootPlace inside = RootPlace.find(source, bound.inside())) {
          if (!inside.exists()) {
            throw new BaciException(
                "'%s', which shall be mounted on '/%s', does not exist where it is mounted from"
                    .formatted(bound.inside(), bound.target()));
          }
          bind(inside.fd(), bound);
        }
      }
    } finally {
      FileCalls.close(source);
    }
  }

  private void bind(int source, Confinement.Bound bound) throws IOException {
    boolean isDirectory = FileCalls.fstat(source).isDirectory();
    try (RootPlace place = RootPlace.find(root, bound.target()).made(isDirectory)) {
      SystemMounts.bind(source, place, SAFE | (bound.readOnly() ? MountCalls.MS_RDONLY : 0));
    }
    if (bound.owner().isPresent()) {
      Path link = Path.of(RootPlace.link(source));
      owned.own(isDirectory ? link.resolve(".") : link, bound.owner().get());
    }
  }

  @Override
  public void enter() throws IOException {
    Sandbox.enter(
        FileCalls.readlink(FileCalls.CWD, "/proc/thread-self"),
        Objects.requireNonNull(system, "it is mounted first"),
        root,
        true);
  }

  @Override
  public int proc() {
    return proc;
  }

  @Override
  public boolean hasRights() {
    return true;
  }

  @Override
  public List<byte[]> filters() {
    return filter.isPresent() ? List.of(filter.get().program()) : List.of();
  }

  @Override
  public void giveUpRights() throws IOException {
    ThreadCalls.limitBoundingSet(0);
    ThreadCalls.limitCapabilities(0);
  }

  @Override
  public void close() {
    if (system != null) {
      system.close();
    }
    for (int fd : new int[] {root, proc}) {
      if (fd >= 0) {
        FileCalls.close(fd);
      }
    }
  }
}
