package io.github.baci.container.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What util-linux 2.38 writes. */
class UnshareMessagesTest {
  @Test
  void aFilterRefusesNamespaces() {
    String said = "unshare: unshare failed: Operation not permitted";

    assertThat(UnshareMessages.tellOfNamespaces(said)).isTrue();
    assertThat(UnshareMessages.tellOfNoPermission(said)).isTrue();
    assertThat(UnshareMessages.tellOfDenial(said)).isFalse();
    assertThat(UnshareMessages.tellOfProc(said)).isFalse();
  }

  @Test
  void theKernelRefusesProc() {
    String said = "unshare: mount /proc failed: Operation not permitted";

    assertThat(UnshareMessages.tellOfProc(said)).isTrue();
    assertThat(UnshareMessages.tellOfNamespaces(said)).isFalse();
  }

  @Test
  void aSecurityModuleRefusesMounts() {
    String said = "unshare: cannot change root filesystem propagation: Permission denied";

    assertThat(UnshareMessages.tellOfDenial(said)).isTrue();
    assertThat(UnshareMessages.tellOfNoPermission(said)).isFalse();
    assertThat(UnshareMessages.tellOfNamespaces(said)).isFalse();
  }
}
