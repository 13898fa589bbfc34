package io.github.baci.container.builder;

import io.github.baci.api.BaciException;
import io.github.baci.api.Option;
import io.github.baci.container.protocol.Message;
import io.github.baci.container.protocol.MessageChannel;
import io.github.baci.container.protocol.SocketDirectory;
import io.github.baci.container.seccomp.SystemCallFilter;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.ProcessCalls;
import io.github.baci.container.syscall.ThreadCalls;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.LayerStore;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.StorageFailure;
import io.github.baci.store.Store;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The worker process in the builder container. It connects to the host's socket, listens on its own
 * one, and ends when the host closes the control connection or dies.
 */
public final class BuilderMain {
  private static final int UMASK = 022;
  private static final int FIRST_WRITABLE = 4;

  /** In bytes, for trees as deep as layers may have them. */
  private static final long STACK = 8 << 20;

  private BuilderMain() {}

  /**
   * Serves the host.
   *
   * @param arguments the store, the directory of the sockets, the {@link IdMapping}, the {@link
   *     Separation}, and further files and directories that commands may write to; a star at the
   *     end of one stands for any rest of its name
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    FileCalls.inheritNone();
    ThreadCalls.chdir("/");
    Path storeDirectory = Path.of(arguments[0]);
    IdMapping mapping = IdMapping.valueOf(arguments[2]);
    Separation separation = Separation.valueOf(arguments[3]);
    Path socketDirectory = Path.of(arguments[1]);
    try (SocketDirectory sockets = new SocketDirectory(socketDirectory);
        MessageChannel host = new MessageChannel(SocketChannel.open(sockets.host()))) {
      ThreadCalls.umask(UMASK);
      if (mapping == IdMapping.ROOT) {
        // What is made shall belong to 0:0 also where root's primary group is another. All threads
        // that make files are begun by this one, and take it over.
        ThreadCalls.setresgid(0);
      }
      try {
        if (separation.mounts()) {
          HostFiles.protect(writable(arguments));
        }
        serve(storeDirectory, mapping, separation, socketDirectory, host);
      } catch (BaciException e) {
        host.send(new Message.Refused(e.getMessage()));
      } catch (IOException e) {
        if (!StorageFailure.isWantOfSpace(e)) {
          throw e;
        }
        BaciException refusal =
            StorageFailure.explain(e, storeDirectory, OptionalLong.empty()).orElseThrow();
        host.send(new Message.Refused(refusal.getMessage()));
      }
    }
    // Ends all commands with this process, the first of its pid namespace.
    Runtime.getRuntime().halt(0);
  }

  private static List<Path> writable(String[] arguments) throws IOException {
    List<Path> writable = new ArrayList<>(List.of(Path.of(arguments[0]), Path.of(arguments[1])));
    for (int i = FIRST_WRITABLE; i < arguments.length; i++) {
      Path path = Path.of(arguments[i]);
      if (path.toString().endsWith("*")) {
        try (DirectoryStream<Path> found =
            Files.newDirectoryStream(path.getParent(), path.getFileName().toString())) {
          found.forEach(writable::add);
        }
      } else {
        writable.add(path);
      }
    }
    return writable;
  }

  private static void serve(
      Path storeDirectory,
      IdMapping mapping,
      Separation separation,
      Path socketDirectory,
      MessageChannel host)
      throws IOException, InterruptedException {
    try (SocketDirectory sockets = new SocketDirectory(socketDirectory);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        Store store = DirectoryStore.open(storeDirectory);
        WorkerSpace space = WorkerSpace.of(store, separation)) {
      List<String> warnings = new ArrayList<>();
      Runs runs = runs(store, space, mapping, separation, warnings);
      Sandbox.preload();
      server.bind(sockets.builder());
      Thread acceptor = new Thread(() -> accept(server, runs, store), "baci-acceptor");
      acceptor.setDaemon(true);
      acceptor.start();
      host.send(new Message.Ready(warnings));
      while (host.receive().isPresent()) {
        // the host says nothing on this connection; its end is what counts
      }
      runs.close();
    }
  }

  private static Runs runs(
      Store store,
      WorkerSpace space,
      IdMapping mapping,
      Separation separation,
      List<String> warnings)
      throws IOException, InterruptedException {
    return switch (separation) {
      case NAMESPACES -> inNamespaces(store, space, mapping, warnings);
      case CHROOT -> inChroot(store, space, mapping);
      case ENCLOSED -> {
        Optional<SystemCallFilter> filter = filter(warnings);
        TracedEnclosure.preload();
        TracedConfinement.Enclosing enclosing =
            (run, owned) -> new TracedEnclosure(run, owned, space, filter);
        yield traced(store, space, mapping, new TracedConfinement(Optional.of(enclosing)));
      }
      case TRACED -> traced(store, space, mapping, new TracedConfinement(Optional.empty()));
    };
  }

  private static Runs traced(
      Store store, WorkerSpace space, IdMapping mapping, TracedConfinement confinement)
      throws IOException, InterruptedException {
    TracedConfinement.check();
    ProcessCalls.becomeSubreaper();
    LayerStore layers = new DirectoryLayerStore(store);
    return new CopiedRuns(
        space, store, layers, confinement, mapping, confinement::killAll, new Workers());
  }

  private static Runs inChroot(Store store, WorkerSpace space, IdMapping mapping)
      throws IOException, InterruptedException {
    ChrootConfinement.check(store.newTemporaryDirectory());
    ProcessCalls.becomeSubreaper();
    LayerStore layers = new DirectoryLayerStore(store);
    ChrootConfinement confinement =
        new ChrootConfinement(ownCommand(), Path.of(System.getProperty("user.dir", "/")));
    return new CopiedRuns(
        space, store, layers, confinement, mapping, confinement::killAll, new Workers());
  }

  /** Returns the command line of this JVM up to its main class, for the directory of its start. */
  private static List<String> ownCommand() throws IOException {
    List<String> words = List.of(Files.readString(Path.of("/proc/self/cmdline")).split("\0"));
    return words.subList(0, words.indexOf(BuilderMain.class.getName()));
  }

