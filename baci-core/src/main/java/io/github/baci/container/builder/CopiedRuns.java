package io.github.baci.container.builder;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.api.NetworkMode;
import io.github.baci.container.ContainerSpec;
import io.github.baci.container.protocol.Message;
import io.github.baci.container.protocol.MessageChannel;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.Mtime;
import io.github.baci.store.Store;
import io.github.baci.store.StoreSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Carries out runs where nothing can be mounted: in a copy of the layers on disk, which becomes the
 * copy that the next run begins with.
 */
final class CopiedRuns implements Runs {
  private final WorkerSpace space;
  private final Store store;
  private final Confinement confinement;
  private final Runnable killAll;
  private final LayerTrees trees;
  private final CopiedTrees copies;
  private final CacheDirectories caches;
  private final SnapshotWriter writer;
  private final Workers workers;

  /**
   * Prepares.
   *
   * @param killAll kills all commands of the confinement
   */
  CopiedRuns(
      WorkerSpace space,
      Store store,
      LayerStore layers,
      Confinement confinement,
      IdMapping mapping,
      Runnable killAll,
      Workers workers)
      throws IOException {
    this.space = space;
    this.store = store;
    this.confinement = confinement;
    this.killAll = killAll;
    this.workers = workers;
    UnpackedLayers unpacked =
        new UnpackedLayers(store, layers, OverlayFlavour.NONE, mapping, workers);
    this.trees = new LayerTrees(unpacked::layer);
    this.copies = new CopiedTrees(space, trees, confinement.traits(), workers);
    this.caches = new CacheDirectories(store, mapping, unpacked, confinement.traits());
    this.writer = new SnapshotWriter(layers, workers);
  }

  @Override
  public Message run(ContainerSpec spec, MessageChannel channel, int input, CommandProcess process)
      throws IOException, InterruptedException {
    refuseImpossible(spec);
    Path own = space.newDiskDirectory();
    Path memory = space.newMemoryDirectory();
    CopiedTree tree = copies.take(spec.layers());
    boolean isKept = false;
    try {
      tree.note();
      int exitCode;
      try (CopiedMounts mounts =
          new CopiedMounts(own, memory, spec, trees, caches, confinement, workers)) {
        exitCode = execute(tree, mounts, own, spec, channel, input, process);
      }
      Optional<Digest> diffId = Optional.empty();
      if (exitCode == 0 && spec.snapshot() && !process.isKilled()) {
        Optional<Mtime> latest = spec.latestMtime().map(Mtime::of);
        Snapshot changes = tree.changes(latest);
        Layer layer = writer.write(changes);
        copies.keep(tree, spec.layers(), layer.diffId(), changes, latest);
        isKept = true;
        diffId = Optional.of(layer.diffId());
      }
      return new Message.Exited(exitCode, diffId, exitCode != 0 && StoreSpace.isUsedUp(store));
    } finally {
      if (!isKept) {
        copies.discard(tree);
      }
      space.deleteSoon(own);
      space.deleteSoon(memory);
    }
  }

  private void refuseImpossible(ContainerSpec spec) {
    if (spec.network() == NetworkMode.NONE && !confinement.closesNetwork()) {
      throw new BaciException(
          "a command without a network needs a network namespace, which cannot be made here (see"
              + " the log on what keeps from the engine 'namespaces'); leave --network=none out, or"
              + " build where namespaces can be made");
    }
    if (spec.privileged()) {
      throw new BaciException(
          "a command with all privileges (RUN --security=insecure) needs the engine 'namespaces' or"
              + " 'rkt'; here commands have no more than the builder");
    }
  }

