package io.github.baci.container.host;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildRequest.EngineOptions;
import io.github.baci.api.Option;
import io.github.baci.container.Builder;
import io.github.baci.container.Engine;
import io.github.baci.container.builder.ClassTraining;
import io.github.baci.layer.LayerStore;
import io.github.baci.store.StorageFailure;
import io.github.baci.store.Store;
import io.github.baci.store.StoreSpace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The embedded engine: the builder is a JVM of this machine, and needs neither a daemon nor root.
 * How it is separated from the machine is the first of several ways that the machine allows.
 *
 * <p>Limits: commands have the resource limits of the JVM that runs the build. Devices of base
 * images are not there for commands; the image keeps them.
 */
public final class EmbeddedEngine implements Engine {
  private final Set<EngineOptions.Kind> kinds;
  private final List<Path> writable;

  /** Takes all ways; commands can write to nothing of the machine. */
  public EmbeddedEngine() {
    this(EnumSet.allOf(EngineOptions.Kind.class), List.of());
  }

  /**
   * Makes an engine.
   *
   * @param kinds the ways that it may take, by the names that users have for them
   * @param writable files and directories of the machine that commands may have mounted writable
   */
  public EmbeddedEngine(Set<EngineOptions.Kind> kinds, Collection<Path> writable) {
    this.kinds = EnumSet.copyOf(kinds);
    this.writable = List.copyOf(writable);
  }

  @Override
  public String name() {
    return kinds.size() == 1 ? kinds.iterator().next().name().toLowerCase(Locale.ROOT) : "embedded";
  }

  /** A way that was not taken, and why. */
  private record Passed(Rung rung, String obstacle) {}

  @Override
  public Builder start(Store store, LayerStore layers, EngineListener listener)
      throws InterruptedException {
    if (!Machine.isLinux()) {
      throw new BaciException(
          "RUN needs Linux, and this is %s: build on Linux, or use no RUN (COPY, ADD and all other instructions work everywhere)"
              .formatted(System.getProperty("os.name", "")));
    }
    try {
      List<Passed> passed = new ArrayList<>();
      Machine machine = Machine.current();
      refuseNoexec(machine, store.root());
      HardLinkCheck.run(store.root(), store.newTemporaryDirectory());
      for (Rung rung : Ladder.RUNGS) {
        if (!kinds.contains(rung.kind()) || !rung.concerns(machine)) {
          continue;
        }
        Optional<String> obstacle = rung.obstacle(machine);
        if (obstacle.isEmpty()) {
          try {
            return start(rung, machine, passed, store, layers, listener);
          } catch (BaciException e) {
            if (StoreSpace.isUsedUp(store)) {
              throw e; // no other way would do with less
            }
            obstacle = Optional.of(e.getMessage());
          }
        }
        passed.add(new Passed(rung, obstacle.get()));
      }
      throw refusal(passed);
    } catch (IOException e) {
      throw StorageFailure.unchecked(e, store);
    }
  }

  /** Says that commands see the processes of the container, which could not be hidden. */
  private static String seen(Machine machine) {
    return machine.isProcHidden()
        ? ", and see the processes of this container, as its /proc is hidden in part"
        : "";
  }

  private static void refuseNoexec(Machine machine, Path directory) throws IOException {
    if (MountFlags.of(machine, directory.toRealPath()).contains("noexec")) {
      throw new BaciException(
          "nothing can be executed from the store '%s', as its file system is mounted noexec: name a directory elsewhere (%s), in a container on a volume that is mounted without it"
              .formatted(directory, Option.STORE_DIRECTORY));
    }
  }

  /** Says which way is taken and, if it is not among the best, what keeps from the one above. */
  private static String choice(Rung rung, Machine machine, List<Passed> passed) {
    String choice = "Commands run " + rung.description() + seen(machine);
    boolean isLesser =
        rung.kind() != EngineOptions.Kind.NAMESPACES || rung instanceof NamespacesWithOneId;
    return passed.isEmpty() || !isLesser
        ? choice
        : choice + ". Not better separated because " + passed.get(passed.size() - 1).obstacle();
  }

  private BaciException refusal(List<Passed> passed) {
    if (passed.isEmpty()) {
      return new BaciException(
          "RUN cannot be executed by the engine '%s', which needs root; leave %s out to have what is possible chosen"
              .formatted(name(), Option.ENGINE));
    }
    return new BaciException(
        "RUN cannot be executed here:"
            + passed.stream()
                .map(one -> "\n  not %s: %s".formatted(one.rung().description(), one.obstacle()))
                .distinct()
                .collect(Collectors.joining()));
  }

  private Builder start(
      Rung rung,
      Machine machine,
      List<Passed> passed,
      Store store,
      LayerStore layers,
      EngineListener listener)
      throws IOException, InterruptedException {
    try {
      Builder builder = launch(rung, machine, store, layers, listener);
      listener.note(choice(rung, machine, passed));
      return builder;
    } catch (ProcRefusedException e) {
      if (machine.isProcHidden()) {
        throw e;
      }
      return start(rung, machine.withHiddenProc(), passed, store, layers, listener);
    }
  }

  /** Makes an exception for a builder that ended before it was one. */
  private static BaciException ended(String output, String why) {
    return UnshareMessages.tellOfProc(output)
        ? new ProcRefusedException(why)
        : new BaciException(why);
  }

  private Builder launch(
      Rung rung, Machine machine, Store store, LayerStore layers, EngineListener listener)
      throws IOException, InterruptedException {
    Path sockets = store.newTemporaryDirectory();
    boolean isFirst = !NativeLibraryFile.isIn(store);
    WorkerClasspath classpath = WorkerClasspath.current(store);
    WorkerCommand command = new WorkerCommand(store, classpath);
    WorkerArchive archive = new WorkerArchive(store, classpath);
    WorkerConnection worker;
    try (LoadedLibrary library =
        LoadedLibrary.of(
            NativeLibraryFile.in(store), Path.of(System.getProperty("java.io.tmpdir")))) {
      List<String> line =
          command.line(
              sockets, rung.mapping(), rung.separation(), archive.flags(), writable, library);
      Launch launch = new Launch(line, classpath.directory(), sockets);
      worker =
          WorkerConnection.open(
              sockets,
              () -> rung.start(machine, launch),
              output -> ended(output, rung.explain(machine, output)),
              layers,
              listener);
    }
    worker.closing(archive);
    try {
      if (!isFirst) { // a store that is used once, as on an agent made for one build, gains nothing
        archive.makeIfMissing(
            command.java(),
            List.of(ClassTraining.class.getName(), store.newTemporaryDirectory().toString()));
      }
      return worker;
    } catch (IOException | RuntimeException e) {
      worker.close();
      throw e;
    }
  }
}
