package io.github.baci.container.builder;

import io.github.baci.api.NetworkMode;
import io.github.baci.container.ContainerMount;
import io.github.baci.container.ContainerSpec;
import io.github.baci.container.protocol.Message;
import io.github.baci.container.protocol.MessageChannel;
import io.github.baci.container.seccomp.SystemCallFilter;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.LayerWriter;
import io.github.baci.layer.Mtime;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Loads the classes that a worker needs, by doing a little of what it does, so that they can be
 * archived. Needs no privileges.
 */
public final class ClassTraining {
  private ClassTraining() {}

  /**
   * Loads the classes.
   *
   * @param arguments an empty directory
   */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    for (Class<?> one :
        List.of(
            BuilderMain.class,
            io.github.baci.container.syscall.Spawn.class,
            MessageChannel.class,
            SystemCallFilter.class)) {
      new PackageClasses(one).load();
    }
    Sandbox.preload();
    SystemCallFilter.docker(System.getProperty("os.arch"), Capabilities.DEFAULT);
    converse(directory.resolve("socket"));
    try (Store store = DirectoryStore.open(directory.resolve("store"))) {
      unpackAndSnapshot(store);
    }
  }

  private static void converse(Path socket) throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      try (MessageChannel client =
              new MessageChannel(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
          MessageChannel worker = new MessageChannel(server.accept())) {
        ContainerSpec spec =
            new ContainerSpec(
                List.of(),
                new ContainerSpec.Invocation(
                    List.of("true"), Map.of("A", "b"), "/", ContainerSpec.Identity.ROOT, false),
                new ContainerSpec.Surroundings("", NetworkMode.HOST),
                List.of(new ContainerMount.Tmpfs("/tmp", java.util.OptionalLong.empty())),
                new ContainerSpec.Result(true, Optional.empty()));
        for (Message message :
            List.of(
                new Message.Run(spec, false),
                new Message.Ready(List.of()),
                new Message.Output(new byte[1]),
                new Message.ErrorOutput(new byte[1]),
                new Message.Exited(0, Optional.empty(), false))) {
          client.send(message);
          worker.receive();
        }
      }
    }
  }

  private static void unpackAndSnapshot(Store store) throws IOException {
    LayerStore layers = new DirectoryLayerStore(store);
    Workers workers = new Workers();
    Layer layer;
    try (LayerWriter writer = layers.newLayer()) {
      Attributes attributes = Attributes.of(0755, 0, 0, Mtime.EPOCH);
      writer.add(new LayerEntry.Directory("a", attributes));
      writer.addFile("a/b", attributes, 3, new ByteArrayInputStream(new byte[3]));
      writer.add(new LayerEntry.HardLink("a/c", attributes, "a/b"));
      writer.add(new LayerEntry.Symlink("a/d", attributes, "b"));
      layer = writer.commit();
    }
    UnpackedLayers unpacked =
        new UnpackedLayers(store, layers, OverlayFlavour.user(""), IdMapping.SINGLE, workers);
    Path directory = unpacked.all(List.of(layer.diffId())).get(0).directory();
    Snapshot snapshot =
        new UpperWalk(
                directory,
                java.util.Set.of(),
                OverlayFlavour.user(""),
                Optional.of(Mtime.EPOCH),
                new TreeBelow(() -> io.github.baci.layer.FileTree.EMPTY))
            .walk(Attributes.of(0, 0, 0, Mtime.EPOCH));
    new SnapshotWriter(layers, workers).write(snapshot);
    FileDeletion.delete(directory);
    FileCalls.pipe();
  }
}
