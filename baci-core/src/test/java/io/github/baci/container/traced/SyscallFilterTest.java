package io.github.baci.container.traced;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyscallFilterTest {
  private static final int X86_64 = 0xc000003e;
  private static final int AARCH64 = 0xc00000b7;
  private static final int I386 = 0x40000003;
  private static final int TRACE = 0x7ff00000;
  private static final int ALLOW = 0x7fff0000;
  private static final int EPERM = 0x00050001;
  private static final int ENOSYS = 0x00050000 | 38;

  private static int on(boolean isX86, GuestCall call, long... arguments) {
    return SyscallFilter.evaluate(
        SyscallFilter.program(isX86, true),
        isX86 ? X86_64 : AARCH64,
        call.number(isX86),
        arguments);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "OPENAT",
        "EXECVE",
        "STATX",
        "FCHOWNAT",
        "SETRESUID",
        "UNLINKAT",
        "PRCTL",
        "KILL",
        "UNAME"
      })
  void callsAboutPathsAndIdsStop(GuestCall call) {
    assertThat(on(true, call)).isEqualTo(TRACE);
    assertThat(on(false, call)).isEqualTo(TRACE);
  }

  @Test
  void theOldCallsOfX86Stop() {
    assertThat(on(true, GuestCall.OPEN)).isEqualTo(TRACE);
    assertThat(on(true, GuestCall.STAT)).isEqualTo(TRACE);
    assertThat(on(true, GuestCall.UTIME)).isEqualTo(TRACE);
  }

  @ParameterizedTest
  @EnumSource(names = {"MOUNT", "UMOUNT2", "UNSHARE", "SETNS", "PTRACE", "FANOTIFY_INIT", "KCMP"})
  void whatNeedsPrivilegesIsRefused(GuestCall call) {
    assertThat(on(true, call)).isEqualTo(EPERM);
    assertThat(on(false, call)).isEqualTo(EPERM);
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING_SETUP", "CLONE3", "SETXATTRAT", "LISTMOUNT"})
  void whatCouldGoAroundTheTracerIsMissing(GuestCall call) {
    assertThat(on(true, call)).isEqualTo(ENOSYS);
    assertThat(on(false, call)).isEqualTo(ENOSYS);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 8, 9, 24, 202, 230, 500, 1_000})
  void allElseRunsOn(int number) {
    assertThat(SyscallFilter.evaluate(SyscallFilter.program(true, true), X86_64, number))
        .isEqualTo(ALLOW);
  }

  @Test
  void threadsAndProcessesAreMadeButNoNamespaces() {
    assertThat(on(true, GuestCall.CLONE, 0x3d0f00)).isEqualTo(ALLOW);
    assertThat(on(true, GuestCall.CLONE, 0x4111)).isEqualTo(ALLOW);
    assertThat(on(true, GuestCall.CLONE, 0x10000011)).isEqualTo(EPERM); // a user namespace
    assertThat(on(true, GuestCall.CLONE, 0x20011)).isEqualTo(EPERM); // a mount namespace
    assertThat(on(true, GuestCall.CLONE, 0x800011)).isEqualTo(EPERM); // untraced
  }

  @Test
  void sendingWithoutAnAddressRunsOn() {
    assertThat(on(true, GuestCall.SENDTO, 3, 1, 2, 0, 0, 0)).isEqualTo(ALLOW);
    assertThat(on(true, GuestCall.SENDTO, 3, 1, 2, 0, 0x1000, 16)).isEqualTo(TRACE);
    assertThat(on(true, GuestCall.SENDTO, 3, 1, 2, 0, 0x7f00000000L, 16)).isEqualTo(TRACE);
  }

  @Test
  void ofTheOptionsOfSocketsOnlyThePeerIsLookedAt() {
    assertThat(on(true, GuestCall.GETSOCKOPT, 3, 1, 17)).isEqualTo(TRACE);
    assertThat(on(true, GuestCall.GETSOCKOPT, 3, 1, 4)).isEqualTo(ALLOW);
    assertThat(on(true, GuestCall.GETSOCKOPT, 3, 6, 17)).isEqualTo(ALLOW);
  }

  @Test
  void callsOfOtherKindsOfProgramsAreMissing() {
    byte[] program = SyscallFilter.program(true, true);

    assertThat(SyscallFilter.evaluate(program, I386, 5)).isEqualTo(ENOSYS);
    assertThat(SyscallFilter.evaluate(program, X86_64, 0x40000002)).isEqualTo(ENOSYS);
  }

  @Test
  void withoutANetworkSocketsAreOfFilesAndOfTheInternet() {
    byte[] closed = SyscallFilter.program(true, false);
    int socket = GuestCall.SOCKET.number(true);
    for (int family = 0; family < 46; family++) {
      boolean isThere = family == 1 || family == 2 || family == 10;
      assertThat(SyscallFilter.evaluate(closed, X86_64, socket, family, 1))
          .as("family %d", family)
          .isEqualTo(isThere ? ALLOW : 0x00050000 | Errors.EAFNOSUPPORT);
      assertThat(on(true, GuestCall.SOCKET, family, 1)).isEqualTo(ALLOW);
    }
  }
}
