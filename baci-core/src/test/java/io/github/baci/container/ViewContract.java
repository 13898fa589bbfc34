package io.github.baci.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What commands see of the system in a container, whatever engine runs them. */
abstract class ViewContract extends EngineContract {
  private static final String CAPABILITIES = "grep -E 'CapEff|CapBnd' /proc/self/status";

  @Test
  void theEnvironmentIsTheGivenOneAlone() throws Exception {
    Outcome outcome = run(draft().env("A", "b c").env("EMPTY", "").exec("/bin/busybox", "env"));

    assertThat(outcome.stdout().lines()).containsExactlyInAnyOrder("PATH=/bin", "A=b c", "EMPTY=");
  }

  @Test
  @Tag(NAMESPACES)
  @Tag(ISOLATION)
  void theCommandIsProcessOneAndSeesNoOther() throws Exception {
    Outcome outcome = shell("echo $$; ls /proc | grep '^[0-9]' | tr '\\n' ' '");

    assertThat(outcome.stdout()).matches("1\n1 (\\d )+");
  }

  @Test
  void nothingOfTheMachineIsVisible() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "x");
    Outcome outcome = shell("ls /; ls -d /proc/1/root/home /.. " + secret + "; cat /proc/1/cgroup");

    assertThat(outcome.stdout().lines())
        .startsWith("bin", "data", "dev", "etc", "proc", "sys", "tmp");
    assertThat(outcome.stderr()).contains(secret + ": No such file");
    assertThat(outcome.stdout()).doesNotContain("/../");
  }

  @Test
  void umaskAndLimitsAreDockers() throws Exception {
    assertThat(shell("umask").stdout()).isEqualTo("0022\n");
  }

  @Test
  @Tag(NAMESPACES)
  void devicesAreFewAndWork() throws Exception {
    Outcome outcome =
        shell(
            "ls /dev; echo gone > /dev/null && [ -c /dev/zero ] && echo seen > /dev/stdout; : >"
                + " /dev/shm/x && echo shm");

    assertThat(outcome.stdout().lines())
        .contains("full", "null", "ptmx", "pts", "random", "tty", "urandom", "zero", "seen", "shm")
        .doesNotContain("mem", "kmsg", "vda", "sda", "loop0");
  }

  @Test
  @Tag(NAMESPACES)
  void kernelSettingsAreReadOnly() throws Exception {
    Outcome outcome =
        shell(
            "echo x > /proc/sys/kernel/domainname || echo no1; mkdir /sys/x || echo no2; umount"
                + " /proc/sys || echo no3; [ -s /proc/kcore ] || echo no4");

    assertThat(outcome.stdout()).isEqualTo("no1\nno2\nno3\nno4\n");
  }

  @Test
  @Tag(NAMESPACES)
  @Tag(ISOLATION)
  void rootHasDockersCapabilities() throws Exception {
    assertThat(shell(CAPABILITIES).stdout())
        .isEqualTo("CapEff:\t00000000a80425fb\nCapBnd:\t00000000a80425fb\n");
  }

  @Test
  @Tag(NAMESPACES)
  @Tag(ISOLATION)
  @Tag(UNTRACED)
  void rootHasTheBuildersCapabilitiesWhenPrivileged() throws Exception {
    assertThat(run(draft().shell(CAPABILITIES).privileged()).stdout())
        .isNotBlank()
        .doesNotContain("a80425fb");
  }

  @Test
  @Tag(NAMESPACES)
  void hostNameAndItsFilesAreTheContainers() throws Exception {
    Outcome outcome = shell("hostname; cat /etc/hostname; grep -c somewhere /etc/hosts");

    assertThat(outcome.stdout()).isEqualTo("somewhere\nsomewhere\n1\n");
  }

  @Test
  @Tag(NAMESPACES)
  @Tag(ISOLATION)
  void withoutNetworkThereIsOnlyLoopback() throws Exception {
    Outcome outcome = run(draft().shell("ls /sys/class/net; ifconfig lo").withoutNetwork());

    assertThat(outcome.stdout()).startsWith("lo\n").contains("127.0.0.1", "UP LOOPBACK");
    assertThat(run(draft().shell("cat /proc/net/dev").withoutNetwork()).stdout().lines())
        .hasSize(3);
  }

  @Test
  @Tag(NAMESPACES)
  void theMachinesNetworkServesByDefault() throws Exception {
    assertThat(shell("ls -1 /sys/class/net | sort").stdout().lines())
        .containsExactlyElementsOf(machineInterfaces());
  }

  private static List<String> machineInterfaces() throws IOException {
    try (var names = Files.list(Path.of("/sys/class/net"))) {
      return names.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
