package io.github.baci.build;

import io.github.baci.api.BaciException;
import io.github.baci.api.Option;
import io.github.baci.api.SecretSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What the caller lets RUN see that must not be kept: secrets, and sockets of SSH agents. */
final class Secrets {
  private static final int MAXIMUM_BYTES = 500 * 1024;

  private final Map<String, SecretSource> sources;
  private final Map<String, Path> agents;

  Secrets(Map<String, SecretSource> sources, Map<String, Path> agents) {
    this.sources = sources;
    this.agents = agents;
  }

  /**
   * Reads a secret.
   *
   * @throws BaciException if it is not there although it must be, cannot be read, or is larger than
   *     500 KiB
   */
  Optional<byte[]> secret(String id, boolean required) {
    Optional<byte[]> value = Optional.ofNullable(sources.get(id)).flatMap(s -> read(id, s));
    if (value.isEmpty() && required) {
      throw new BaciException(
          "secret %s: not found; give it a file or a variable (%s)".formatted(id, Option.SECRETS));
    }
    return value;
  }

  private static Optional<byte[]> read(String id, SecretSource source) {
    if (source instanceof SecretSource.FromEnvironment environment) {
      return Optional.ofNullable(System.getenv(environment.variable()))
          .map(value -> value.getBytes(StandardCharsets.UTF_8));
    }
    Path file = ((SecretSource.FromFile) source).file();
    try {
      if (Files.size(file) > MAXIMUM_BYTES) {
        throw new BaciException(
            "secret %s: %s is too big: a secret has at most %d bytes"
                .formatted(id, file, MAXIMUM_BYTES));
      }
      return Optional.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new BaciException("secret %s: cannot read %s: %s".formatted(id, file, e), e);
    }
  }

  /**
   * Returns the socket of an SSH agent.
   *
   * @throws BaciException if there is none although there must be one
   */
  Optional<Path> sshAgent(String id, boolean required) {
    Optional<Path> socket = Optional.ofNullable(agents.get(id)).filter(Files::exists);
    if (socket.isEmpty() && required) {
      throw new BaciException(
          "ssh %s: there is no agent of this id; name its socket in <sshAgents>, as in <%s>${env.SSH_AUTH_SOCK}</%s>"
              .formatted(id, id, id));
    }
    return socket;
  }
}
