package io.github.baci.container.traced;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers execve: scripts are started by their interpreter, dynamic programs by the guest's own
 * loader, which is told the guest's path, and static programs directly.
 */
final class ExecCalls {
  private static final int EMPTY_PATH = 0x1000;
  private static final int HEAD = 4096;
  private static final int MOST_INTERPRETERS = 5;
  private static final int SCRIPT_LINE = 256;
  private static final int MOST_ARGUMENTS = 1 << 20;
  private static final int NAME_LENGTH = 15;
  private static final int SETUID = 04000;
  private static final int SETGID = 02000;
  private static final String ARGV0 = "--argv0";

  private final Guest guest;
  private final NativeBuffer head = new NativeBuffer(HEAD);
  private final NativeBuffer piece = new NativeBuffer(1 << 16);
  private final Map<Long, Boolean> loadersWithArgv0 = new HashMap<>();

  /** What the kernel would call the process if it executed what the guest has named. */
  private String called = "";

  /** What stands before the arguments that the guest gives; null for the first of those. */
  private final List<@Nullable String> before = new ArrayList<>();

  /** How many of the guest's arguments are left out. */
  private int skipped;

  ExecCalls(Guest guest) {
    this.guest = guest;
  }

  /** Answers execve and execveat. */
  long execute(Task task, int directory, int pathArgument, int flags) {
    before.clear();
    skipped = 0;
    int argumentsArgument = pathArgument + 1;
    String name = guest.memory().path(task.pid, guest.registers().argument(pathArgument));
    if (name == null) {
      return guest.memory().error();
    }
    if (name.isEmpty() && (flags & EMPTY_PATH) != 0) {
      name = "/proc/self/fd/" + directory;
    }
    called = shortName(name);
    boolean follow = (flags & Host.NOFOLLOW) == 0;
    long result = guest.paths().find(task, directory, name, follow);
    for (int depth = 0; result == 0; depth++) {
      if (depth > MOST_INTERPRETERS) {
        return -Errors.ELOOP;
      }
      result = check(task);
      if (result < 0) {
        return result;
      }
      int length = (int) guest.host().read(guest.paths().path(), head, HEAD, 0);
      if (length < 0) {
        return length;
      }
      if (length >= 2 && head.getByte(0) == '#' && head.getByte(1) == '!') {
        String interpreter = script(name, length);
        if (interpreter == null) {
          return -Errors.ENOEXEC;
        }
        name = interpreter;
        result = guest.paths().find(task, Host.CWD, interpreter, true);
        continue;
      }
      return program(task, name, length, pathArgument, argumentsArgument);
    }
    return result;
  }

  private long check(Task task) {
    GuestPaths paths = guest.paths();
    if (!paths.exists()) {
      return -Errors.ENOENT;
    }
    Stat stat = paths.stat();
    int type = stat.type();
    if (type != Stat.S_IFREG) {
      return type == Stat.S_IFLNK ? -Errors.ELOOP : -Errors.EACCES;
    }
    Owners.Entry entry = guest.owners().get(stat);
    if (entry.rdev() != 0) {
      return -Errors.EACCES;
    }
    boolean allowed = guest.allows(task, Permissions.EXECUTE);
    return allowed ? 0 : -Errors.EACCES;
  }

  /** Puts a script's interpreter and its argument before the rest; returns the interpreter. */
  private @Nullable String script(String name, int length) {
    int end = 2;
    while (end < Math.min(length, SCRIPT_LINE) && head.getByte(end) != '\n') {
      end++;
    }
    String line = head.text(2, end - 2).strip();
    if (line.isEmpty()) {
      return null;
    }
    int space = 0;
    while (space < line.length() && line.charAt(space) != ' ' && line.charAt(space) != '\t') {
      space++;
    }
    String interpreter = line.substring(0, space);
    String argument = line.substring(space).strip();
    List<String> words = new ArrayList<>();
    words.add(interpreter);
    if (!argument.isEmpty()) {
      words.add(argument);
    }
    words.add(name);
    if (!before.isEmpty()) {
      before.remove(0);
    }
    before.addAll(0, words);
    skipped = 1;
    return interpreter;
  }

  private long program(
      Task task, String name, int length, int pathArgument, int argumentsArgument) {
    GuestPaths paths = guest.paths();
    String program = seen(task, paths.guest());
    Stat stat = paths.stat();
    guest.owners().see(stat);
    Credentials who = task.credentials;
    boolean isExecutable = (stat.mode() & 010) != 0;
    int euid = (stat.mode() & SETUID) != 0 ? stat.uid() : who.euid();
    int egid = (stat.mode() & SETGID) != 0 && isExecutable ? stat.gid() : who.egid();
    String loader = loader(paths.path(), length);
    String host = paths.path();
    if (loader != null) {
      long result = guest.paths().find(task, Host.CWD, loader, true);
      if (result < 0 || !paths.exists()) {
        return -Errors.ENOENT;
      }
      host = paths.path();
      boolean takesName = takesArgv0(host, paths.stat().inode());
      List<@Nullable String> words = new ArrayList<>();
      words.add(loader);
      if (takesName) {
        words.add(ARGV0);
        words.add(before.isEmpty() ? null : before.get(0));
      }
      words.add(takesName || !name.startsWith("/") ? program : name);
      if (before.isEmpty()) {
        skipped = 1;
      } else {
        before.remove(0);
      }
      words.addAll(before);
      before.clear();
      before.addAll(words);
    }
    long answer = make(task, host, pathArgument, argumentsArgument);
    if (answer == Guest.MAKE) {
      Optional<String> shown =
          shortName(host).equals(called) ? Optional.empty() : Optional.of(called);
      task.executing = new Task.Execution(program, who.executing(euid, egid), shown);
    }
    return answer;
  }

