package io.github.baci.container.traced;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The system calls at which a traced process stops, and those that are refused, with their numbers:
 * those of x86-64, and those of the kernel's common table, which AArch64 uses.
 */
enum GuestCall {
  OPEN(2, -1),
  CREAT(85, -1),
  OPENAT(257, 56),
  OPENAT2(437, 437),
  STAT(4, -1),
  LSTAT(6, -1),
  FSTAT(5, 80),
  NEWFSTATAT(262, 79),
  STATX(332, 291),
  ACCESS(21, -1),
  FACCESSAT(269, 48),
  FACCESSAT2(439, 439),
  READLINK(89, -1),
  READLINKAT(267, 78),
  CHDIR(80, 49),
  FCHDIR(81, 50),
  GETCWD(79, 17),
  CHROOT(161, 51),
  MKDIR(83, -1),
  MKDIRAT(258, 34),
  RMDIR(84, -1),
  UNLINK(87, -1),
  UNLINKAT(263, 35),
  RENAME(82, -1),
  RENAMEAT(264, 38),
  RENAMEAT2(316, 276),
  LINK(86, -1),
  LINKAT(265, 37),
  SYMLINK(88, -1),
  SYMLINKAT(266, 36),
  MKNOD(133, -1),
  MKNODAT(259, 33),
  CHMOD(90, -1),
  FCHMOD(91, 52),
  FCHMODAT(268, 53),
  FCHMODAT2(452, 452),
  CHOWN(92, -1),
  LCHOWN(94, -1),
  FCHOWN(93, 55),
  FCHOWNAT(260, 54),
  UTIME(132, -1),
  UTIMES(235, -1),
  FUTIMESAT(261, -1),
  UTIMENSAT(280, 88),
  TRUNCATE(76, 45),
  STATFS(137, 43),
  SETXATTR(188, 5),
  LSETXATTR(189, 6),
  FSETXATTR(190, 7),
  GETXATTR(191, 8),
  LGETXATTR(192, 9),
  FGETXATTR(193, 10),
  LISTXATTR(194, 11),
  LLISTXATTR(195, 12),
  FLISTXATTR(196, 13),
  REMOVEXATTR(197, 14),
  LREMOVEXATTR(198, 15),
  FREMOVEXATTR(199, 16),
  INOTIFY_ADD_WATCH(254, 27),
  EXECVE(59, 221),
  EXECVEAT(322, 281),
  BIND(49, 200),
  CONNECT(42, 203),
  SENDTO(44, 206),
  SENDMSG(46, 211),
  SENDMMSG(307, 269),
  GETSOCKNAME(51, 204),
  GETPEERNAME(52, 205),
  GETSOCKOPT(55, 209),
  UMASK(95, 166),
  UNAME(63, 160),
  GETUID(102, 174),
  GETEUID(107, 175),
  GETGID(104, 176),
  GETEGID(108, 177),
  GETRESUID(118, 148),
  GETRESGID(120, 150),
  GETGROUPS(115, 158),
  SETUID(105, 146),
  SETGID(106, 144),
  SETREUID(113, 145),
  SETREGID(114, 143),
  SETRESUID(117, 147),
  SETRESGID(119, 149),
  SETFSUID(122, 151),
  SETFSGID(123, 152),
  SETGROUPS(116, 159),
  CAPGET(125, 90),
  CAPSET(126, 91),
  PRCTL(157, 167),
  KILL(62, 129),
  TKILL(200, 130),
  TGKILL(234, 131),
  PIDFD_OPEN(434, 434),
  RT_SIGQUEUEINFO(129, 138),
  RT_TGSIGQUEUEINFO(297, 240),

  CLONE(56, 220),
  VFORK(58, -1),
  FORK(57, -1),
  CLONE3(435, 435),
  SOCKET(41, 198),

  MOUNT(165, 40),
  UMOUNT2(166, 39),
  PIVOT_ROOT(155, 41),
  UNSHARE(272, 97),
  SETNS(308, 268),
  PTRACE(101, 117),
  PROCESS_VM_READV(310, 270),
  PROCESS_VM_WRITEV(311, 271),
  SWAPON(167, 224),
  SWAPOFF(168, 225),
  REBOOT(169, 142),
  SETHOSTNAME(170, 161),
  SETDOMAINNAME(171, 162),
  ACCT(163, 89),
  QUOTACTL(179, 60),
  INIT_MODULE(175, 105),
  FINIT_MODULE(313, 273),
  DELETE_MODULE(176, 106),
  KEXEC_LOAD(246, 104),
  FANOTIFY_INIT(300, 262),
  FANOTIFY_MARK(301, 263),
  NAME_TO_HANDLE_AT(303, 264),
  OPEN_BY_HANDLE_AT(304, 265),
  OPEN_TREE(428, 428),
  MOVE_MOUNT(429, 429),
  FSOPEN(430, 430),
  FSCONFIG(431, 431),
  FSMOUNT(432, 432),
  FSPICK(433, 433),
  MOUNT_SETATTR(442, 442),
  PERF_EVENT_OPEN(298, 241),
  BPF(321, 280),
  USERFAULTFD(323, 282),
  PIDFD_GETFD(438, 438),
  ADD_KEY(248, 217),
  REQUEST_KEY(249, 218),
  KEYCTL(250, 219),
  KCMP(312, 272),

  IO_URING_SETUP(425, 425),
  IO_URING_ENTER(426, 426),
  IO_URING_REGISTER(427, 427),
  SETXATTRAT(463, 463),
  GETXATTRAT(464, 464),
  LISTXATTRAT(465, 465),
  REMOVEXATTRAT(466, 466),
  OPEN_TREE_ATTR(467, 467),
  FILE_GETATTR(468, 468),
  FILE_SETATTR(469, 469),
  STATMOUNT(457, 457),
  LISTMOUNT(458, 458),

  // what the tracer alone uses
  CLOSE(3, 57),
  PREAD64(17, 67),
  LANDLOCK_CREATE_RULESET(444, 444),
  LANDLOCK_RESTRICT_SELF(446, 446),
  MMAP(9, 222),
  WAIT4(61, 260),
  SECCOMP(317, 277);

  private static final GuestCall[] BY_NUMBER = byNumber();

  private final int x86;
  private final int generic;

  GuestCall(int x86, int generic) {
    this.x86 = x86;
    this.generic = generic;
  }

  /** Returns the number on a CPU; -1 if it has no such call. */
  int number(boolean onX86) {
    return onX86 ? x86 : generic;
  }

  /** Returns the number on this machine's CPU; -1 if it has no such call. */
  int number() {
    return number(isX86());
  }

  /** Returns the call of a number of this machine's CPU, or null. */
  static @Nullable GuestCall of(long number) {
    return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[(int) number] : null;
  }

  /** Returns whether this machine's CPU is of the kind x86-64. */
  static boolean isX86() {
    return Cpu.X86;
  }

  private static GuestCall[] byNumber() {
    int highest = Arrays.stream(values()).mapToInt(GuestCall::number).max().orElseThrow();
    GuestCall[] table = new GuestCall[highest + 1];
    for (GuestCall call : values()) {
      if (call.number() >= 0) {
        table[call.number()] = call;
      }
    }
    return table;
  }

  /** Whether the table of x86-64 holds; apart, as an enum's own statics are set too late. */
  private static final class Cpu {
    static final boolean X86 =
        switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64" -> true;
          case "aarch64" -> false;
          default ->
              throw new UnsupportedOperationException(
                  "traced processes on CPU " + System.getProperty("os.arch"));
        };
  }
}
