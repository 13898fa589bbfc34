package io.github.baci.build;

import io.github.baci.api.BuildListener.StepId;
import io.github.baci.dockerfile.DockerfileException;
import io.github.baci.plan.RunStep;
import java.util.List;

/** Words for a RUN that failed: the step, its exit code, the last lines of its output. */
final class RunFailure {
  private RunFailure() {}

  static DockerfileException of(StepId id, RunStep step, int exitCode, List<String> lastLines) {
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
    return step.head().origin().error(message.toString());
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
