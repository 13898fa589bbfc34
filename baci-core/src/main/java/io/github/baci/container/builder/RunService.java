package io.github.baci.container.builder;

import io.github.baci.api.Digest;
import io.github.baci.container.ContainerSpec;
import io.github.baci.container.protocol.Message;
import io.github.baci.container.protocol.MessageChannel;
import io.github.baci.container.seccomp.SystemCallFilter;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.MountCalls;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.Mtime;
import io.github.baci.store.Store;
import io.github.baci.store.StoreSpace;
import java.io.IOException;
import java.util.Optional;

/** Carries out runs: unpacks, makes the container, waits for the command, takes the snapshot. */
final class RunService implements Runs {
  private final WorkerSpace space;
  private final Store store;
  private final UnpackedLayers unpacked;
  private final CacheDirectories caches;
  private final OverlayFlavour flavour;
  private final IdMapping mapping;
  private final SnapshotWriter writer;
  private final Optional<SystemCallFilter> filter;
  private final RootChange change;
  private final LayerTrees trees;
  private final CopiedTrees copies;

  RunService(
      WorkerSpace space,
      Store store,
      LayerStore layers,
      OverlayFlavour flavour,
      IdMapping mapping,
      Workers workers,
      Optional<SystemCallFilter> filter,
      RootChange change)
      throws IOException {
    this.space = space;
    this.store = store;
    this.flavour = flavour;
    this.mapping = mapping;
    this.filter = filter;
    this.change = change;
    this.unpacked = new UnpackedLayers(store, layers, flavour, mapping, workers);
    this.caches = new CacheDirectories(store, mapping, unpacked, FileTraits.of(mapping));
    this.writer = new SnapshotWriter(layers, workers);
    this.trees = new LayerTrees(unpacked::layer);
    this.copies = new CopiedTrees(space, trees, FileTraits.of(mapping), workers);
  }

  @Override
  public Message run(ContainerSpec spec, MessageChannel channel, int input, CommandProcess process)
      throws IOException, InterruptedException {
    Optional<CopiedTree> copy =
        flavour.works() ? Optional.empty() : Optional.of(copies.take(spec.layers()));
    boolean isKept = false;
    RunDirectory run = new RunDirectory(space);
    try (RequestedMounts mounts =
        new RequestedMounts(run, spec, unpacked, caches, flavour, mapping)) {
      long flags = spec.privileged() ? 0 : MountCalls.MS_NODEV;
      RootFileSystem root =
          copy.isPresent()
              ? new CopiedRoot(copy.get(), flags)
              : new OverlayRoot(
                  run,
                  unpacked.toMount(spec.layers()),
                  flavour,
                  new TreeBelow(() -> trees.of(spec.layers())),
                  flags);
      NetworkFiles.write(run.files(), spec);
      Sandbox.Plan plan = new Sandbox.Plan(run, root, mounts, spec, mapping, filter, change);
      int exitCode =
          new CommandExecution(spec, channel, process)
              .run(
                  input,
                  CommandOutput.pipe(channel, Message.Output::new),
                  CommandOutput.pipe(channel, Message.ErrorOutput::new),
                  descriptors -> new NamespacedCommand(new Sandbox(plan, descriptors).start()));
      Optional<Digest> diffId = Optional.empty();
      if (exitCode == 0 && spec.snapshot() && !process.isKilled()) {
        Snapshot snapshot = root.snapshot(spec.latestMtime().map(Mtime::of));
        Layer layer = writer.write(snapshot);
        if (copy.isPresent()) {
          copies.keep(
              copy.get(),
              spec.layers(),
              layer.diffId(),
              snapshot,
              spec.latestMtime().map(Mtime::of));
          isKept = true;
        } else {
          adopt(layer, snapshot, run, spec);
        }
        diffId = Optional.of(layer.diffId());
      }
      return new Message.Exited(exitCode, diffId, exitCode != 0 && StoreSpace.isUsedUp(store));
    } finally {
      if (!isKept) {
        copy.ifPresent(copies::discard);
      }
      run.delete();
    }
  }

  @Override
  public void close() {
    // commands are in namespaces that end with this process
  }

  /** Makes the upper directory the unpacked directory of the layer that was made of it. */
  private void adopt(Layer layer, Snapshot snapshot, RunDirectory run, ContainerSpec spec)
      throws IOException {
    if (snapshot.use() == Snapshot.Use.NONE) {
      return;
    }
    Optional<Mtime> latest = spec.latestMtime().map(Mtime::of);
    for (String path : snapshot.clamped()) {
      FileCalls.utimes(
          FileCalls.CWD,
          run.upper() + "/" + path,
          latest.orElseThrow().seconds(),
          latest.orElseThrow().nanos());
    }
    boolean setsRoot =
        !snapshot.entries().isEmpty()
            && snapshot.entries().get(0) instanceof LayerEntry.Directory first
            && first.path().isEmpty();
    DeviceNodes.hide(run.upper(), snapshot.entries());
    if (snapshot.use() == Snapshot.Use.ALONE) {
      unpacked.adopt(layer, run.adopt(), setsRoot);
    } else {
      unpacked.adoptOver(spec.layers(), layer, run.adopt(), setsRoot);
    }
  }
}
