package io.github.baci.build.copy;

import io.github.baci.api.BaciException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The user's {@code ssh}: it knows the agent, the configuration and the hosts that the user trusts,
 * and asks nothing, because nobody would answer.
 *
 * <p>ssh ends with status 255 whatever kept it from connecting, so that its words alone tell a host
 * that is not known from a key that is not taken. They choose a hint, and nothing else.
 */
final class SshProgram {
  private static final String AGENT_VARIABLE = "SSH_AUTH_SOCK";

  private final String program;
  private final Optional<Path> agent;

  /**
   * Uses a program.
   *
   * @param program its name on the PATH, or its path
   * @param agent the socket of the agent, instead of the one of the environment
   */
  SshProgram(String program, Optional<Path> agent) {
    this.program = program;
    this.agent = agent;
  }

  /**
   * Runs a command on another machine.
   *
   * @param user the user there; ssh's configuration says if it is empty
   * @param port the port there; ssh's configuration says if it is not positive
   */
  Process run(String host, Optional<String> user, int port, String command) throws IOException {
    List<String> line = new ArrayList<>(List.of(program, "-o", "BatchMode=yes"));
    if (port > 0) {
      line.addAll(List.of("-p", String.valueOf(port)));
    }
    user.ifPresent(name -> line.addAll(List.of("-l", name)));
    // A host that begins with a hyphen would be an option without this.
    line.addAll(List.of("--", host, command));
    ProcessBuilder process = new ProcessBuilder(line);
    agent.ifPresent(socket -> process.environment().put(AGENT_VARIABLE, socket.toString()));
    try {
      return process.start();
    } catch (IOException e) {
      throw new BaciException(
          "git over SSH needs the program %s, which cannot be started; install OpenSSH's client: %s"
              .formatted(program, e.getMessage()),
          e);
    }
  }

  /**
   * Returns what to do when a connection failed; empty if the remote is none over SSH.
   *
   * @param said what ssh wrote to standard error
   */
  Optional<String> hint(String remote, String said) {
    boolean overSsh = remote.startsWith("ssh://") || !remote.contains("://");
    if (!overSsh) {
      return Optional.empty();
    }
    if (said.contains("Host key verification failed")) {
      return Optional.of(
          "the host is not in ~/.ssh/known_hosts, or has another key there; connect once with ssh"
              + " and compare the fingerprint");
    }
    boolean noAgent = agent.isEmpty() && System.getenv(AGENT_VARIABLE) == null;
    if (said.contains("Permission denied")) {
      return Optional.of(
          noAgent
              ? "there is no SSH agent: start one, so that SSH_AUTH_SOCK names its socket, and add"
                  + " your key with ssh-add"
              : "the server takes no key of your SSH agent; list them with ssh-add -l");
    }
    return Optional.of("check the URL, and that ssh connects to the host without asking anything");
  }
}