  /** Returns what the kernel would call a process that executes a path. */
  private static String shortName(String path) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    return last.substring(0, Math.min(last.length(), NAME_LENGTH));
  }

  /** Returns a path as the process sees it from its root. */
  private static String seen(Task task, String path) {
    String root = task.place.root;
    return path.startsWith(root) ? path.substring(root.length()) : path;
  }

  /** Returns the loader that a program of the ELF format asks for, or null. */
  private @Nullable String loader(String host, int length) {
    boolean isElf64 = length >= 64 && head.getInt(0) == 0x464c457f && head.getByte(4) == 2;
    if (!isElf64) {
      return null;
    }
    long headers = head.getLong(32);
    int size = head.getShort(54);
    int count = head.getShort(56);
    for (int i = 0; i < count; i++) {
      long at = headers + (long) i * size;
      if (at < 0 || at + 56 > length) {
        return null;
      }
      if (head.getInt((int) at) == 3) {
        long offset = head.getLong((int) at + 8);
        int bytes = (int) Math.min(head.getLong((int) at + 32), GuestMemory.PATH_MAX);
        if (bytes <= 1 || guest.host().read(host, piece, bytes, offset) != bytes) {
          return null;
        }
        int end = piece.indexOfZero(0, bytes);
        return piece.text(0, end < 0 ? bytes : end);
      }
    }
    return null;
  }

  /** Returns whether a loader knows the option for a program's name: glibc from 2.33 on, musl. */
  private boolean takesArgv0(String host, long inode) {
    return loadersWithArgv0.computeIfAbsent(
        inode,
        unused -> {
          String last = "";
          for (long offset = 0; ; offset += piece.size()) {
            long count = guest.host().read(host, piece, piece.size(), offset);
            if (count <= 0) {
              return false;
            }
            String text = piece.text(0, (int) count);
            if ((last + text).contains(ARGV0 + "\0") || (last + text).contains("\0argv0\0")) {
              return true;
            }
            last = text.substring(Math.max(0, text.length() - ARGV0.length() - 1));
          }
        });
  }

  private long make(Task task, String host, int pathArgument, int argumentsArgument) {
    if (before.isEmpty()) {
      return guest.makeWithPath(task, pathArgument, host);
    }
    long[] given = arguments(task, guest.registers().argument(argumentsArgument));
    if (given == null) {
      return -Errors.EFAULT;
    }
    long name = given.length > 0 ? given[0] : 0;
    int left = Math.max(0, given.length - skipped);
    int table = 8 * (before.size() + left + 1);
    int size = table + host.length() + 1;
    for (String word : before) {
      size += word == null ? 0 : word.length() + 1;
    }
    size = (size + 15) & ~15;
    long space = guest.space(task, size);
    if (space == 0) {
      return guest.getSpace(task, size);
    }
    NativeBuffer block = size <= guest.buffer().size() ? guest.buffer() : new NativeBuffer(size);
    int at = table;
    long path = space + at;
    at += block.putText(at, host);
    int slot = 0;
    for (String word : before) {
      if (word == null) {
        block.putLong(slot, name == 0 ? path : name);
      } else {
        block.putLong(slot, space + at);
        at += block.putText(at, word);
      }
      slot += 8;
    }
    for (int i = given.length - left; i < given.length; i++) {
      block.putLong(slot, given[i]);
      slot += 8;
    }
    block.putLong(slot, 0);
    if (guest.give(task, space, block, size) < 0) {
      return task.scratch == 0 ? guest.getSpace(task, size) : -Errors.EFAULT;
    }
    guest.replace(task, pathArgument, path);
    guest.replace(task, argumentsArgument, space);
    return Guest.MAKE;
  }

  /** Reads the pointers to the guest's arguments; null if they cannot be read. */
  private long @Nullable [] arguments(Task task, long address) {
    if (address == 0) {
      return new long[0];
    }
    List<Long> found = new ArrayList<>();
    long at = address;
    while (found.size() < MOST_ARGUMENTS) {
      int length = (int) Math.min(piece.size(), 4096 - (at & 4095));
      length = Math.max(8, length & ~7);
      long count = guest.memory().read(task.pid, at, piece, 0, length);
      if (count < 8) {
        return null;
      }
      for (int i = 0; i + 8 <= count; i += 8) {
        long pointer = piece.getLong(i);
        if (pointer == 0) {
          return found.stream().mapToLong(Long::longValue).toArray();
        }
        found.add(pointer);
      }
      at += count & ~7;
    }
    return null;
  }
}
