package io.github.baci.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program and its arguments, run as a process. Immutable. */
public final class Command {
  private final List<String> words;
  private final Optional<Path> directory;
  private final Map<String, String> environment;

  private Command(List<String> words, Optional<Path> directory, Map<String, String> environment) {
    this.words = List.copyOf(words);
    this.directory = directory;
    this.environment = Map.copyOf(environment);
  }

  /**
   * How a command ended.
   *
   * @param exitCode its exit code
   * @param output standard output and standard error as they came
   */
  public record Result(int exitCode, String output) {}

  /** Makes a command of a program and its arguments. */
  public static Command of(String... words) {
    return new Command(List.of(words), Optional.empty(), Map.of());
  }

  /** Makes a command of a program and its arguments. */
  public static Command of(List<String> words) {
    return new Command(words, Optional.empty(), Map.of());
  }

  /** Returns this command with more arguments. */
  public Command with(String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return new Command(all, directory, environment);
  }

  /** Returns this command run in a directory. */
  public Command in(Path newDirectory) {
    return new Command(words, Optional.of(newDirectory), environment);
  }

  /** Returns this command with a variable beside those of this process. */
  public Command env(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.put(name, value);
    return new Command(words, directory, all);
  }

  /** Returns the program and its arguments. */
  public List<String> words() {
    return words;
  }

  /** Starts the command; its standard error goes into its standard output. */
  public Process start() {
    try {
      return builder().start();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot run '%s'; dev/peers installs what the tests need".formatted(words.get(0)), e);
    }
  }

  /** Runs the command to its end, whatever its exit code is. */
  public Result run() {
    Process process = start();
    try (InputStream output = process.getInputStream()) {
      process.getOutputStream().close();
      String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + words, e);
    }
  }

  /**
   * Runs the command to its end.
   *
   * @return what it wrote
   * @throws AssertionError with its output, if it fails
   */
  public String succeed() {
    Result result = run();
    if (result.exitCode() != 0) {
      throw new AssertionError(
          "%s ended with %d:%n%s".formatted(words, result.exitCode(), result.output()));
    }
    return result.output();
  }

  private ProcessBuilder builder() {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    directory.ifPresent(path -> builder.directory(path.toFile()));
    builder.environment().putAll(environment);
    return builder;
  }
}
