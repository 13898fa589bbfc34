package io.github.baci.source.jlink;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of one of the JDK's command line tools, in a JVM of its own that is set to start fast.
 *
 * @param exitCode the exit code
 * @param output what it wrote
 */
record ToolRun(int exitCode, String output) {

  /** Returns whether a JDK has a tool. */
  static boolean isThere(Path jdkHome, String tool) {
    return Files.isExecutable(executable(jdkHome, tool));
  }

  private static Path executable(Path jdkHome, String tool) {
    Path windows = jdkHome.resolve("bin").resolve(tool + ".exe");
    return Files.exists(windows) ? windows : jdkHome.resolve("bin").resolve(tool);
  }

  /** Runs a tool to its end; ends it if this thread is interrupted. */
  static ToolRun of(Path jdkHome, String tool, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(executable(jdkHome, tool).toString());
    command.add("-J-XX:TieredStopAtLevel=1");
    command.add("-J-XX:+UseSerialGC");
    command.add("-J-Duser.language=en");
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      String output;
      try (InputStream in = process.getInputStream()) {
        output = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
      }
      return new ToolRun(process.waitFor(), output);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Returns the first line that says what is wrong. */
  String error() {
    return output
        .lines()
        .filter(line -> line.startsWith("Error:") || line.contains("Exception"))
        .findFirst()
        .orElseGet(() -> output.lines().findFirst().orElse("exit code " + exitCode));
  }
}
