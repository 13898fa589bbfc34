package io.github.baci.container.traced;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GuestCallTest {
  /** From the kernel's asm/unistd_64.h of x86-64 and asm-generic/unistd.h, which AArch64 uses. */
  private static final String KERNEL =
      """
      open 2 -1
      creat 85 -1
      openat 257 56
      openat2 437 437
      stat 4 -1
      lstat 6 -1
      fstat 5 80
      newfstatat 262 79
      statx 332 291
      access 21 -1
      faccessat 269 48
      faccessat2 439 439
      readlink 89 -1
      readlinkat 267 78
      chdir 80 49
      fchdir 81 50
      getcwd 79 17
      chroot 161 51
      mkdir 83 -1
      mkdirat 258 34
      rmdir 84 -1
      unlink 87 -1
      unlinkat 263 35
      rename 82 -1
      renameat 264 38
      renameat2 316 276
      link 86 -1
      linkat 265 37
      symlink 88 -1
      symlinkat 266 36
      mknod 133 -1
      mknodat 259 33
      chmod 90 -1
      fchmod 91 52
      fchmodat 268 53
      fchmodat2 452 452
      chown 92 -1
      lchown 94 -1
      fchown 93 55
      fchownat 260 54
      utime 132 -1
      utimes 235 -1
      futimesat 261 -1
      utimensat 280 88
      truncate 76 45
      statfs 137 43
      setxattr 188 5
      lsetxattr 189 6
      fsetxattr 190 7
      getxattr 191 8
      lgetxattr 192 9
      fgetxattr 193 10
      listxattr 194 11
      llistxattr 195 12
      flistxattr 196 13
      removexattr 197 14
      lremovexattr 198 15
      fremovexattr 199 16
      inotify_add_watch 254 27
      execve 59 221
      execveat 322 281
      bind 49 200
      connect 42 203
      sendto 44 206
      sendmsg 46 211
      sendmmsg 307 269
      getsockname 51 204
      getpeername 52 205
      getsockopt 55 209
      umask 95 166
      uname 63 160
      getuid 102 174
      geteuid 107 175
      getgid 104 176
      getegid 108 177
      getresuid 118 148
      getresgid 120 150
      getgroups 115 158
      setuid 105 146
      setgid 106 144
      setreuid 113 145
      setregid 114 143
      setresuid 117 147
      setresgid 119 149
      setfsuid 122 151
      setfsgid 123 152
      setgroups 116 159
      capget 125 90
      capset 126 91
      prctl 157 167
      kill 62 129
      tkill 200 130
      tgkill 234 131
      pidfd_open 434 434
      rt_sigqueueinfo 129 138
      rt_tgsigqueueinfo 297 240
      clone 56 220
      vfork 58 -1
      fork 57 -1
      clone3 435 435
      socket 41 198
      mount 165 40
      umount2 166 39
      pivot_root 155 41
      unshare 272 97
      setns 308 268
      ptrace 101 117
      process_vm_readv 310 270
      process_vm_writev 311 271
      swapon 167 224
      swapoff 168 225
      reboot 169 142
      sethostname 170 161
      setdomainname 171 162
      acct 163 89
      quotactl 179 60
      init_module 175 105
      finit_module 313 273
      delete_module 176 106
      kexec_load 246 104
      fanotify_init 300 262
      fanotify_mark 301 263
      name_to_handle_at 303 264
      open_by_handle_at 304 265
      open_tree 428 428
      move_mount 429 429
      fsopen 430 430
      fsconfig 431 431
      fsmount 432 432
      fspick 433 433
      mount_setattr 442 442
      perf_event_open 298 241
      bpf 321 280
      userfaultfd 323 282
      pidfd_getfd 438 438
      add_key 248 217
      request_key 249 218
      keyctl 250 219
      kcmp 312 272
      io_uring_setup 425 425
      io_uring_enter 426 426
      io_uring_register 427 427
      setxattrat 463 463
      getxattrat 464 464
      listxattrat 465 465
      removexattrat 466 466
      open_tree_attr 467 467
      file_getattr 468 468
      file_setattr 469 469
      statmount 457 457
      listmount 458 458
      close 3 57
      pread64 17 67
      landlock_create_ruleset 444 444
      landlock_restrict_self 446 446
      mmap 9 222
      wait4 61 260
      seccomp 317 277
      """;

  @Test
  void theNumbersAreThoseOfTheKernel() {
    Map<String, String> expected = new TreeMap<>();
    KERNEL
        .lines()
        .forEach(
            line -> {
              String[] words = line.strip().split(" ");
              expected.put(words[0], words[1] + " " + words[2]);
            });
    Map<String, String> known = new TreeMap<>();
    for (GuestCall call : GuestCall.values()) {
      known.put(call.name().toLowerCase(Locale.ROOT), call.number(true) + " " + call.number(false));
    }

    assertThat(known).isEqualTo(expected);
  }

  @Test
  void aCallIsFoundByItsNumber() {
    assertThat(GuestCall.of(GuestCall.OPENAT.number())).isEqualTo(GuestCall.OPENAT);
    assertThat(GuestCall.of(GuestCall.EXECVE.number())).isEqualTo(GuestCall.EXECVE);
    assertThat(GuestCall.of(-1)).isNull();
    assertThat(GuestCall.of(100_000)).isNull();
  }
}
