package io.github.baci.container.traced;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GuestNumbersTest {
  private static final String STATUS =
      "Name:\tNStgid:\t9\nPid:\t40\nNStgid:\t4000\t40\t4\nNSpid:\t4001\t41\t5\nNSsid:\t0\n";

  @Test
  void theInnermostNamespaceHasTheGuestsNumber() {
    assertThat(GuestNumbers.innermost(STATUS, "\nNStgid:\t", 1)).isEqualTo(4);
    assertThat(GuestNumbers.innermost(STATUS, "\nNSpid:\t", 1)).isEqualTo(5);
  }

  @Test
  void withOneNamespaceThereIsOneNumber() {
    assertThat(GuestNumbers.innermost("Pid:\t7\nNSpid:\t7\n", "\nNSpid:\t", 1)).isEqualTo(7);
  }

  @Test
  void aKernelThatSaysNothingLeavesTheNumberAsItIs() {
    assertThat(GuestNumbers.innermost("Pid:\t7\n", "\nNSpid:\t", 3)).isEqualTo(3);
  }
}
