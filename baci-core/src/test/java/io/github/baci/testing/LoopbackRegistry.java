package io.github.baci.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A registry of its own on loopback: Docker's reference implementation. */
public final class LoopbackRegistry implements AutoCloseable {
  /** The user whom a registry with a password knows. */
  public static final String USER = "user";

  /** The password of {@link #USER}. */
  public static final String PASSWORD = "secret";

  private static final String PASSWORD_FILE =
      USER + ":$2b$04$H.s7QzQscKnaYtSiFTv7Re2H4MBk1oCcJs6skJQOmwOAMT5mMht32\n";
  private static final int MOST_TRIES = 300;

  private final Process process;
  private final Path directory;
  private final int port;

  private LoopbackRegistry(Process process, Path directory, int port) {
    this.process = process;
    this.directory = directory;
    this.port = port;
  }

  /** Starts an empty registry, which asks nobody for a password, and waits until it answers. */
  public static LoopbackRegistry start() {
    return start(directory -> "");
  }

  /** Starts an empty registry that lets in {@link #USER} only, and waits until it answers. */
  public static LoopbackRegistry startWithPassword() {
    return start(
        directory ->
            """
            auth:
              htpasswd:
                realm: test
                path: %s
            """
                .formatted(Files.writeString(directory.resolve("htpasswd"), PASSWORD_FILE)));
  }

  /** Writes what belongs to a configuration. */
  @FunctionalInterface
  private interface Access {
    String configure(Path directory) throws IOException;
  }

  private static LoopbackRegistry start(Access access) {
    try {
      Path directory = Files.createTempDirectory("baci-registry");
      int port = freePort();
      Path config =
          Files.writeString(
              directory.resolve("config.yml"),
              """
              version: 0.1
              log:
                level: warn
              storage:
                filesystem:
                  rootdirectory: %s
                delete:
                  enabled: true
              http:
                addr: 127.0.0.1:%d
              """
                      .formatted(directory.resolve("data"), port)
                  + access.configure(directory));
      Process process =
          new ProcessBuilder("docker-registry", "serve", config.toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
      LoopbackRegistry registry = new LoopbackRegistry(process, directory, port);
      registry.awaitAnswer();
      return registry;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot run docker-registry; dev/peers installs what the tests need", e);
    }
  }

  /** Returns host and port, as in {@code 127.0.0.1:40123}. */
  public String host() {
    return "127.0.0.1:" + port;
  }

  private void awaitAnswer() throws IOException {
    for (int tries = 0; tries < MOST_TRIES && process.isAlive(); tries++) {
      try {
        URLConnection connection = URI.create("http://" + host() + "/v2/").toURL().openConnection();
        int status = ((HttpURLConnection) connection).getResponseCode();
        if (status == HttpURLConnection.HTTP_OK || status == HttpURLConnection.HTTP_UNAUTHORIZED) {
          return;
        }
      } catch (IOException e) {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
    }
    String log = Files.readString(directory.resolve("log"));
    close();
    throw new AssertionError("the registry does not answer:\n" + log);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Command.of("rm", "-rf", directory.toString()).succeed();
  }
}
