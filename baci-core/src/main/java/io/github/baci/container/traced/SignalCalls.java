package io.github.baci.container.traced;

import io.github.baci.container.syscall.RawCalls;
import java.util.HashSet;
import java.util.Set;

/** Answers calls that send signals: guests reach each other and nobody else of this machine. */
final class SignalCalls {
  private static final int STAT_SIZE = 512;

  private final NativeBuffer stat = new NativeBuffer(STAT_SIZE);
  private final Guest guest;

  SignalCalls(Guest guest) {
    this.guest = guest;
  }

  long kill(Task task, int pid, int signal) {
    if (pid > 0) {
      return toThread(task, pid);
    }
    if (pid == 0) {
      return Guest.MAKE;
    }
    Set<Integer> targets = new HashSet<>();
    for (Task other : guest.processes().all()) {
      boolean isMeant = pid == -1 ? other.group != task.group : groupOf(other) == -pid;
      if (isMeant && mayKill(task, other)) {
        targets.add(other.group);
      }
    }
    if (targets.isEmpty()) {
      return -Errors.ESRCH;
    }
    if (pid != -1) {
      return Guest.MAKE;
    }
    for (int target : targets) {
      RawCalls.call(GuestCall.KILL.number(), target, signal, 0, 0, 0, 0);
    }
    return 0;
  }

  /** Returns the number that the guest has for a process's group; see proc_pid_stat(5). */
  private int groupOf(Task task) {
    String path = "/proc/" + task.groupNumber + "/stat";
    long length = guest.host().read(path, stat, STAT_SIZE, 0);
    if (length <= 0) {
      return 0;
    }
    String text = stat.text(0, (int) length);
    String[] fields = text.substring(text.lastIndexOf(')') + 1).split(" ", 5);
    return fields.length < 5 ? 0 : Integer.parseInt(fields[3]); // state, parent, group
  }

  /** Answers a call that is about one process or thread. */
  long toThread(Task task, int pid) {
    if (!guest.processes().has(pid)) {
      return -Errors.ESRCH;
    }
    Task other = guest.processes().numbered(pid);
    return other == null || mayKill(task, other) ? Guest.MAKE : -Errors.EPERM;
  }

  /** Answers a call that looks at a process. */
  long look(int pid) {
    return guest.processes().has(pid) ? Guest.MAKE : -Errors.ESRCH;
  }

  private static boolean mayKill(Task task, Task other) {
    Credentials from = task.credentials;
    Credentials to = other.credentials;
    return from.euid() == 0
        || from.euid() == to.ruid()
        || from.euid() == to.suid()
        || from.ruid() == to.ruid()
        || from.ruid() == to.suid();
  }
}
