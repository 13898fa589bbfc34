package io.github.baci.container.host;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.api.OutputListener;
import io.github.baci.container.RunResult;
import io.github.baci.container.RunningCommand;
import io.github.baci.container.protocol.Message;
import io.github.baci.container.protocol.MessageChannel;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStore;
import io.github.baci.store.DamagedEntryException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.util.Arrays;
import java.util.Optional;

/** A command in the worker, on its own connection. The end of the connection kills it. */
final class RemoteCommand implements RunningCommand {
  private final MessageChannel channel;
  private final LayerStore layers;

  RemoteCommand(MessageChannel channel, Optional<InputStream> input, LayerStore layers) {
    this.channel = channel;
    this.layers = layers;
    input.ifPresent(this::passOn);
  }

  private void passOn(InputStream input) {
    Thread thread = new Thread(() -> copy(input), "baci-stdin");
    thread.setDaemon(true);
    thread.start();
  }

  private void copy(InputStream input) {
    byte[] buffer = new byte[8192];
    try {
      int count;
      while ((count = input.read(buffer)) >= 0) {
        channel.send(new Message.Input(Arrays.copyOf(buffer, count)));
      }
      channel.send(new Message.EndOfInput());
    } catch (IOException e) {
      // the command has ended
    }
  }

  @Override
  public void signal(int number) {
    try {
      channel.send(new Message.Signal(number));
    } catch (IOException e) {
      // the command has ended
    }
  }

  @Override
  public RunResult await(OutputListener output) throws InterruptedException {
    try {
      while (true) {
        Message message =
            channel
                .receive()
                .orElseThrow(() -> new BaciException("the builder has been killed; build again"));
        if (message instanceof Message.Output bytes) {
          output.stdout(bytes.bytes());
        } else if (message instanceof Message.ErrorOutput bytes) {
          output.stderr(bytes.bytes());
        } else if (message instanceof Message.Exited exited) {
          return new RunResult(
              exited.exitCode(), exited.layer().map(this::layer), exited.storeIsFull());
        } else if (message instanceof Message.Refused refused) {
          throw new BaciException(refused.message());
        } else if (message instanceof Message.Damaged damaged) {
          throw new DamagedEntryException(damaged.notice());
        } else if (message instanceof Message.Failed failed) {
          throw new IllegalStateException("in the builder: " + failed.stackTrace());
        }
      }
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      InterruptedException interrupted = new InterruptedException("while a command was run");
      interrupted.initCause(e);
      throw interrupted;
    } catch (IOException e) {
      throw new BaciException("the builder has been killed; build again", e);
    }
  }

  private Layer layer(Digest diffId) {
    return layers
        .find(diffId)
        .orElseThrow(() -> new IllegalStateException("the snapshot " + diffId + " is missing"));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
