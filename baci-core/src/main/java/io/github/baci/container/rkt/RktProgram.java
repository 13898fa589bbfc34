package io.github.baci.container.rkt;

import io.github.baci.api.BaciException;
import io.github.baci.api.Option;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The rkt executable. Every command runs in a mount namespace of its own: rkt makes mounts of the
 * machine shared, and what it mounts itself vanishes with the namespace, also when it is killed.
 */
public final class RktProgram {
  private static final List<String> PRIVATE_MOUNTS =
      List.of("unshare", "--mount", "--propagation", "private", "--");
  private static final List<String> OWN_SESSION = List.of("setsid", "--wait");
  private static final long SECONDS_TO_END = 10;

  private final Path executable;
  private final RktSettings settings;

  private RktProgram(Path executable, RktSettings settings) {
    this.executable = executable;
    this.settings = settings;
  }

  /**
   * Finds the executable.
   *
   * @throws RktUnavailable if it is missing
   */
  public static RktProgram find(RktSettings settings) {
    if (settings.executable().isPresent()) {
      Path given = settings.executable().get().toAbsolutePath();
      if (!Files.isRegularFile(given) || !Files.isExecutable(given)) {
        throw new RktUnavailable(
            "there is no rkt executable at '%s' (%s)".formatted(given, Option.RKT_PATH));
      }
      return new RktProgram(given, settings);
    }
    return new RktProgram(
        onPath()
            .orElseThrow(
                () ->
                    new RktUnavailable(
                        "no program 'rkt' is on the PATH; install rkt, or say where it is with "
                            + Option.RKT_PATH)),
        settings);
  }

  /** Returns the rkt executable on the PATH. */
  public static Optional<Path> onPath() {
    for (String directory : System.getenv().getOrDefault("PATH", "").split(":")) {
      Path candidate = Path.of(directory, "rkt");
      if (!directory.isEmpty() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return Optional.of(candidate.toAbsolutePath());
      }
    }
    return Optional.empty();
  }

  Path executable() {
    return executable;
  }

  RktSettings settings() {
    return settings;
  }

  /**
   * How a command ended.
   *
   * @param exitCode its exit code
   * @param output what it wrote to standard output
   * @param errors what it wrote to standard error
   */
  public record Result(int exitCode, String output, String errors) {
    /** Returns what it said was wrong, on one line. */
    public String complaint() {
      return RktFailure.oneLine(errors.isBlank() ? output : errors);
    }

    /** Returns the last line of standard output. */
    public String lastLine() {
      return output.strip().lines().reduce("", (first, second) -> second).strip();
    }
  }

  /** Starts a command. */
  Process start(List<String> arguments) throws IOException {
    return start(PRIVATE_MOUNTS, arguments);
  }

  /**
   * Starts a command in a session of its own, so that a Ctrl-C in the terminal reaches the JVM
   * alone, which then ends the command in good order.
   */
  Process startInOwnSession(List<String> arguments) throws IOException {
    List<String> line = new ArrayList<>(OWN_SESSION);
    line.addAll(PRIVATE_MOUNTS);
    return start(line, arguments);
  }

  /**
   * Starts a pod in a session of its own.
   *
   * @param hasInput whether its standard input stays open, to be written to
   * @param scripts a directory of its own, for programs that rkt finds before those of the machine
   */
  Process startApp(List<String> arguments, boolean hasInput, Path scripts) throws IOException {
    List<String> before = new ArrayList<>(OWN_SESSION);
    before.addAll(PRIVATE_MOUNTS);
    SignalStatus.path(scripts.toAbsolutePath(), System.getenv().getOrDefault("PATH", ""))
        .ifPresent(path -> before.addAll(List.of("env", "PATH=" + path)));
    Process process = launch(before, arguments);
    if (!hasInput) {
      process.getOutputStream().close();
    }
    return process;
  }

  private Process start(List<String> before, List<String> arguments) throws IOException {
    Process process = launch(before, arguments);
    process.getOutputStream().close();
    return process;
  }

  private Process launch(List<String> before, List<String> arguments) throws IOException {
    List<String> line = new ArrayList<>(before);
    line.add(executable.toString());
    settings.directory().ifPresent(directory -> line.add("--dir=" + directory.toAbsolutePath()));
    line.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(line).directory(Path.of("/").toFile());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new RktUnavailable(
          "rkt needs the programs 'setsid' and 'unshare' of util-linux, which cannot be started: "
              + e.getMessage(),
          e);
    }
  }

  /**
   * Runs a command to its end. When the thread is interrupted, the command has a little time to
   * end, as what it leaves behind when it is killed is not cleaned up by anybody.
   */
  public Result run(String... arguments) throws IOException, InterruptedException {
    return run(List.of(arguments));
  }

  /** Runs a command to its end, as {@link #run(String...)}. */
  public Result run(List<String> arguments) throws IOException, InterruptedException {
    return result(start(arguments));
  }

  /** Runs a command in a session of its own to its end, as {@link #run(String...)}. */
  Result runInOwnSession(String... arguments) throws IOException, InterruptedException {
    return result(startInOwnSession(List.of(arguments)));
  }

  private static Result result(Process process) throws InterruptedException {
    try {
      CompletableFuture<String> errors = reader(process.getErrorStream());
      CompletableFuture<String> output = reader(process.getInputStream());
      int exitCode = process.waitFor();
      return new Result(exitCode, output.join(), errors.join());
    } catch (InterruptedException e) {
      end(process);
      throw e;
    }
  }

  /**
   * Runs a command that mounts nothing to its end, as {@link #run(String...)}. An ordinary user may
   * do so too.
   */
  Result runWithoutMounts(List<String> arguments) throws IOException, InterruptedException {
    return result(start(List.of(), arguments));
  }

  /** Waits a little for a process to end, and ends it then. */
  static void end(Process process) {
    boolean isInterrupted = Thread.interrupted();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      isInterrupted = true;
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static CompletableFuture<String> reader(InputStream stream) {
    CompletableFuture<String> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try (stream) {
                result.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
              } catch (IOException e) {
                result.complete("");
              }
            },
            "baci-rkt-output");
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  /**
   * Returns an option that gives a directory or file of the machine to a pod.
   *
   * @throws BaciException if rkt has no way to write the path
   */
  static String volume(String name, Path source, boolean readOnly) {
    if (source.toString().contains(",")) {
      throw new RktUnavailable(
          "rkt cannot mount '%s', as its command line takes no path with a comma; use a path without, or %s=namespaces"
              .formatted(source, Option.ENGINE));
    }
    return "--volume=%s,kind=host,source=%s,readOnly=%s".formatted(name, source, readOnly);
  }
}