  private static Runs inNamespaces(
      Store store, WorkerSpace space, IdMapping mapping, List<String> warnings)
      throws IOException, InterruptedException {
    OverlayFlavour flavour = OverlayProbe.probe(store.newTemporaryDirectory());
    if (!flavour.works()) {
      warnings.add(
          "overlays cannot be mounted on the file system of the store '%s': each RUN copies the whole root file system, which is slow; put the store (%s) on ext4 or xfs, in a container on a volume"
              .formatted(store.root(), Option.STORE_DIRECTORY));
    }
    Optional<SystemCallFilter> filter = filter(warnings);
    LayerStore layers = new DirectoryLayerStore(store);
    return new RunService(
        space,
        store,
        layers,
        flavour,
        mapping,
        new Workers(),
        filter,
        RootChange.probe(store.newTemporaryDirectory()));
  }

  private static Optional<SystemCallFilter> filter(List<String> warnings) {
    Optional<SystemCallFilter> filter =
        ThreadCalls.hasFilters()
            ? SystemCallFilter.docker(System.getProperty("os.arch"), Capabilities.DEFAULT)
            : Optional.empty();
    if (filter.isEmpty()) {
      warnings.add(
          "there is no filter for system calls on this machine's kernel and CPU: commands may make"
              + " calls that Docker's default profile forbids");
    }
    return filter;
  }

  private static void accept(ServerSocketChannel server, Runs runs, Store store) {
    try {
      while (true) {
        MessageChannel channel = new MessageChannel(server.accept());
        Thread thread =
            new Thread(null, new RunConnection(channel, runs, store), "baci-run", STACK);
        thread.setDaemon(true);
        thread.start();
      }
    } catch (IOException e) {
      // closed: the worker ends
    }
  }
}
