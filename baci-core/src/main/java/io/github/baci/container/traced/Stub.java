package io.github.baci.container.traced;

import io.github.baci.container.syscall.Spawn;
import io.github.baci.container.syscall.SystemCallException;
import io.github.baci.layer.NameBytes;
import java.io.IOException;
import java.util.List;

/**
 * The process that becomes the command: a shell of this machine that does nothing for as long as
 * its parent is there, is stopped in a call, and is then made to take on the filter and to execute
 * the command, by its registers. For the thread that traces.
 */
final class Stub {
  private static final String SHELL = "/bin/sh";
  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int SECCOMP_SET_MODE_FILTER = 1;
  private static final int SYSCALL_STOP = Ptrace.SIGTRAP | 0x80;
  private static final int MOST_STOPS = 64;
  private static final int CAPABILITY_VERSION_3 = 0x20080522;
  private static final int LANDLOCK_VERSION_OF_SCOPES = 6;
  private static final int LANDLOCK_SIZE = 24;
  private static final long LANDLOCK_SCOPES = 3; // abstract sockets and signals

  private final Ptrace ptrace = new Ptrace();
  private final Registers registers;
  private final GuestMemory memory;
  private int pid;
  private byte[] afterCall = {};

  Stub(Registers registers, GuestMemory memory) {
    this.registers = registers;
    this.memory = memory;
  }

  /** Prepares to start the shell; its descriptors can be set before {@link #start}. */
  static Spawn spawn() {
    return new Spawn(SHELL, List.of("sh", "-c", "while kill -0 $PPID; do :; done"), List.of());
  }

  /**
   * Starts the shell and stops it for good, where it can be made to make calls.
   *
   * @return its number
   */
  int start(Spawn spawn) throws IOException {
    pid = spawn.start();
    boolean isStopped = false;
    try {
      check(Ptrace.seize(pid), "ptrace PTRACE_SEIZE");
      check(Ptrace.interrupt(pid), "ptrace PTRACE_INTERRUPT");
      boolean isInterrupted = false;
      boolean isInCall = false;
      for (int i = 0; i < MOST_STOPS; i++) {
        if (ptrace.awaitStop(pid) != pid || (ptrace.status() & 0xff) != 0x7f) {
          throw new IOException("the shell '%s' has ended".formatted(SHELL));
        }
        boolean isCall = ((ptrace.status() >> 8) & 0xff) == SYSCALL_STOP;
        if (isCall && isInCall) {
          registers.read(pid);
          afterCall = registers.copy();
          isStopped = true;
          return pid;
        }
        isInCall |= isCall;
        // Only then it is in no call: it may still be at the end of its execution, at which a stop
        // takes the interruption away.
        isInterrupted |= ptrace.status() >>> 16 == Ptrace.EVENT_STOP;
        if (isInterrupted) {
          Ptrace.resumeToCall(pid, 0);
        } else {
          Ptrace.interrupt(pid);
          Ptrace.resume(pid, 0);
        }
      }
      throw new IOException("the shell '%s' makes no call".formatted(SHELL));
    } finally {
      if (!isStopped) {
        kill();
      }
    }
  }

  private void signal(int signal) {
    io.github.baci.container.syscall.RawCalls.call(
        GuestCall.KILL.number(), pid, signal, 0, 0, 0, 0);
  }

  /** Ends the shell. */
  void kill() {
    signal(Ptrace.SIGKILL);
    while (ptrace.awaitStop(pid) == pid && (ptrace.status() & 0x7f) == 0x7f) {
      // its last stop
    }
  }

  private static void check(long result, String call) throws SystemCallException {
    if (result < 0) {
      throw new SystemCallException(call, (int) -result);
    }
  }

  /** Lets the shell make a call. */
  long call(GuestCall call, long... arguments) throws IOException {
    prepare(call, arguments);
    for (int i = 0; i < 2; i++) {
      Ptrace.resumeToCall(pid, 0);
      if (ptrace.awaitStop(pid) != pid
          || ptrace.status() >>> 16 != 0
          || ((ptrace.status() >> 8) & 0xff) != SYSCALL_STOP) {
        throw new IOException(
            "the shell '%s' stopped with status 0x%x instead of making a call"
                .formatted(SHELL, ptrace.status()));
      }
    }
    registers.read(pid);
    return registers.result();
  }

