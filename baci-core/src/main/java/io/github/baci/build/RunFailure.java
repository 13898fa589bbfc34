package io.github.baci.build;

import io.github.baci.api.BuildListener.StepId;
import io.github.baci.api.Option;
import io.github.baci.container.RunResult;
import io.github.baci.dockerfile.DockerfileException;
import io.github.baci.plan.RunStep;
import java.nio.file.Path;
import java.util.List;

/** Words for a RUN that failed: the step, its exit code, the last lines of its output. */
final class RunFailure {
  private RunFailure() {}

  private static final List<String> WANT_OF_SPACE =
      List.of("No space left on device", "Disk quota exceeded");

  /**
   * Says that a command has failed.
   *
   * @param result how it ended
   * @param store the directory of the store, whose file system it has written to
   */
  static DockerfileException of(
      StepId id, RunStep step, RunResult result, List<String> lastLines, Path store) {
    int exitCode = result.exitCode();
    StringBuilder message = new StringBuilder();
    message.append(
        "process \"%s\" did not complete successfully: exit code: %d%s (stage %s, step %d of %d)"
            .formatted(
                String.join(" ", step.command()),
                exitCode,
                meaning(exitCode),
                id.stage(),
                id.number(),
                id.count()));
    if (lastLines.isEmpty()) {
      message.append("; it wrote nothing");
    } else {
      message.append("; its last lines were:");
      lastLines.forEach(line -> message.append("\n    ").append(line));
    }
    if (result.storeIsFull()) {
      message.append(
          "\nno space is left in the store '%s', where the files of RUN are; free some space or choose another store (%s)"
              .formatted(store, Option.STORE_DIRECTORY));
    } else if (lastLines.stream().anyMatch(RunFailure::tellsWantOfSpace)) {
      message.append(
          "\nunless it wrote to a tmpfs, /dev/shm or the like, it had no space left in the store '%s', where the files of RUN are; free some space or choose another store (%s)"
              .formatted(store, Option.STORE_DIRECTORY));
    }
    if (lastLines.stream().anyMatch(RunFailure::tellsUnknownId)) {
      message.append(
          "\nunless root builds, files can belong to ids of the user's range in /etc/subuid alone; where commands are traced, to all (%s=traced)"
              .formatted(Option.ENGINE));
    }
    return step.head().origin().error(message.toString());
  }

  /** chown and install say so, and tar, cp and others that would keep an owner. */
  private static boolean tellsUnknownId(String line) {
    return line.contains("Invalid argument")
        && (line.contains("chown") || line.contains("ownership"));
  }

  private static boolean tellsWantOfSpace(String line) {
    return WANT_OF_SPACE.stream().anyMatch(line::contains);
  }

  private static String meaning(int exitCode) {
    return switch (exitCode) {
      case 126 -> ", the command cannot be executed";
      case 127 -> ", the command was not found";
      case 137 -> ", it was killed by SIGKILL, perhaps for want of memory";
      default ->
          exitCode > 128 && exitCode < 193 ? ", it was killed by signal " + (exitCode - 128) : "";
    };
  }
}
