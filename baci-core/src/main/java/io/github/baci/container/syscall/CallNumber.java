package io.github.baci.container.syscall;

import java.util.Locale;

/** The numbers of system calls on this machine's CPU. */
enum CallNumber {
  READ(0, 63),
  WRITE(1, 64),
  CLOSE(3, 57),
  LSEEK(8, 62),
  IOCTL(16, 29),
  PREAD64(17, 67),
  SOCKET(41, 198),
  RT_SIGPROCMASK(14, 135),
  EXECVE(59, 221),
  WAIT4(61, 260),
  KILL(62, 129),
  FTRUNCATE(77, 46),
  CHDIR(80, 49),
  FCNTL(72, 25),
  FCHDIR(81, 50),
  FCHMOD(91, 52),
  FCHOWN(93, 55),
  UMASK(95, 166),
  SETGROUPS(116, 159),
  SETRESUID(117, 147),
  SETRESGID(119, 149),
  CAPGET(125, 90),
  CAPSET(126, 91),
  STATFS(137, 43),
  PIVOT_ROOT(155, 41),
  PRCTL(157, 167),
  CHROOT(161, 51),
  MOUNT(165, 40),
  UMOUNT2(166, 39),
  SETHOSTNAME(170, 161),
  GETTID(186, 178),
  LSETXATTR(189, 6),
  LGETXATTR(192, 9),
  LLISTXATTR(195, 12),
  LREMOVEXATTR(198, 15),
  GETDENTS64(217, 61),
  OPENAT(257, 56),
  MKDIRAT(258, 34),
  MKNODAT(259, 33),
  FCHOWNAT(260, 54),
  UNLINKAT(263, 35),
  LINKAT(265, 37),
  SYMLINKAT(266, 36),
  READLINKAT(267, 78),
  FCHMODAT(268, 53),
  PPOLL(271, 73),
  UNSHARE(272, 97),
  UTIMENSAT(280, 88),
  PIPE2(293, 59),
  WAITID(247, 95),
  KEYCTL(250, 219),
  PRLIMIT64(302, 261),
  SETNS(308, 268),
  RENAMEAT2(316, 276),
  COPY_FILE_RANGE(326, 285),
  STATX(332, 291),
  SECCOMP(317, 277),
  OPEN_TREE(428, 428),
  MOVE_MOUNT(429, 429),
  FSOPEN(430, 430),
  FSCONFIG(431, 431),
  FSMOUNT(432, 432),
  CLOSE_RANGE(436, 436),
  MOUNT_SETATTR(442, 442),
  LANDLOCK_CREATE_RULESET(444, 444),
  LANDLOCK_RESTRICT_SELF(446, 446);

  private final int x86;
  private final int generic;

  /**
   * Takes the numbers.
   *
   * @param x86 the number on x86-64
   * @param generic the number on CPUs that use the kernel's common table, as AArch64 and RISC-V
   */
  CallNumber(int x86, int generic) {
    this.x86 = x86;
    this.generic = generic;
  }

  long value() {
    return Cpu.X86 ? x86 : generic;
  }

  /** Whether the table of x86-64 holds. */
  private static final class Cpu {
    static final boolean X86 =
        switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64" -> true;
          case "aarch64", "riscv64", "loongarch64" -> false;
          default ->
              throw new UnsupportedOperationException(
                  "system calls of CPU " + System.getProperty("os.arch") + " are not known");
        };
  }
}
