package io.github.baci.build.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Hints are chosen by what OpenSSH writes. */
class SshProgramTest {
  private static final String REMOTE = "ssh://git@example.com/app.git";

  private final SshProgram ssh = new SshProgram("ssh", Optional.of(Path.of("/run/agent")));

  @Test
  void aHostThatIsNotKnown() {
    assertThat(
            ssh.hint(
                REMOTE,
                "No ED25519 host key is known for example.com and you have requested strict"
                    + " checking.\r\n"
                    + "Host key verification failed.\r\n"))
        .get()
        .asString()
        .contains("known_hosts");
  }

  @Test
  void aKeyThatIsNotTaken() {
    assertThat(ssh.hint(REMOTE, "git@example.com: Permission denied (publickey).\r\n"))
        .get()
        .asString()
        .contains("ssh-add -l");
  }

  @Test
  void whatIsNotKnownGivesTheGeneralHint() {
    assertThat(ssh.hint(REMOTE, "ssh: connect to host example.com port 22: Connection refused\r\n"))
        .get()
        .asString()
        .contains("check the URL");
    assertThat(ssh.hint("https://example.com/app.git", "Permission denied")).isEmpty();
  }
}
