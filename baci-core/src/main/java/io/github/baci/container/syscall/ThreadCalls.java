package io.github.baci.container.syscall;

import com.sun.jna.Memory;

/**
 * Calls that change the calling thread: its namespaces, root, credentials and capabilities. The
 * other threads of the process keep theirs.
 */
public final class ThreadCalls {
  /** The mount namespace. */
  public static final long CLONE_NEWNS = 0x20000;

  /** Root, working directory and umask. */
  public static final long CLONE_FS = 0x200;

  /** The cgroup namespace. */
  public static final long CLONE_NEWCGROUP = 0x2000000;

  /** The host name. */
  public static final long CLONE_NEWUTS = 0x4000000;

  /** System V IPC and POSIX message queues. */
  public static final long CLONE_NEWIPC = 0x8000000;

  /** The process IDs of processes that the thread starts. */
  public static final long CLONE_NEWPID = 0x20000000;

  /** The network. */
  public static final long CLONE_NEWNET = 0x40000000;

  private static final int PR_SET_DUMPABLE = 4;
  private static final int PR_CAPBSET_READ = 23;
  private static final int PR_CAPBSET_DROP = 24;
  private static final int PR_GET_SECCOMP = 21;
  private static final int PR_SET_SECCOMP = 22;
  private static final long SECCOMP_SET_MODE_FILTER = 1;
  private static final long SECCOMP_MODE_FILTER = 2;
  private static final long SECCOMP_FILTER_FLAG_SPEC_ALLOW = 4;
  private static final long LANDLOCK_VERSION = 1;
  private static final long LANDLOCK_VERSION_OF_SCOPES = 6;
  private static final byte LANDLOCK_SCOPE_SOCKETS_AND_SIGNALS = 3;
  private static final int CAPABILITY_VERSION_3 = 0x20080522;
  private static final int KEYCTL_JOIN_SESSION_KEYRING = 1;
  private static final int SIOCGIFFLAGS = 0x8913;
  private static final int SIOCSIFFLAGS = 0x8914;
  private static final short IFF_UP = 1;
  private static final int AF_INET = 2;
  private static final int SOCK_DGRAM = 2;

  private ThreadCalls() {}

  /** Gives the thread new namespaces of the kinds in {@code flags}. */
  public static void unshare(long flags) throws SystemCallException {
    Call.check(
        Libc.syscall(CallNumber.UNSHARE.value(), flags, 0, 0, 0, 0, 0),
        "unshare 0x" + Long.toHexString(flags));
  }

  /** Moves the thread to the namespace of a descriptor. */
  public static void setns(int fd, long kind) throws SystemCallException {
    Call.check(Libc.syscall(CallNumber.SETNS.value(), fd, kind, 0, 0, 0, 0), "setns");
  }

  /** Returns the number of the thread, as in /proc/self/task. */
  public static int gettid() {
    return (int) Libc.syscall(CallNumber.GETTID.value(), 0, 0, 0, 0, 0, 0);
  }

  /** Changes the working directory. */
  public static void chdir(String path) throws SystemCallException {
    Call.check(
        Libc.syscall(CallNumber.CHDIR.value(), Call.string(path), 0, 0, 0, 0, 0), "chdir", path);
  }

  /** Changes the root directory, which has to be the thread's own, and enters it. */
  public static void chroot(String path) throws SystemCallException {
    Call.check(
        Libc.syscall(CallNumber.CHROOT.value(), Call.string(path), 0, 0, 0, 0, 0), "chroot", path);
    chdir("/");
  }

  /** Changes the working directory to that of a descriptor. */
  public static void fchdir(int fd) throws SystemCallException {
    Call.check(Libc.syscall(CallNumber.FCHDIR.value(), fd, 0, 0, 0, 0, 0), "fchdir");
  }

