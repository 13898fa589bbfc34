package io.github.baci.container;

import java.util.List;

/**
 * What Docker's default profile makes of system calls for a container with Docker's default
 * capabilities, on x86-64: as arguments of the probe program. Names that begin with 32 are made by
 * the 32-bit entry, those that begin with x32 by the x32 numbers.
 */
final class DockerCalls {
  static final List<String> REFUSED =
      List.of(
          "acct:163",
          "add_key:248",
          "bpf:321",
          "clock_settime:227",
          "clone_newuser:56:0x10000011",
          "clone_newns:56:0x20011",
          "clone_newcgroup:56:0x2000011",
          "create_module:174",
          "delete_module:176",
          "fanotify_init:300",
          "finit_module:313:-1",
          "fsconfig:431",
          "fsmount:432",
          "fsopen:430",
          "fspick:433",
          "get_kernel_syms:177",
          "get_mempolicy:239",
          "init_module:175",
          "io_uring_enter:426:-1",
          "io_uring_register:427:-1",
          "io_uring_setup:425",
          "ioperm:173",
          "iopl:172",
          "kcmp:312:1:1",
          "kexec_file_load:320",
          "kexec_load:246",
          "keyctl:250:0:-3",
          "lookup_dcookie:212",
          "lsm_list_modules:461",
          "mbind:237",
          "migrate_pages:256",
          "mount:165",
          "mount_setattr:442",
          "move_mount:429",
          "move_pages:279",
          "nfsservctl:180",
          "open_by_handle_at:304:-1",
          "open_tree:428",
          "perf_event_open:298",
          "personality_execute:135:0x400000",
          "personality_no_random:135:0x40000",
          "pidfd_getfd:438:-1",
          "pivot_root:155",
          "process_madvise:440:-1",
          "query_module:178",
          "quotactl:179",
          "quotactl_fd:443:-1",
          "reboot:169",
          "request_key:249",
          "set_mempolicy:238",
          "set_mempolicy_home_node:450",
          "setdomainname:171",
          "sethostname:170",
          "setns:308:-1",
          "settimeofday:164",
          "socket_alg:41:38:5",
          "socket_vsock:41:40:1",
          "swapoff:168",
          "swapon:167",
          "sysfs:139:3",
          "syslog:103:10",
          "umount2:166",
          "unshare:272:0x10000000",
          "unshare_nothing:272",
          "uselib:134",
          "userfaultfd:323:1",
          "ustat:136",
          "vhangup:153",
          "x32keyctl:0x400000fa:0:-3",
          "x32unshare:0x40000110:0x10000000",
          "32keyctl:288",
          "32unshare:310:0x10000000",
          "32add_key:286");

  static final List<String> NOT_THERE =
      List.of("clone3:435", "open_tree_attr:467", "file_getattr:468", "tomorrow:500");

  static final List<String> ALLOWED =
      List.of(
          "getpid:39",
          "personality_linux:135",
          "personality_ask:135:0xffffffff",
          "socket_unix:41:1:1",
          "socket_inet:41:2:1",
          "socket_netlink:41:16:3",
          "ptrace_traceme:101",
          "32getpid:20");

  private DockerCalls() {}
}