  private void prepare(GuestCall call, long... arguments) {
    registers.restore(afterCall);
    for (int i = 0; i < arguments.length; i++) {
      registers.setArgument(i, arguments[i]);
    }
    registers.repeat(call.number());
    registers.write(pid);
  }

  /** Changes the working directory and the umask of the shell, by paths of this machine. */
  void enter(String directory, int umask) throws IOException {
    NativeBuffer text = new NativeBuffer(directory.length() + 1);
    int length = text.putText(0, directory);
    long place = map(length);
    write(place, text, length);
    check(call(GuestCall.CHDIR, place), "chdir " + directory);
    call(GuestCall.UMASK, umask);
  }

  private long map(int length) throws IOException {
    long place = call(GuestCall.MMAP, 0, length, 3, 0x22, -1, 0);
    check(place < 0 && place > -4096 ? place : 0, "mmap");
    return place;
  }

  private void write(long place, NativeBuffer from, int length) throws IOException {
    long count = memory.write(pid, place, from, 0, length);
    check(count, "process_vm_writev");
  }

  /** Takes away from the shell all capabilities, and whatever could give it some again. */
  void giveUpRights() throws IOException {
    NativeBuffer block = new NativeBuffer(32); // a header, and empty sets
    block.putInt(0, CAPABILITY_VERSION_3);
    long place = map(block.size());
    write(place, block, block.size());
    check(call(GuestCall.CAPSET, place, place + 8), "capset");
    check(call(GuestCall.PRCTL, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl PR_SET_NO_NEW_PRIVS");
  }

  /**
   * Lets the shell reach no abstract socket and signal no process but its own, where the kernel can
   * (Landlock, Linux 6.12).
   */
  void scope() throws IOException {
    if (call(GuestCall.LANDLOCK_CREATE_RULESET, 0, 0, 1) < LANDLOCK_VERSION_OF_SCOPES) {
      return;
    }
    NativeBuffer block = new NativeBuffer(LANDLOCK_SIZE);
    block.putLong(LANDLOCK_SIZE - 8, LANDLOCK_SCOPES);
    long place = map(block.size());
    write(place, block, block.size());
    long ruleset = call(GuestCall.LANDLOCK_CREATE_RULESET, place, LANDLOCK_SIZE, 0);
    check(ruleset, "landlock_create_ruleset");
    check(call(GuestCall.LANDLOCK_RESTRICT_SELF, ruleset, 0), "landlock_restrict_self");
    check(call(GuestCall.CLOSE, ruleset), "close");
  }

  /** Puts the shell under a filter, which nothing takes away from it any more. */
  void filter(byte[] program) throws IOException {
    check(call(GuestCall.PRCTL, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl PR_SET_NO_NEW_PRIVS");
    NativeBuffer block = new NativeBuffer(16 + program.length);
    long place = map(block.size());
    block.putShort(0, program.length / SyscallFilter.INSTRUCTION_SIZE);
    block.putLong(8, place + 16);
    block.put(16, program);
    write(place, block, block.size());
    check(
        call(GuestCall.SECCOMP, SECCOMP_SET_MODE_FILTER, 0, place),
        "seccomp SECCOMP_SET_MODE_FILTER");
  }

  /** Lets the shell execute a program of the guest, when it goes on. */
  void execute(String program, List<String> arguments, List<String> environment)
      throws IOException {
    int table = 8 * (arguments.size() + environment.size() + 2);
    int size = table + bytes(program).length + 1;
    for (List<String> list : List.of(arguments, environment)) {
      for (String text : list) {
        size += bytes(text).length + 1;
      }
    }
    NativeBuffer block = new NativeBuffer(size);
    long place = map(size);
    int at = table;
    int slot = 0;
    for (List<String> list : List.of(arguments, environment)) {
      for (String text : list) {
        block.putLong(slot, place + at);
        slot += 8;
        block.put(at, bytes(text));
        at += bytes(text).length + 1;
      }
      slot += 8;
    }
    block.put(at, bytes(program));
    write(place, block, size);
    prepare(GuestCall.EXECVE, place + at, place, place + 8L * (arguments.size() + 1));
    Ptrace.resume(pid, 0);
  }

  private static byte[] bytes(String text) {
    return NameBytes.encode(text);
  }
}
