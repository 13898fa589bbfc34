package io.github.baci.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A program that holds logins, by docker's protocol: {@code docker-credential-NAME get} reads the
 * name of a server and writes a JSON object with {@code Username} and {@code Secret}. One that does
 * not answer, because it waits for a window that nobody sees, is said to be waited for, and given
 * up after a time.
 */
final class CredentialHelper {
  private static final String NOT_FOUND = "credentials not found";
  private static final int LARGEST = 1 << 20;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");

  private final Map<String, String> environment;
  private final Patience patience;
  private final Consumer<String> waiting;

  /**
   * How long a helper is waited for.
   *
   * @param quiet after this time it is said that it is waited for
   * @param whole after this time it is ended
   */
  record Patience(Duration quiet, Duration whole) {
    static final Patience DEFAULT = new Patience(Duration.ofSeconds(3), Duration.ofMinutes(1));
  }

  /**
   * Takes how helpers are run.
   *
   * @param environment the environment variables that they get; {@code PATH} says where they are
   * @param waiting hears what is waited for
   */
  CredentialHelper(Map<String, String> environment, Patience patience, Consumer<String> waiting) {
    this.environment = environment;
    this.patience = patience;
    this.waiting = waiting;
  }

  /**
   * Asks a helper.
   *
   * @param name its name without {@code docker-credential-}
   * @return empty if it has no login for the server
   * @throws IOException if it is not there, fails or does not answer; says which
   */
  Optional<Login> get(String name, String server) throws IOException, InterruptedException {
    if (!NAME.matcher(name).matches()) {
      throw new IOException("'" + Json.shown(name) + "' is no name of a credential helper");
    }
    String program = "docker-credential-" + name;
    Process process = start(program);
    try {
      CompletableFuture<byte[]> output = read(process.getInputStream());
      CompletableFuture<byte[]> errors = read(process.getErrorStream());
      try (OutputStream in = process.getOutputStream()) {
        in.write(server.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // It ended without reading; what it wrote says why.
      }
      await(process, program, server);
      String said = new String(output.join(), StandardCharsets.UTF_8);
      if (process.exitValue() != 0) {
        String why = said.isBlank() ? new String(errors.join(), StandardCharsets.UTF_8) : said;
        // Docker's protocol has this message, and no status, for a login that is not there.
        if (why.contains(NOT_FOUND)) {
          return Optional.empty();
        }
        throw new IOException(
            "%s ends with exit code %d%s"
                .formatted(
                    program, process.exitValue(), why.isBlank() ? "" : ": " + Json.shown(why)));
      }
      return login(output.join(), program);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Process start(String program) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(find(program), "get");
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Looks in the PATH of the environment given, not of this process. */
  private String find(String program) throws IOException {
    for (String directory :
        environment.getOrDefault("PATH", "").split(java.io.File.pathSeparator)) {
      if (!directory.isEmpty()) {
        for (String name : java.util.List.of(program, program + ".exe")) {
          Path file = Path.of(directory).resolve(name);
          if (java.nio.file.Files.isExecutable(file)) {
            return file.toString();
          }
        }
      }
    }
    throw new IOException(program + " is not on the PATH");
  }

  private void await(Process process, String program, String server)
      throws IOException, InterruptedException {
    if (process.waitFor(patience.quiet().toMillis(), TimeUnit.MILLISECONDS)) {
      return;
    }
    waiting.accept(
        "waiting for the credential helper %s, which is asked for the login of %s"
            .formatted(program, server));
    Duration left = patience.whole().minus(patience.quiet());
    if (!process.waitFor(left.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IOException(
          "%s gave no answer in %d s, and was ended"
              .formatted(program, patience.whole().toSeconds()));
    }
  }

  private static CompletableFuture<byte[]> read(InputStream in) {
    CompletableFuture<byte[]> bytes = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try (in) {
                bytes.complete(in.readNBytes(LARGEST));
              } catch (IOException e) {
                bytes.complete(new byte[0]);
              }
            },
            "baci-credential-helper");
    thread.setDaemon(true);
    thread.start();
    return bytes;
  }

  private static Optional<Login> login(byte[] output, String program) throws IOException {
    JsonNode document;
    try {
      document = Json.object(output);
    } catch (IOException e) {
      throw new IOException(program + " answers with something else: " + e.getMessage(), e);
    }
    return Json.text(document, "Username")
        .flatMap(
            user -> Json.text(document, "Secret").map(secret -> Login.of(user, secret, program)));
  }
}
