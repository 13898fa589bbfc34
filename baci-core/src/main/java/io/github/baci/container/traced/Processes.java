package io.github.baci.container.traced;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The traced threads, and what the guest sees of them in /proc. The tracer knows them by other
 * numbers than the guest where that has a pid namespace of its own. For one thread.
 */
final class Processes {
  private final Map<Integer, Task> tasks = new HashMap<>();
  private final Map<Integer, Task> numbered = new HashMap<>();
  private final Map<Integer, Integer> groups = new HashMap<>();
  private final Host host;
  private @Nullable BindTable binds;
  private boolean hasProc;

  Processes(Host host) {
    this.host = host;
  }

  void use(BindTable table) {
    binds = table;
    hasProc = table.at("/proc") != null;
  }

  /** Returns the thread that has a number for the tracer, or null. */
  @Nullable Task get(int pid) {
    return tasks.get(pid);
  }

  /** Returns the thread that has a number for the guest, or null. */
  @Nullable Task numbered(int number) {
    return numbered.get(number);
  }

  void add(Task task) {
    tasks.put(task.pid, task);
    numbered.put(task.number, task);
    groups.merge(task.groupNumber, 1, Integer::sum);
  }

  @Nullable Task remove(int pid) {
    Task task = tasks.remove(pid);
    if (task != null) {
      numbered.remove(task.number, task);
      groups.computeIfPresent(task.groupNumber, (group, count) -> count == 1 ? null : count - 1);
    }
    return task;
  }

  boolean isEmpty() {
    return tasks.isEmpty();
  }

  Iterable<Task> all() {
    return java.util.List.copyOf(tasks.values());
  }

  /** Returns whether a number of the guest is that of a traced process or thread. */
  boolean has(int number) {
    return groups.containsKey(number) || numbered.containsKey(number);
  }

  /** Returns whether a path is of a process that is none of the guest's. */
  boolean isHidden(String guest) {
    if (!hasProc || !guest.startsWith("/proc/")) {
      return false;
    }
    int pid = number(guest, 6);
    return pid >= 0 && !has(pid);
  }

  /** Returns a thread of the process that a path of /proc is about, or null. */
  @Nullable Task of(String guest) {
    return hasProc && guest.startsWith("/proc/") ? numbered.get(number(guest, 6)) : null;
  }

  /** Returns the number between a place of a path and the next slash, or -1. */
  private static int number(String path, int from) {
    int value = 0;
    int at = from;
    for (; at < path.length() && path.charAt(at) != '/'; at++) {
      char c = path.charAt(at);
      if (c < '0' || c > '9' || value > 100_000_000) {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return at == from ? -1 : value;
  }

  /**
   * Says what a link of /proc leads to that the kernel makes up when it is followed.
   *
   * @return the guest's path; empty if only the kernel can follow it; null if it is no such link
   */
  @Nullable String magic(Task task, String guest) {
    if (!hasProc || !guest.startsWith("/proc/")) {
      return null;
    }
    if (guest.equals("/proc/self")) {
      return "/proc/" + task.groupNumber;
    }
    if (guest.equals("/proc/thread-self")) {
      return "/proc/" + task.groupNumber + "/task/" + task.number;
    }
    String link = linkOfProcess(guest);
    if (link == null) {
      return null;
    }
    String target = target(guest, link);
    if (link.equals("exe") && (target == null || target.isEmpty())) {
      return guest + "/none"; // the program of this machine that is about to become the command
    }
    return target != null && target.startsWith("/") && !link.startsWith("fd/") ? target : "";
  }

  /** Returns "exe", "cwd", "root" or "fd/N" of a path below /proc/PID, or null. */
  private static @Nullable String linkOfProcess(String guest) {
    int pid = number(guest, 6);
    int slash = guest.indexOf('/', 6);
    if (pid < 0 || slash < 0) {
      return null;
    }
    String rest = guest.substring(slash + 1);
    if (rest.startsWith("task/")) {
      int next = rest.indexOf('/', 5);
      if (next < 0) {
        return null;
      }
      rest = rest.substring(next + 1);
    }
    boolean isLink =
        switch (rest) {
          case "exe", "cwd", "root" -> true;
          default -> rest.startsWith("fd/") && number(rest, 3) >= 0 && rest.indexOf('/', 3) < 0;
        };
    return isLink ? rest : null;
  }

  /** Returns what the guest reads in a link of /proc; null if it is one as any other. */
  @Nullable String readlink(Task task, String guest) {
    if (!hasProc || !guest.startsWith("/proc/")) {
      return null;
    }
    if (guest.equals("/proc/self")) {
      return String.valueOf(task.groupNumber);
    }
    if (guest.equals("/proc/thread-self")) {
      return task.groupNumber + "/task/" + task.number;
    }
    String link = linkOfProcess(guest);
    return link == null ? null : target(guest, link);
  }

  private @Nullable String target(String guest, String link) {
    int pid = number(guest, 6);
    Task of = numbered.get(pid);
    if (link.equals("exe") && of != null) {
      return of.memory.program;
    }
    if (link.equals("root") && of != null) {
      return of.place.root.isEmpty() ? "/" : of.place.root;
    }
    String target = host.readlink(guest);
    if (binds == null || target == null || !target.startsWith("/")) {
      return target;
    }
    GuestDirectory found = binds.guestOf(target);
    if (found != null) {
      return found.guest().isEmpty() ? "/" : found.guest();
    }
    return target;
  }
}
