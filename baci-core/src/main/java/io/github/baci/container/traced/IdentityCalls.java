package io.github.baci.container.traced;

import io.github.baci.container.syscall.RawCalls;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Answers calls about users, groups and capabilities, of which guests have what Docker gives. */
final class IdentityCalls {
  private static final int CAPABILITY_VERSION_3 = 0x20080522;
  private static final int MOST_GROUPS = 65536 / 4;
  private static final int NAME_LENGTH = 65;

  private static final int PR_SET_DUMPABLE = 4;
  private static final int PR_GET_KEEPCAPS = 7;
  private static final int PR_SET_KEEPCAPS = 8;
  private static final int PR_CAPBSET_READ = 23;
  private static final int PR_CAPBSET_DROP = 24;
  private static final int PR_GET_SECUREBITS = 27;
  private static final int PR_SET_SECUREBITS = 28;
  private static final int PR_SET_MM = 35;
  private static final int PR_GET_NO_NEW_PRIVS = 39;
  private static final int PR_CAP_AMBIENT = 47;
  private static final int LAST_CAPABILITY = 40;

  private final Guest guest;
  private final String hostname;

  IdentityCalls(Guest guest, String hostname) {
    this.guest = guest;
    this.hostname = hostname;
  }

  private int argument(int index) {
    return guest.registers().intArgument(index);
  }

  private static boolean isOne(int id, int a, int b, int c) {
    return id == -1 || id == a || id == b || id == c;
  }

  long setuid(Task task) {
    Credentials who = task.credentials;
    int id = argument(0);
    if (id == -1) {
      return -Errors.EINVAL;
    }
    if (who.maySetUid()) {
      task.credentials = who.withUids(id, id, id);
    } else if (id == who.ruid() || id == who.suid()) {
      task.credentials = who.withUids(who.ruid(), id, who.suid());
    } else {
      return -Errors.EPERM;
    }
    return 0;
  }

  long setgid(Task task) {
    Credentials who = task.credentials;
    int id = argument(0);
    if (id == -1) {
      return -Errors.EINVAL;
    }
    if (who.maySetGid()) {
      task.credentials = who.withGids(id, id, id);
    } else if (id == who.rgid() || id == who.sgid()) {
      task.credentials = who.withGids(who.rgid(), id, who.sgid());
    } else {
      return -Errors.EPERM;
    }
    return 0;
  }

  long setreuid(Task task) {
    Credentials who = task.credentials;
    int real = argument(0);
    int effective = argument(1);
    if (!who.maySetUid()
        && !(isOne(real, who.ruid(), who.euid(), who.euid())
            && isOne(effective, who.ruid(), who.euid(), who.suid()))) {
      return -Errors.EPERM;
    }
    int newReal = real == -1 ? who.ruid() : real;
    int newEffective = effective == -1 ? who.euid() : effective;
    boolean saves = real != -1 || (effective != -1 && effective != who.ruid());
    task.credentials = who.withUids(newReal, newEffective, saves ? newEffective : who.suid());
    return 0;
  }

  long setregid(Task task) {
    Credentials who = task.credentials;
    int real = argument(0);
    int effective = argument(1);
    if (!who.maySetGid()
        && !(isOne(real, who.rgid(), who.egid(), who.egid())
            && isOne(effective, who.rgid(), who.egid(), who.sgid()))) {
      return -Errors.EPERM;
    }
    int newReal = real == -1 ? who.rgid() : real;
    int newEffective = effective == -1 ? who.egid() : effective;
    boolean saves = real != -1 || (effective != -1 && effective != who.rgid());
    task.credentials = who.withGids(newReal, newEffective, saves ? newEffective : who.sgid());
    return 0;
  }

  long setresuid(Task task) {
    Credentials who = task.credentials;
    for (int i = 0; i < 3; i++) {
      if (!who.maySetUid() && !isOne(argument(i), who.ruid(), who.euid(), who.suid())) {
        return -Errors.EPERM;
      }
    }
    task.credentials =
        who.withUids(
            argument(0) == -1 ? who.ruid() : argument(0),
            argument(1) == -1 ? who.euid() : argument(1),
            argument(2) == -1 ? who.suid() : argument(2));
    return 0;
  }

  long setresgid(Task task) {
    Credentials who = task.credentials;
    for (int i = 0; i < 3; i++) {
      if (!who.maySetGid() && !isOne(argument(i), who.rgid(), who.egid(), who.sgid())) {
        return -Errors.EPERM;
      }
    }
    task.credentials =
        who.withGids(
            argument(0) == -1 ? who.rgid() : argument(0),
            argument(1) == -1 ? who.egid() : argument(1),
            argument(2) == -1 ? who.sgid() : argument(2));
    return 0;
  }

  long setfsuid(Task task) {
    Credentials who = task.credentials;
    int id = argument(0);
    if (id != -1
        && (who.maySetUid()
            || id == who.fsuid()
            || isOne(id, who.ruid(), who.euid(), who.suid()))) {
      task.credentials = who.withFsuid(id);
    }
    return who.fsuid();
  }

  long setfsgid(Task task) {
    Credentials who = task.credentials;
    int id = argument(0);
    if (id != -1
        && (who.maySetGid()
            || id == who.fsgid()
            || isOne(id, who.rgid(), who.egid(), who.sgid()))) {
      task.credentials = who.withFsgid(id);
    }
    return who.fsgid();
  }

