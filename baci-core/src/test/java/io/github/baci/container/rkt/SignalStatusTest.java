package io.github.baci.container.rkt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.testing.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts are run as rkt and its pod run them, between programs of the test's own. */
class SignalStatusTest {
  private static final String IN_POD = "/usr/bin/systemctl.baci";

  @TempDir Path directory;
  private Path machine;
  private Path scripts;

  @BeforeEach
  void programs() throws IOException {
    machine = Files.createDirectories(directory.resolve("machine's"));
    scripts = Files.createDirectories(directory.resolve("scripts"));
    program(machine.resolve("systemd-nspawn"), "printf '%s\\n' \"$@\"");
    program(machine.resolve("systemctl"), "echo \"asked $*\"");
  }

  private static void program(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void rktFindsAnotherSystemdNspawnFirst() throws Exception {
    assertThat(SignalStatus.path(scripts, "/nowhere:" + machine))
        .contains(scripts + ":/nowhere:" + machine);

    String said =
        Command.of(scripts.resolve("systemd-nspawn").toString(), "--boot", "a b").succeed();

    assertThat(said.lines())
        .containsExactly(
            "--bind-ro=" + scripts.resolve("systemctl-in-pod") + ":/usr/bin/systemctl",
            "--bind-ro=" + machine.resolve("systemctl") + ":" + IN_POD,
            "--boot",
            "a b");
    assertThat(scripts.resolve("systemctl")).as("what rkt itself asks").doesNotExist();
  }

  @Test
  void aMachineWithoutSystemdNspawnIsLeftAlone() throws Exception {
    Files.delete(machine.resolve("systemd-nspawn"));

    assertThat(SignalStatus.path(scripts, machine.toString())).isEmpty();
    assertThat(scripts).isEmptyDirectory();
  }

  @Test
  void aDirectoryThatNoPathCanHoldIsLeftAlone() throws Exception {
    assertThat(SignalStatus.path(Path.of("/a:b"), machine.toString())).isEmpty();
  }

  @Test
  void aSignalIsToldAsShellsDo() throws Exception {
    assertThat(status(2, 9, 77)).isEqualTo("ExecMainStatus=137\n");
    assertThat(status(3, 11, 77)).isEqualTo("ExecMainStatus=139\n");
  }

  @Test
  void anExitCodeStaysWhatItIs() throws Exception {
    assertThat(status(1, 9, 77)).isEqualTo("ExecMainStatus=9\n");
    assertThat(status(1, 0, 77)).isEqualTo("ExecMainStatus=0\n");
  }

  @Test
  void anAppThatWasNeverStartedHasNoExitCode() throws Exception {
    assertThat(status(0, 0, 0)).isEqualTo("ExecMainStatus=1000\n");
  }

  @Test
  void everythingElseIsAskedOfThePodsOwn() throws Exception {
    assertThat(ask("printf 'own %s\\n' \"$*\"", "exit", "137")).isEqualTo("own exit 137\n");
  }

  private String status(int kind, int status, int pid) throws Exception {
    String own =
        """
        case "$3 $4" in
          'ExecMainStatus app.service') echo ExecMainStatus=%d ;;
          'ExecMainCode app.service') echo ExecMainCode=%d ;;
          'ExecMainPID app.service') echo ExecMainPID=%d ;;
          *) exit 1 ;;
        esac
        """
            .formatted(status, kind, pid);
    return ask(own, "show", "--property", "ExecMainStatus", "app.service");
  }

  /** Runs the script of the pod, with a program of the test's at the place of the pod's own. */
  private String ask(String own, String... words) throws Exception {
    SignalStatus.path(scripts, machine.toString());
    Path replaced = directory.resolve("own");
    program(replaced, own);
    Path script = scripts.resolve("systemctl-in-pod");
    Files.writeString(script, Files.readString(script).replace(IN_POD, replaced.toString()));
    List<String> command = new ArrayList<>(List.of("/bin/bash", script.toString()));
    command.addAll(List.of(words));
    return Command.of(command).succeed();
  }
}
