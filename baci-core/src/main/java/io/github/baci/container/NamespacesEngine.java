package io.github.baci.container;

import io.github.baci.BaciException;
import io.github.baci.container.builder.ClassTraining;
import io.github.baci.layer.LayerStore;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The embedded engine: the builder is a JVM in namespaces that util-linux makes, and needs neither
 * a daemon nor root.
 *
 * <p>Limits: commands have the resource limits of the JVM that runs the build. Without a range of
 * subordinate ids, an ordinary user's commands see one user alone, and chown to others fails.
 * Devices of base images are not there for commands of ordinary users; the image keeps them.
 */
public final class NamespacesEngine implements Engine {
  private final List<Path> writable;

  /** Makes an engine whose commands can write to nothing of the machine. */
  public NamespacesEngine() {
    this(List.of());
  }

  /**
   * Makes an engine.
   *
   * @param writable files and directories of the machine that commands may have mounted writable
   */
  public NamespacesEngine(Collection<Path> writable) {
    this.writable = List.copyOf(writable);
  }

  @Override
  public String name() {
    return "namespaces";
  }

  @Override
  public Builder start(Store store, LayerStore layers, EngineListener listener)
      throws InterruptedException {
    String system = System.getProperty("os.name", "");
    if (!system.toLowerCase(Locale.ROOT).equals("linux")) {
      throw new BaciException(
          "RUN needs Linux, and this is %s: build on Linux, or use no RUN (COPY, ADD and all other instructions work everywhere)"
              .formatted(system));
    }
    try {
      HostUser user = HostUser.current();
      NamespacedProcess namespaced = NamespacedProcess.of(user, listener);
      Path sockets = store.newTemporaryDirectory();
      WorkerClasspath classpath = WorkerClasspath.current(store);
      WorkerCommand command = new WorkerCommand(store, classpath);
      WorkerArchive archive = new WorkerArchive(store, classpath);
      WorkerConnection worker =
          WorkerConnection.open(
              sockets,
              () ->
                  namespaced.start(
                      command.line(sockets, namespaced.mapping(), archive.flags(), writable)),
              output -> new NamespacesFailure(user).explain(output),
              layers,
              listener);
      archive.makeIfMissing(
          command.java(),
          List.of(ClassTraining.class.getName(), store.newTemporaryDirectory().toString()));
      return worker.closing(archive);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