  private int execute(
      CopiedTree tree,
      CopiedMounts mounts,
      Path own,
      ContainerSpec spec,
      MessageChannel channel,
      int input,
      CommandProcess process)
      throws IOException, InterruptedException {
    Path files = Files.createDirectory(own.resolve("files"));
    NetworkFiles.write(files, spec);
    List<CopiedMounts.Prepared> all = new ArrayList<>();
    if (!confinement.bindsPaths()) {
      addSystem(all, own);
    }
    for (String name : NetworkFiles.NAMES) {
      confinement.traits().made(files.resolve(name));
      all.add(
          new CopiedMounts.Prepared(
              "/etc/" + name, files.resolve(name), false, false, false, Optional.empty()));
    }
    all.addAll(mounts.all());
    try (Placements placements = new Placements(tree, own)) {
      List<Confinement.Bound> bound = new ArrayList<>();
      int exitCode;
      try {
        if (confinement.bindsPaths()) {
          for (String name : List.of("/proc", "/sys", "/dev")) {
            placements.make(target(tree, name, true), true);
          }
        }
        for (CopiedMounts.Prepared one : all) {
          place(one, tree, placements, bound);
        }
        String directory = target(tree, spec.workingDirectory(), true);
        placements.make(directory, true);
        exitCode =
            new CommandExecution(spec, channel, process)
                .run(
                    input,
                    output("stdout", Message.Output::new, tree, channel),
                    output("stderr", Message.ErrorOutput::new, tree, channel),
                    descriptors ->
                        confinement.start(
                            new Confinement.Plan(
                                tree.directory(),
                                spec,
                                "/" + directory,
                                List.copyOf(bound),
                                descriptors,
                                own)));
      } finally {
        placements.remove();
      }
      return exitCode;
    }
  }

  /** Adds what is at its place in every container where nothing is mounted. */
  private static void addSystem(List<CopiedMounts.Prepared> all, Path own) throws IOException {
    Path dev = own.resolve("dev");
    DeviceFiles.make(dev);
    all.add(new CopiedMounts.Prepared("/dev", dev, true, false, false, Optional.empty()));
    for (String name : List.of("proc", "sys")) {
      Path empty = own.resolve(name);
      FileCalls.mkdir(FileCalls.CWD, empty.toString(), 0555);
      all.add(new CopiedMounts.Prepared("/" + name, empty, true, false, false, Optional.empty()));
    }
  }

  private CommandOutput output(
      String name, Function<byte[], Message> message, CopiedTree tree, MessageChannel channel)
      throws IOException {
    if (confinement.bindsPaths()) {
      return CommandOutput.pipe(channel, message);
    }
    Path dev = tree.directory().resolve(target(tree, "/dev", true));
    return CommandOutput.named(dev.resolve(name).toString(), channel, message);
  }

  private void place(
      CopiedMounts.Prepared one,
      CopiedTree tree,
      Placements placements,
      List<Confinement.Bound> bound)
      throws IOException {
    String target = target(tree, one.target(), one.directory());
    if (confinement.bindsPaths()) {
      boolean isNew = RootPath.stat(FileCalls.CWD, tree.directory() + "/" + target).isEmpty();
      placements.make(target, one.directory());
      if (isNew && one.memory().isPresent()) {
        FileCalls.chmod(FileCalls.CWD, tree.directory() + "/" + target, RequiredPlace.MEMORY_MODE);
      }
      bound.add(
          new Confinement.Bound(
              target, one.source(), one.inside(), one.readOnly(), one.owner(), one.memory()));
    } else if (target.isEmpty()) {
      throw new BaciException("nothing can be mounted on the root directory");
    } else {
      placements.place(target, one.source(), one.directory(), one.isKept());
    }
  }

  /** Returns a place relative to the root, without links. */
  private static String target(CopiedTree tree, String path, boolean directory) throws IOException {
    int root = FileCalls.openDirectory(FileCalls.CWD, tree.directory().toString());
    try {
      RootPath found = RootPath.resolve(root, path);
      if (found.status().isPresent() && found.status().get().isDirectory() != directory) {
        throw new BaciException(
            directory
                ? "'%s' has to be a directory in the container, but is a file".formatted(path)
                : "a file cannot be mounted on '%s', which is a directory".formatted(path));
      }
      return found.path();
    } finally {
      FileCalls.close(root);
    }
  }

  @Override
  public void close() {
    killAll.run();
    copies.discardAll();
  }
}