  /** Sets the mode bits that new files do not get. */
  public static void umask(int mask) {
    Libc.syscall(CallNumber.UMASK.value(), mask, 0, 0, 0, 0, 0);
  }

  /** Sets the host name of the thread's namespace. */
  public static void sethostname(String name) throws SystemCallException {
    byte[] bytes = Call.string(name);
    Call.check(
        Libc.syscall(CallNumber.SETHOSTNAME.value(), bytes, bytes.length - 1, 0, 0, 0, 0),
        "sethostname",
        name);
  }

  /** Sets the supplementary groups. */
  public static void setgroups(long... groups) throws SystemCallException {
    byte[] list = new byte[4 * Math.max(1, groups.length)];
    java.nio.ByteBuffer buffer =
        java.nio.ByteBuffer.wrap(list).order(java.nio.ByteOrder.nativeOrder());
    for (long group : groups) {
      buffer.putInt((int) group);
    }
    Call.check(
        Libc.syscall(CallNumber.SETGROUPS.value(), groups.length, list, 0, 0, 0, 0), "setgroups");
  }

  /** Sets the real, effective and saved group. */
  public static void setresgid(long gid) throws SystemCallException {
    Call.check(
        Libc.syscall(CallNumber.SETRESGID.value(), gid, gid, gid, 0, 0, 0), "setresgid", gid);
  }

  /** Sets the real, effective and saved user. */
  public static void setresuid(long uid) throws SystemCallException {
    Call.check(
        Libc.syscall(CallNumber.SETRESUID.value(), uid, uid, uid, 0, 0, 0), "setresuid", uid);
  }

  /** Removes all capabilities but those of the mask from the bounding set. */
  public static void limitBoundingSet(long keep) throws SystemCallException {
    for (int capability = 0; capability < 64; capability++) {
      if ((keep & (1L << capability)) != 0) {
        continue;
      }
      long has = Libc.syscall(CallNumber.PRCTL.value(), PR_CAPBSET_READ, capability, 0, 0, 0, 0);
      if (has < 0) {
        return; // beyond the last one that the kernel knows
      }
      if (has == 1) {
        Call.check(
            Libc.syscall(CallNumber.PRCTL.value(), PR_CAPBSET_DROP, capability, 0, 0, 0, 0),
            "prctl PR_CAPBSET_DROP",
            capability);
      }
    }
  }

  /** Sets the effective and the permitted set to a part of what is permitted now. */
  public static void limitCapabilities(long keep) throws SystemCallException {
    java.nio.ByteBuffer header =
        java.nio.ByteBuffer.allocate(8).order(java.nio.ByteOrder.nativeOrder());
    header.putInt(CAPABILITY_VERSION_3).putInt(0);
    byte[] data = new byte[24];
    Call.check(Libc.syscall(CallNumber.CAPGET.value(), header.array(), data, 0, 0, 0, 0), "capget");
    java.nio.ByteBuffer sets =
        java.nio.ByteBuffer.wrap(data).order(java.nio.ByteOrder.nativeOrder());
    for (int half = 0; half < 2; half++) {
      int at = 12 * half;
      int permitted = sets.getInt(at + 4) & (int) (keep >>> (32 * half));
      sets.putInt(at, permitted).putInt(at + 4, permitted).putInt(at + 8, 0);
    }
    Call.check(Libc.syscall(CallNumber.CAPSET.value(), header.array(), data, 0, 0, 0, 0), "capset");
  }

  /**
   * Lets the process see its own files in /proc, which the kernel forbids after a change of
   * credentials.
   */
  public static void setDumpable() throws SystemCallException {
    Call.check(
        Libc.syscall(CallNumber.PRCTL.value(), PR_SET_DUMPABLE, 1, 0, 0, 0, 0),
        "prctl PR_SET_DUMPABLE");
  }

  /** Returns whether the kernel has filters for system calls. */
  public static boolean hasFilters() {
    return Libc.syscall(CallNumber.PRCTL.value(), PR_GET_SECCOMP, 0, 0, 0, 0, 0) >= 0;
  }