  long getres(Task task, int a, int b, int c) {
    Registers registers = guest.registers();
    int[] ids = {a, b, c};
    for (int i = 0; i < 3; i++) {
      guest.buffer().putInt(0, ids[i]);
      if (guest.give(task, registers.argument(i), 4) < 0) {
        return -Errors.EFAULT;
      }
    }
    return 0;
  }

  long getgroups(Task task) {
    List<Integer> groups = task.credentials.supplementary();
    int size = argument(0);
    if (size == 0) {
      return groups.size();
    }
    if (size < groups.size()) {
      return -Errors.EINVAL;
    }
    for (int i = 0; i < groups.size(); i++) {
      guest.buffer().putInt(4 * i, groups.get(i));
    }
    if (!groups.isEmpty()
        && guest.give(task, guest.registers().argument(1), 4 * groups.size()) < 0) {
      return -Errors.EFAULT;
    }
    return groups.size();
  }

  long setgroups(Task task) {
    int count = argument(0);
    if (!task.credentials.maySetGid()) {
      return -Errors.EPERM;
    }
    if (count < 0 || count > MOST_GROUPS) {
      return -Errors.EINVAL;
    }
    if (count > 0 && guest.take(task, guest.registers().argument(1), 4 * count) < 0) {
      return -Errors.EFAULT;
    }
    List<Integer> groups = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      groups.add(guest.buffer().getInt(4 * i));
    }
    task.credentials = task.credentials.withSupplementary(groups);
    return 0;
  }

  long capget(Task task) {
    long result = header(task);
    if (result != 0) {
      return result == 1 ? 0 : result;
    }
    int pid = guest.buffer().getInt(4);
    Task of = pid == 0 ? task : guest.processes().numbered(pid);
    if (of == null) {
      return -Errors.ESRCH;
    }
    Credentials who = of.credentials;
    long[] sets = {who.effective(), who.permitted(), who.inheritable()};
    for (int i = 0; i < 3; i++) {
      guest.buffer().putInt(4 * i, (int) sets[i]);
      guest.buffer().putInt(12 + 4 * i, (int) (sets[i] >>> 32));
    }
    return guest.give(task, guest.registers().argument(1), 24);
  }

  /** Reads a header; returns 1 if it only asked for the version. */
  private long header(Task task) {
    Registers registers = guest.registers();
    if (guest.take(task, registers.argument(0), 8) < 0) {
      return -Errors.EFAULT;
    }
    if (guest.buffer().getInt(0) != CAPABILITY_VERSION_3) {
      guest.buffer().putInt(0, CAPABILITY_VERSION_3);
      guest.give(task, registers.argument(0), 4);
      return registers.argument(1) == 0 ? 1 : -Errors.EINVAL;
    }
    return registers.argument(1) == 0 ? 1 : 0;
  }

  long capset(Task task) {
    long result = header(task);
    if (result != 0) {
      return result == 1 ? -Errors.EFAULT : result;
    }
    int pid = guest.buffer().getInt(4);
    if (pid != 0 && pid != task.number) {
      return -Errors.EPERM;
    }
    if (guest.take(task, guest.registers().argument(1), 24) < 0) {
      return -Errors.EFAULT;
    }
    long[] sets = new long[3];
    for (int i = 0; i < 3; i++) {
      sets[i] =
          (guest.buffer().getInt(4 * i) & 0xffffffffL)
              | ((long) guest.buffer().getInt(12 + 4 * i) << 32);
    }
    Credentials who = task.credentials;
    if ((sets[1] & ~who.permitted()) != 0 || (sets[0] & ~sets[1]) != 0) {
      return -Errors.EPERM;
    }
    task.credentials = who.withCapabilities(sets[0], sets[1], sets[2]);
    return 0;
  }

  long prctl(Task task) {
    long second = guest.registers().argument(1);
    Credentials who = task.credentials;
    return switch (argument(0)) {
      // A process that hides itself could not be looked at by the tracer either.
      case PR_SET_DUMPABLE -> second == 0 || second == 1 ? 0 : -Errors.EINVAL;
      case PR_GET_KEEPCAPS, PR_SET_KEEPCAPS, PR_GET_SECUREBITS, PR_GET_NO_NEW_PRIVS -> 0;
      case PR_SET_SECUREBITS -> who.euid() == 0 ? 0 : -Errors.EPERM;
      case PR_CAPBSET_READ ->
          second < 0 || second > LAST_CAPABILITY ? -Errors.EINVAL : (who.bounding() >>> second) & 1;
      case PR_CAPBSET_DROP -> {
        if (second < 0 || second > LAST_CAPABILITY) {
          yield -Errors.EINVAL;
        }
        task.credentials = who.withBounding(who.bounding() & ~(1L << second));
        yield 0;
      }
      case PR_CAP_AMBIENT -> second == 2 ? -Errors.EPERM : 0;
      case PR_SET_MM -> -Errors.EPERM;
      default -> Guest.MAKE;
    };
  }

  long umask(Task task) {
    task.place.umask = argument(0) & 0777;
    return Guest.MAKE;
  }

  long uname(Task task) {
    NativeBuffer buffer = guest.buffer();
    long result = RawCalls.call(GuestCall.UNAME.number(), buffer.address(), 0, 0, 0, 0, 0);
    if (result < 0) {
      return result;
    }
    if (!hostname.isEmpty()) {
      byte[] name = hostname.getBytes(StandardCharsets.UTF_8);
      byte[] field = new byte[NAME_LENGTH];
      System.arraycopy(name, 0, field, 0, Math.min(name.length, NAME_LENGTH - 1));
      buffer.put(NAME_LENGTH, field);
    }
    return guest.give(task, guest.registers().argument(0), 6 * NAME_LENGTH);
  }
}
