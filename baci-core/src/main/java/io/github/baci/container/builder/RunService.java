package io.github.baci.container.builder;

import io.github.baci.container.ContainerSpec;
import io.github.baci.container.protocol.Message;
import io.github.baci.container.protocol.MessageChannel;
import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.MountCalls;
import io.github.baci.container.syscall.SystemCallException;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.Mtime;
import io.github.baci.store.Digest;
import io.github.baci.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Carries out runs: unpacks, makes the container, waits for the command, takes the snapshot. */
final class RunService {
  private final WorkerSpace space;
  private final UnpackedLayers unpacked;
  private final CacheDirectories caches;
  private final OverlayFlavour flavour;
  private final IdMapping mapping;
  private final SnapshotWriter writer;

  RunService(
      WorkerSpace space,
      Store store,
      LayerStore layers,
      OverlayFlavour flavour,
      IdMapping mapping,
      Workers workers)
      throws IOException {
    this.space = space;
    this.flavour = flavour;
    this.mapping = mapping;
    this.unpacked = new UnpackedLayers(store, layers, flavour, mapping, workers);
    this.caches = new CacheDirectories(store, mapping, unpacked);
    this.writer = new SnapshotWriter(layers, workers);
  }

  /**
   * Runs a command.
   *
   * @param channel where its output is sent
   * @param input a descriptor that it reads from, or -1
   * @param process hears of its process
   */
  Message run(ContainerSpec spec, MessageChannel channel, int input, CommandProcess process)
      throws IOException, InterruptedException {
    List<UnpackedLayers.Unpacked> layers = unpacked.all(spec.layers());
    RunDirectory run = new RunDirectory(space);
    try (RequestedMounts mounts =
        new RequestedMounts(run, spec, unpacked, caches, flavour, mapping)) {
      long flags = spec.privileged() ? 0 : MountCalls.MS_NODEV;
      RootFileSystem root =
          flavour.works()
              ? new OverlayRoot(run, layers, flavour, flags)
              : new CopiedRoot(run, layers, flags);
      NetworkFiles.write(run.files(), spec);
      int exitCode =
          execute(new Sandbox.Plan(run, root, mounts, spec, mapping), channel, input, process);
      Optional<Digest> diffId = Optional.empty();
      if (exitCode == 0 && spec.snapshot() && !process.isKilled()) {
        diffId = Optional.of(snapshot(root, run, spec));
      }
      return new Message.Exited(exitCode, diffId);
    } finally {
      run.delete();
    }
  }

  private static int execute(
      Sandbox.Plan plan, MessageChannel channel, int input, CommandProcess process)
      throws IOException, InterruptedException {
    CommandOutput output = new CommandOutput(channel, Message.Output::new);
    CommandOutput errors = new CommandOutput(channel, Message.ErrorOutput::new);
    int exitCode;
    try {
      int[] descriptors = {input, output.writeEnd(), errors.writeEnd()};
      process.started(new Sandbox(plan, descriptors).start());
    } catch (CommandNotStartedException e) {
      process.started(-1);
      return notStarted(e, channel);
    } catch (SystemCallException e) {
      process.started(-1);
      Optional<CommandNotStartedException> reason = reason(e, plan.spec());
      if (reason.isEmpty()) {
        throw e;
      }
      return notStarted(reason.get(), channel);
    } finally {
      output.begin("baci-stdout");
      errors.begin("baci-stderr");
      if (input >= 0) {
        FileCalls.close(input);
      }
    }
    exitCode = process.await();
    output.end();
    errors.end();
    return exitCode;
  }

  /** Explains why the kernel refused to execute a program that is there. */
  private static Optional<CommandNotStartedException> reason(
      SystemCallException e, ContainerSpec spec) {
    if (!e.getMessage().startsWith("exec ")) {
      return Optional.empty();
    }
    String command = "exec: \"" + spec.command().get(0) + "\": ";
    return switch (e.errno()) {
      case Errno.ENOENT ->
          Optional.of(
              CommandNotStartedException.notFound(
                  command + "no such file or directory (its interpreter or loader is missing)"));
      case Errno.EACCES ->
          Optional.of(
              CommandNotStartedException.cannotBeExecuted(
                  command
                      + "permission denied (or user %d may not enter '%s')"
                          .formatted(spec.user().uid(), spec.workingDirectory())));
      case Errno.ENOEXEC ->
          Optional.of(
              CommandNotStartedException.cannotBeExecuted(
                  command + "exec format error (made for another CPU, or a script without #!)"));
      case Errno.E2BIG ->
          Optional.of(
              CommandNotStartedException.cannotBeExecuted(command + "argument list too long"));
      default -> Optional.empty();
    };
  }

  private static int notStarted(CommandNotStartedException e, MessageChannel channel)
      throws IOException {
    String line = e.getMessage() + "\n";
    channel.send(new Message.ErrorOutput(line.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    return e.exitCode();
  }

  private Digest snapshot(RootFileSystem root, RunDirectory run, ContainerSpec spec)
      throws IOException {
    Optional<Mtime> latest = spec.latestMtime().map(Mtime::of);
    Snapshot snapshot = root.snapshot(latest);
    Layer layer = writer.write(snapshot);
    if (flavour.works()) {
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
      unpacked.adopt(layer, run.adopt(), setsRoot);
    }
    return layer.diffId();
  }
}
