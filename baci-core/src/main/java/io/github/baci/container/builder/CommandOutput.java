package io.github.baci.container.builder;

import io.github.baci.container.protocol.Message;
import io.github.baci.container.protocol.MessageChannel;
import io.github.baci.container.syscall.FileCalls;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A pipe that the command writes to, and the thread that passes on what comes. */
final class CommandOutput {
  private static final int BUFFER = 32 << 10;

  private final InputStream in;
  private final int writeEnd;
  private final MessageChannel channel;
  private final Function<byte[], Message> message;
  private @Nullable Thread thread;

  private CommandOutput(int[] pipe, MessageChannel channel, Function<byte[], Message> message)
      throws IOException {
    this.channel = channel;
    this.message = message;
    writeEnd = pipe[1];
    in = new FileInputStream("/proc/self/fd/" + pipe[0]);
    FileCalls.close(pipe[0]);
  }

  /** Makes a pipe without a name. */
  static CommandOutput pipe(MessageChannel channel, Function<byte[], Message> message)
      throws IOException {
    return new CommandOutput(FileCalls.pipe(), channel, message);
  }

  /** Takes a pipe that has a name, by which the command can open it again. */
  static CommandOutput named(String path, MessageChannel channel, Function<byte[], Message> message)
      throws IOException {
    int readEnd = FileCalls.open(FileCalls.CWD, path, FileCalls.O_RDONLY | FileCalls.O_NONBLOCK, 0);
    int writeEnd = FileCalls.open(FileCalls.CWD, path, FileCalls.O_WRONLY, 0);
    return new CommandOutput(new int[] {readEnd, writeEnd}, channel, message);
  }

  /** Returns the descriptor that the command writes to. */
  int writeEnd() {
    return writeEnd;
  }

  /** Begins to pass on. The command has the pipe by then, or never will. */
  void begin(String name) {
    FileCalls.close(writeEnd);
    thread = new Thread(this::pass, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void pass() {
    byte[] buffer = new byte[BUFFER];
    try (in) {
      int count;
      while ((count = in.read(buffer)) >= 0) {
        channel.send(message.apply(Arrays.copyOf(buffer, count)));
      }
    } catch (IOException e) {
      // The host has gone: the command is killed for that, and nobody hears its output.
    }
  }

  /** Waits until all is passed on. */
  void end() throws InterruptedException {
    Objects.requireNonNull(thread, "it is begun before it is ended").join();
  }
}
