package io.github.baci.container.builder;

import io.github.baci.container.ContainerSpec;
import io.github.baci.container.protocol.Message;
import io.github.baci.container.protocol.MessageChannel;
import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.SystemCallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Starts a command, passes on what it writes, and waits for it. */
final class CommandExecution {
  private final ContainerSpec spec;
  private final MessageChannel channel;
  private final CommandProcess process;

  /** Starts the command. */
  interface Starter {
    /**
     * Starts it.
     *
     * @param descriptors open for standard input, or -1, output and error
     */
    StartedCommand start(int[] descriptors) throws IOException, InterruptedException;
  }

  CommandExecution(ContainerSpec spec, MessageChannel channel, CommandProcess process) {
    this.spec = spec;
    this.channel = channel;
    this.process = process;
  }

  /**
   * Runs the command.
   *
   * @param input a descriptor that it reads from, which is closed, or -1
   * @return the exit code, also that of a shell for a program that cannot be started
   */
  int run(int input, CommandOutput output, CommandOutput errors, Starter starter)
      throws IOException, InterruptedException {
    StartedCommand command;
    try {
      int[] descriptors = {input, output.writeEnd(), errors.writeEnd()};
      giveToUser(descriptors);
      command = starter.start(descriptors);
      process.started(command);
    } catch (CommandNotStartedException e) {
      process.notStarted();
      return notStarted(e);
    } catch (SystemCallException e) {
      process.notStarted();
      return notStarted(reason(e).orElseThrow(() -> e));
    } finally {
      output.begin("baci-stdout");
      errors.begin("baci-stderr");
      if (input >= 0) {
        FileCalls.close(input);
      }
    }
    int exitCode = command.await();
    output.end();
    errors.end();
    return exitCode;
  }

  /**
   * Gives the pipes to the user of the command, who may then open them again, as {@code
   * /dev/stderr} for one. What does not work here, because the builder has no such user, is told
   * when the command takes the user on.
   */
  private void giveToUser(int[] descriptors) throws SystemCallException {
    ContainerSpec.Identity user = spec.user();
    for (int descriptor : descriptors) {
      try {
        if (descriptor >= 0 && (user.uid() != 0 || user.gid() != 0)) {
          FileCalls.fchown(descriptor, user.uid(), user.gid());
        }
      } catch (SystemCallException e) {
        if (e.errno() != Errno.EINVAL && e.errno() != Errno.EPERM) {
          throw e;
        }
      }
    }
  }

  /** Explains why the kernel refused to execute a program that is there. */
  private Optional<CommandNotStartedException> reason(SystemCallException e) {
    if (!e.isOf("exec")) {
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
      case Errno.ELOOP ->
          Optional.of(
              CommandNotStartedException.cannotBeExecuted(
                  command + "too many levels of symbolic links or interpreters"));
      case Errno.E2BIG ->
          Optional.of(
              CommandNotStartedException.cannotBeExecuted(command + "argument list too long"));
      default -> Optional.empty();
    };
  }

  private int notStarted(CommandNotStartedException e) throws IOException {
    String line = e.getMessage() + "\n";
    channel.send(new Message.ErrorOutput(line.getBytes(StandardCharsets.UTF_8)));
    return e.exitCode();
  }
}
