package io.github.baci.container.host;

import io.github.baci.api.BaciException;
import io.github.baci.container.Builder;
import io.github.baci.container.ContainerSpec;
import io.github.baci.container.Engine;
import io.github.baci.container.RunningCommand;
import io.github.baci.container.protocol.Message;
import io.github.baci.container.protocol.MessageChannel;
import io.github.baci.container.protocol.SocketDirectory;
import io.github.baci.layer.LayerStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A builder that is another process: starts it, and speaks with it over sockets. */
public final class WorkerConnection implements Builder {
  private static final int LONGEST_OUTPUT = 64 << 10;
  private static final long SECONDS_TO_END = 10;

  private final SocketDirectory sockets;
  private final MessageChannel control;
  private final Process process;
  private final LayerStore layers;
  private Optional<WorkerArchive> archive = Optional.empty();

  private WorkerConnection(
      SocketDirectory sockets, MessageChannel control, Process process, LayerStore layers) {
    this.sockets = sockets;
    this.control = control;
    this.process = process;
    this.layers = layers;
  }

  /** Has an archive closed after this. */
  void closing(WorkerArchive newArchive) {
    archive = Optional.of(newArchive);
  }

  /** Starts the process, and ends it where it has not come to be a builder. */
  public interface Launcher {
    /** Starts it. */
    Process launch() throws IOException, InterruptedException;

    /** Ends it; its socket is closed already. */
    default void abandon(Process process) {
      process.destroyForcibly();
    }
  }

  /**
   * Starts a process and waits until it is ready.
   *
   * @param directory where the sockets are made
   * @param explain makes an error of what the process wrote before it ended
   * @param listener hears what the process writes, for debugging, and warnings
   */
  public static WorkerConnection open(
      Path directory,
      Launcher launcher,
      Function<String, BaciException> explain,
      LayerStore layers,
      Engine.EngineListener listener)
      throws IOException, InterruptedException {
    SocketDirectory sockets = new SocketDirectory(directory);
    Process process = null;
    boolean isReady = false;
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(sockets.host());
      process = launcher.launch();
      Said said = new Said(process, server, listener);
      MessageChannel control;
      try {
        control = new MessageChannel(server.accept());
      } catch (AsynchronousCloseException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException("while the builder was started");
        }
        throw explain.apply(said.text());
      }
      said.isConnected = true;
      Optional<Message> first = control.receive();
      if (first.isPresent() && first.get() instanceof Message.Ready ready) {
        ready.warnings().forEach(listener::warning);
      } else if (first.isPresent() && first.get() instanceof Message.Refused refused) {
        throw new BaciException(refused.message());
      } else {
        process.waitFor();
        throw new IllegalStateException("the builder ended: " + said.text());
      }
      isReady = true;
      return new WorkerConnection(sockets, control, process, layers);
    } finally {
      if (!isReady) {
        if (process != null) {
          launcher.abandon(process);
        }
        sockets.close();
      }
    }
  }

  /**
   * What the process writes to its standard output and error. Its end, before it has connected,
   * ends the wait for it.
   */
  private static final class Said {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Thread thread;
    private final Engine.EngineListener listener;
    private volatile boolean isConnected;

    Said(Process process, ServerSocketChannel server, Engine.EngineListener listener) {
      this.listener = listener;
      Thread output = daemon(() -> drain(process.getInputStream()));
      thread =
          daemon(
              () -> {
                drain(process.getErrorStream());
                join(output);
                if (!isConnected) {
                  closeQuietly(server);
                }
              });
    }

    private static Thread daemon(Runnable task) {
      Thread thread = new Thread(task, "baci-builder-output");
      thread.setDaemon(true);
      thread.start();
      return thread;
    }

    private void drain(InputStream stream) {
      byte[] buffer = new byte[4096];
      try (stream) {
        int count;
        while ((count = stream.read(buffer)) >= 0) {
          listener.debug(new String(buffer, 0, count, StandardCharsets.UTF_8).stripTrailing());
          synchronized (bytes) {
            if (bytes.size() < LONGEST_OUTPUT) {
              bytes.write(buffer, 0, count);
            }
          }
        }
      } catch (IOException e) {
        // destroyed
      }
    }

    private static void join(Thread thread) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private static void closeQuietly(ServerSocketChannel server) {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String text() throws InterruptedException {
      thread.join();
      synchronized (bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
      }
    }
  }

  @Override
  public RunningCommand start(ContainerSpec spec, Optional<InputStream> input)
      throws InterruptedException {
    try {
      MessageChannel channel = new MessageChannel(SocketChannel.open(sockets.builder()));
      channel.send(new Message.Run(spec, input.isPresent()));
      return new RemoteCommand(channel, input, layers);
    } catch (ClosedByInterruptException e) {
      throw interrupted("before a command was run", e);
    } catch (IOException e) {
      throw new BaciException("the builder has been killed; build again", e);
    }
  }

  @Override
  public void awaitSweep() throws InterruptedException {
    try (MessageChannel channel = new MessageChannel(SocketChannel.open(sockets.builder()))) {
      channel.send(new Message.AwaitSweep());
      if (channel.receive().isEmpty()) {
        throw new BaciException("the builder has been killed; prune again");
      }
    } catch (ClosedByInterruptException e) {
      throw interrupted("while the store was swept", e);
    } catch (IOException e) {
      throw new BaciException("the builder has been killed; prune again", e);
    }
  }

  private static InterruptedException interrupted(String when, ClosedByInterruptException cause) {
    Thread.interrupted();
    InterruptedException interrupted = new InterruptedException(when);
    interrupted.initCause(cause);
    return interrupted;
  }

  @Override
  public void close() {
    try {
      control.close();
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      sockets.close();
      archive.ifPresent(WorkerArchive::close);
    }
  }
}
