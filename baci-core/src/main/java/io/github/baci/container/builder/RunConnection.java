package io.github.baci.container.builder;

import io.github.baci.api.BaciException;
import io.github.baci.container.protocol.Message;
import io.github.baci.container.protocol.MessageChannel;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.ProcessCalls;
import io.github.baci.container.syscall.SystemCallException;
import io.github.baci.store.DamagedEntryException;
import io.github.baci.store.StorageFailure;
import io.github.baci.store.Store;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.OptionalLong;

/** One connection of the host: one run, or the wait for the store to be swept. */
final class RunConnection implements Runnable {
  private final MessageChannel channel;
  private final Runs service;
  private final Store store;
  private final CommandProcess process = new CommandProcess();

  /**
   * Serves a connection.
   *
   * @param store the store, whose directory the host is told
   */
  RunConnection(MessageChannel channel, Runs service, Store store) {
    this.channel = channel;
    this.store = store;
    this.service = service;
  }

  @Override
  public void run() {
    try (channel) {
      Optional<Message> first = channel.receive();
      if (first.isPresent() && first.get() instanceof Message.Run run) {
        channel.send(answer(run));
      } else if (first.isPresent() && first.get() instanceof Message.AwaitSweep) {
        var unused = store.leftovers();
        channel.send(new Message.Swept());
      }
    } catch (IOException e) {
      // the host has gone; nobody wants to know
    }
  }

  private Message answer(Message.Run run) {
    try {
      int input = -1;
      OutputStream toInput = OutputStream.nullOutputStream();
      if (run.input()) {
        int[] pipe = FileCalls.pipe();
        input = pipe[0];
        toInput = new FileOutputStream("/proc/self/fd/" + pipe[1]);
        FileCalls.close(pipe[1]);
      }
      OutputStream commandInput = toInput;
      Thread listener = new Thread(() -> listen(commandInput), "baci-signals");
      listener.setDaemon(true);
      listener.start();
      return service.run(run.spec(), channel, input, process);
    } catch (BaciException e) {
      return new Message.Refused(e.getMessage());
    } catch (SystemCallException e) {
      return StorageFailure.isWantOfSpace(e)
          ? noSpace(e)
          : SystemRefusal.explain(e)
              .<Message>map(refusal -> new Message.Refused(refusal.getMessage()))
              .orElseGet(() -> failed(e));
    } catch (IOException e) {
      return StorageFailure.isWantOfSpace(e) ? noSpace(e) : failed(e);
    } catch (InterruptedException | RuntimeException | Error e) {
      return DamagedEntryException.causeOf(e)
          .map(RunConnection::damaged)
          .orElseGet(() -> failed(e));
    }
  }

  private static Message damaged(DamagedEntryException e) {
    return new Message.Damaged(e.notice().isEmpty() ? e.getMessage() : e.notice());
  }

  private Message noSpace(IOException e) {
    return new Message.Refused(
        StorageFailure.explain(e, store.root(), OptionalLong.empty()).orElseThrow().getMessage());
  }

  private static Message failed(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text, true));
    return new Message.Failed(text.toString());
  }

  /** Passes on what the host sends; kills the command when the host has gone. */
  private void listen(OutputStream input) {
    try {
      while (true) {
        Optional<Message> message = channel.receive();
        if (message.isEmpty()) {
          process.signal(ProcessCalls.SIGKILL);
          return;
        } else if (message.get() instanceof Message.Signal signal) {
          process.signal(signal.number());
        } else if (message.get() instanceof Message.Input bytes) {
          write(input, bytes.bytes());
        } else if (message.get() instanceof Message.EndOfInput) {
          input.close();
        }
      }
    } catch (IOException e) {
      try {
        process.signal(ProcessCalls.SIGKILL);
      } catch (IOException alsoGone) {
        e.addSuppressed(alsoGone);
      }
    }
  }

  private static void write(OutputStream input, byte[] bytes) {
    try {
      input.write(bytes);
      input.flush();
    } catch (IOException e) {
      // the command does not read its input any more
    }
  }
}
