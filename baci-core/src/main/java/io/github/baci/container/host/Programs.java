package io.github.baci.container.host;

import io.github.baci.api.BaciException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Starts programs of the machine. */
final class Programs {
  private Programs() {}

  /**
   * How a program ended.
   *
   * @param output what it wrote, on one line
   */
  record Ended(int exitCode, String output) {}

  /**
   * Starts the builder.
   *
   * @param command the builder's program, and what stands before it
   */
  static Process start(List<String> command, Launch launch) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(launch.directory().toFile());
    BuilderEnvironment.reduce(builder.environment());
    builder.environment().put("TMPDIR", launch.temporary().toString());
    return started(builder);
  }

  /** The exception's message names the limit that was reached, as of files or processes. */
  private static Process started(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new BaciException(
          "the program '%s' cannot be started: %s"
              .formatted(builder.command().get(0), e.getMessage()),
          e);
    }
  }

  /** Runs a short program. */
  static Ended run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = started(builder);
    process.getOutputStream().close();
    try (InputStream in = process.getInputStream()) {
      String output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), oneLine(output));
    }
  }

  static String oneLine(String output) {
    return output.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
