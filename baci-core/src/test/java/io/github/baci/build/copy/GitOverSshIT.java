package io.github.baci.build.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.SourceOptions;
import io.github.baci.plan.GitSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** ADD of a repository on a real SSH server, with a real agent. */
class GitOverSshIT extends CopyFixture {
  private final List<Process> processes = new ArrayList<>();
  private Path keys;
  private Path agent;
  private Path knownHosts;
  private String url;

  @BeforeEach
  void start() throws Exception {
    keys = Files.createDirectory(temporary.resolve("keys"));
    key("host");
    key("user");
    Path repository = temporary.resolve("repository");
    try (Git git = Git.init().setInitialBranch("main").setDirectory(repository.toFile()).call()) {
      Files.writeString(repository.resolve("f"), "over ssh");
      git.add().addFilepattern("f").call();
      PersonIdent somebody = new PersonIdent("a", "a@b.test");
      git.commit().setMessage("m").setAuthor(somebody).setCommitter(somebody).setSign(false).call();
    }
    int port = freePort();
    server(port);
    url = "ssh://%s@127.0.0.1:%d%s".formatted(System.getProperty("user.name"), port, repository);
    knownHosts = temporary.resolve("known_hosts");
    String[] hostKey = Files.readString(keys.resolve("host.pub")).split(" ");
    Files.writeString(knownHosts, "[127.0.0.1]:%d %s %s%n".formatted(port, hostKey[0], hostKey[1]));
    agent = temporary.resolve("agent");
    processes.add(
        new ProcessBuilder("ssh-agent", "-D", "-a", agent.toString())
            .redirectOutput(temporary.resolve("agent.log").toFile())
            .redirectErrorStream(true)
            .start());
    await(() -> Files.exists(agent));
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (Process process : processes) {
      process.destroy();
      process.waitFor();
    }
  }

  private void key(String name) throws Exception {
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", keys.resolve(name).toString());
  }

  private void server(int port) throws Exception {
    // Where Debian's sshd locks itself up; its service makes it at boot.
    Files.createDirectories(Path.of("/run/sshd"));
    Path config = temporary.resolve("sshd_config");
    Files.writeString(
        config,
        """
        ListenAddress 127.0.0.1:%d
        HostKey %s
        AuthorizedKeysFile %s
        StrictModes no
        PidFile none
        UsePAM no
        """
            .formatted(port, keys.resolve("host"), keys.resolve("user.pub")));
    processes.add(
        new ProcessBuilder("/usr/sbin/sshd", "-D", "-e", "-f", config.toString())
            .redirectOutput(temporary.resolve("sshd.log").toFile())
            .redirectErrorStream(true)
            .start());
    await(
        () -> {
          try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
          } catch (IOException e) {
            return false;
          }
        });
  }

  private void addKeyToAgent() throws Exception {
    ProcessBuilder add = new ProcessBuilder("ssh-add", "-q", keys.resolve("user").toString());
    add.environment().put("SSH_AUTH_SOCK", agent.toString());
    assertThat(add.inheritIO().start().waitFor()).isZero();
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void await(java.util.function.BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it has not started").isLessThan(end);
      Thread.sleep(20);
    }
  }

  /** The real program, which shall know the hosts of the test and no key but the agent's. */
  private SshProgram ssh() throws IOException {
    Path program = temporary.resolve("ssh");
    Files.writeString(
        program,
        """
        #!/bin/sh
        exec ssh -F none -o UserKnownHostsFile=%s -o GlobalKnownHostsFile=none -o IdentityFile=none "$@"
        """
            .formatted(knownHosts));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return new SshProgram(program.toString(), Optional.of(agent));
  }

  private String added() throws Exception {
    GitSource source =
        new GitSource(
            url,
            url,
            new GitSource.Revision(Optional.of("main"), Optional.empty(), Optional.empty()),
            new GitSource.Checkout(Optional.empty(), Optional.empty(), Optional.empty(), false));
    SourceNode top =
        new GitCheckouts(store, layers, SourceOptions.DEFAULT, ssh())
            .checkout(source, Optional.empty(), Optional.empty())
            .matches()
            .get(0)
            .node();
    try (FileRange file = top.children().get(0).open()) {
      return new String(file.stream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  @Test
  void theAgentOpensARepositoryOnAHostThatIsKnown() throws Exception {
    addKeyToAgent();

    assertThat(added()).isEqualTo("over ssh");
  }

  @Test
  void aHostThatIsNotKnownIsRefused() throws Exception {
    addKeyToAgent();
    Files.writeString(knownHosts, "");

    assertThatThrownBy(this::added)
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("the host is not in ~/.ssh/known_hosts");
  }

  @Test
  void anAgentWithoutAKeyForTheServerIsNamed() {
    assertThatThrownBy(this::added)
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("the server takes no key of your SSH agent");
  }
}