  /**
   * Filters the system calls of the thread and of all that it starts, for good. Needs CAP_SYS_ADMIN
   * in the thread's user namespace.
   *
   * @param program an array of {@code struct sock_filter}
   */
  public static void filter(byte[] program) throws SystemCallException {
    try (Memory instructions = new Memory(program.length);
        Memory description = new Memory(16)) {
      instructions.write(0, program, 0, program.length);
      description.clear();
      description.setShort(0, (short) (program.length / 8));
      description.setPointer(8, instructions);
      // Without the flag, kernels before 5.16 make all that is filtered slow.
      long result =
          Libc.syscall(
              CallNumber.SECCOMP.value(),
              SECCOMP_SET_MODE_FILTER,
              SECCOMP_FILTER_FLAG_SPEC_ALLOW,
              address(description),
              0,
              0,
              0);
      if (result != 0) {
        Call.check(
            Libc.syscall(
                CallNumber.PRCTL.value(),
                PR_SET_SECCOMP,
                SECCOMP_MODE_FILTER,
                address(description),
                0,
                0,
                0),
            "prctl PR_SET_SECCOMP");
      }
    }
  }

  /**
   * Lets the thread, and all that it starts, reach no abstract socket and signal no process but
   * their own, where the kernel can (Landlock, Linux 6.12). Needs CAP_SYS_ADMIN in the thread's
   * user namespace.
   */
  public static void scope() throws SystemCallException {
    long version =
        Libc.syscall(
            CallNumber.LANDLOCK_CREATE_RULESET.value(), 0L, 0L, LANDLOCK_VERSION, 0L, 0L, 0L);
    if (version < LANDLOCK_VERSION_OF_SCOPES) {
      return;
    }
    byte[] attributes = new byte[24];
    attributes[16] = LANDLOCK_SCOPE_SOCKETS_AND_SIGNALS;
    int ruleset =
        (int)
            Call.check(
                Libc.syscall(
                    CallNumber.LANDLOCK_CREATE_RULESET.value(),
                    attributes,
                    (long) attributes.length,
                    0L,
                    0L,
                    0L,
                    0L),
                "landlock_create_ruleset");
    try {
      Call.check(
          Libc.syscall(CallNumber.LANDLOCK_RESTRICT_SELF.value(), ruleset, 0L, 0L, 0L, 0L, 0L),
          "landlock_restrict_self");
    } finally {
      FileCalls.close(ruleset);
    }
  }

  /** Leaves the session's keyring behind, if the kernel has keyrings. */
  public static void newSessionKeyring() {
    Libc.syscall(CallNumber.KEYCTL.value(), KEYCTL_JOIN_SESSION_KEYRING, 0, 0, 0, 0, 0);
  }

  /** Starts the loopback interface of the thread's network namespace. */
  public static void startLoopback() throws SystemCallException {
    int socket =
        (int)
            Call.check(
                Libc.syscall(CallNumber.SOCKET.value(), AF_INET, SOCK_DGRAM, 0, 0, 0, 0), "socket");
    try (Memory request = new Memory(40)) {
      request.clear();
      request.setString(0, "lo");
      Call.check(
          Libc.syscall(CallNumber.IOCTL.value(), socket, SIOCGIFFLAGS, address(request), 0, 0, 0),
          "ioctl SIOCGIFFLAGS");
      request.setShort(16, (short) (request.getShort(16) | IFF_UP));
      Call.check(
          Libc.syscall(CallNumber.IOCTL.value(), socket, SIOCSIFFLAGS, address(request), 0, 0, 0),
          "ioctl SIOCSIFFLAGS");
    } finally {
      FileCalls.close(socket);
    }
  }

  private static long address(Memory memory) {
    return com.sun.jna.Pointer.nativeValue(memory);
  }
}
