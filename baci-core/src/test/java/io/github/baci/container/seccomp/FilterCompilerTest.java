package io.github.baci.container.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterCompilerTest {
  private static final long DOCKER = 0xa80425fbL;
  private static final long ALL = -1;
  private static final int ALLOW = 0x7fff0000;
  private static final int EPERM = 0x50001;
  private static final int ENOSYS = 0x50026;
  private static final int KILL = 0x80000000;
  private static final int X86_64 = 0xc000003e;
  private static final int X86 = 0x40000003;
  private static final int AARCH64 = 0xc00000b7;

  private static final DockerProfile PROFILE = DockerProfile.read();

  @ParameterizedTest
  @ValueSource(strings = {"amd64", "aarch64"})
  void theFilterSaysOfEveryCallWhatTheTableSays(String cpu) {
    for (long capabilities : new long[] {DOCKER, 0, ALL}) {
      FilterRun filter = filter(cpu, capabilities);
      for (Abi abi : Abi.of(cpu)) {
        SortedMap<Integer, Verdict> table = PROFILE.verdicts(abi, capabilities);
        for (Map.Entry<Integer, Verdict> entry : table.entrySet()) {
          boolean isYounger = entry.getKey() > PROFILE.latest(abi);
          if (!isYounger && entry.getValue() instanceof Verdict.Fixed fixed) {
            int number = abi.bit() + entry.getKey();
            assertThat(filter.verdict(abi.audit(), number, 0))
                .as("%s %d", abi, entry.getKey())
                .isEqualTo(fixed.action());
          }
        }
        for (int number = 0; number < PROFILE.latest(abi) && number < 1000; number++) {
          if (!table.containsKey(number)) {
            assertThat(filter.verdict(abi.audit(), abi.bit() + number, 0)).isEqualTo(EPERM);
          }
        }
        int beyond = abi.bit() + PROFILE.latest(abi) + 1;
        assertThat(filter.verdict(abi.audit(), beyond, 0)).isEqualTo(ENOSYS);
        assertThat(filter.verdict(abi.audit(), abi.bit() + 0x0fffffff, 0)).isEqualTo(ENOSYS);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "read, 0",
    "getpid, 39",
    "execve, 59",
    "ptrace, 101",
    "chroot, 161",
    "mknodat, 259",
    "openat2, 437",
    "removexattrat, 466",
    "uretprobe, 335",
    "memfd_secret, 447"
  })
  void whatDockerAllows(String name, int number) {
    assertThat(filter("amd64", DOCKER).verdict(X86_64, number, 0)).as(name).isEqualTo(ALLOW);
  }

  @ParameterizedTest
  @CsvSource({
    "mount, 165",
    "umount2, 166",
    "pivot_root, 155",
    "unshare, 272",
    "setns, 308",
    "keyctl, 250",
    "add_key, 248",
    "request_key, 249",
    "bpf, 321",
    "userfaultfd, 323",
    "io_uring_setup, 425",
    "perf_event_open, 298",
    "open_by_handle_at, 304",
    "kexec_load, 246",
    "move_pages, 279",
    "set_mempolicy, 238",
    "kcmp, 312",
    "pidfd_getfd, 438",
    "fsopen, 430",
    "mount_setattr, 442",
    "init_module, 175",
    "acct, 163",
    "syslog, 103",
    "reboot, 169",
    "iopl, 172",
    "vhangup, 153"
  })
  void whatDockerRefuses(String name, int number) {
    assertThat(filter("amd64", DOCKER).verdict(X86_64, number, 0)).as(name).isEqualTo(EPERM);
    assertThat(filter("amd64", DOCKER).verdict(X86_64, 0x40000000 + number, 0))
        .as(name + " by x32")
        .isEqualTo(EPERM);
  }

  @Test
  void cloneMakesNoNamespacesAndClone3IsNotThere() {
    FilterRun docker = filter("amd64", DOCKER);

    assertThat(docker.verdict(X86_64, 56, 0x3d0f00)).as("a thread").isEqualTo(ALLOW);
    for (int bit : new int[] {17, 25, 26, 27, 28, 29, 30}) {
      assertThat(docker.verdict(X86_64, 56, 17 | (1L << bit))).as("bit " + bit).isEqualTo(EPERM);
    }
    assertThat(docker.verdict(X86_64, 435, 0)).isEqualTo(ENOSYS);
    assertThat(docker.verdict(X86, 120, 1 << 28)).isEqualTo(EPERM);
    assertThat(filter("aarch64", DOCKER).verdict(AARCH64, 220, 1 << 28)).isEqualTo(EPERM);
    assertThat(filter("amd64", ALL).verdict(X86_64, 435, 0)).isEqualTo(ALLOW);
    assertThat(filter("amd64", ALL).verdict(X86_64, 56, 1 << 28)).isEqualTo(ALLOW);
  }

  @Test
  void familiesAndPersonalitiesAreLookedAt() {
    FilterRun docker = filter("amd64", DOCKER);
    List<Integer> families = new ArrayList<>();
    for (int family = 0; family < 64; family++) {
      if (docker.verdict(X86_64, 41, family) == ALLOW) {
        families.add(family);
      }
    }

    assertThat(families).contains(1, 2, 10, 16, 17).doesNotContain(12, 19, 38, 40, 46, 63);
    assertThat(docker.verdict(X86_64, 41, 0x100000001L)).as("64 bits count").isEqualTo(EPERM);
    for (long allowed : new long[] {0, 8, 0x20000, 0x20008, 0xffffffffL}) {
      assertThat(docker.verdict(X86_64, 135, allowed)).isEqualTo(ALLOW);
    }
    for (long refused : new long[] {1, 0x40000, 0x400000, -1}) {
      assertThat(docker.verdict(X86_64, 135, refused)).isEqualTo(EPERM);
    }
  }

  @Test
  void aCallByAnotherCpuKills() {
    assertThat(filter("amd64", DOCKER).verdict(AARCH64, 0, 0)).isEqualTo(KILL);
    assertThat(filter("aarch64", DOCKER).verdict(X86_64, 0, 0)).isEqualTo(KILL);
  }

  @Test
  void theKernelTakesTheSize() {
    for (String cpu : List.of("amd64", "aarch64")) {
      assertThat(SystemCallFilter.docker(cpu, DOCKER).orElseThrow().length()).isBetween(100, 4096);
    }
    assertThat(SystemCallFilter.docker("riscv64", DOCKER)).isEmpty();
  }

  private static FilterRun filter(String cpu, long capabilities) {
    return new FilterRun(new FilterCompiler(PROFILE, capabilities).compile(Abi.of(cpu)));
  }
}
