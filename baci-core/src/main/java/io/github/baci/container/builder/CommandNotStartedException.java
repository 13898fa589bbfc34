package io.github.baci.container.builder;

/** The command cannot be started; the container itself is well. */
final class CommandNotStartedException extends RuntimeException {
  /** The exit code of shells for a program that is there and cannot be executed. */
  static final int CANNOT_BE_EXECUTED = 126;

  private static final int NOT_FOUND = 127;
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CommandNotStartedException(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  static CommandNotStartedException notFound(String message) {
    return new CommandNotStartedException(message, NOT_FOUND);
  }

  static CommandNotStartedException cannotBeExecuted(String message) {
    return new CommandNotStartedException(message, CANNOT_BE_EXECUTED);
  }

  /** Returns the exit code that a shell would have for it. */
  int exitCode() {
    return exitCode;
  }
}
