package io.github.baci.container.traced;

/**
 * What the answers to system calls have in common: the guest's files, its processes, and the one
 * process that waits for an answer. For one thread.
 */
final class Guest {
  /** The answer that lets the call be made. */
  static final long MAKE = Long.MIN_VALUE;

  /** The answer that says that the process goes on already, and will make its call again. */
  static final long LATER = Long.MIN_VALUE + 1;

  private static final int BUFFER = 1 << 16;
  private static final int RED_ZONE = 128;
  private static final long MOST_STACK = 8L << 20;
  private static final int SCRATCH = 16 << 10;
  private static final int PR_SET_NAME = 15;

  private final Host host = new Host();
  private final Processes processes = new Processes(host);
  private final Registers registers = new Registers();
  private final GuestMemory memory = new GuestMemory();
  private final NativeBuffer buffer = new NativeBuffer(BUFFER);
  private final Stat stat = new Stat();
  private final Owners owners;
  private final GuestDirectories directories;
  private final GuestPaths paths;

  Guest(BindTable binds, Owners owners) {
    this.owners = owners;
    processes.use(binds);
    directories = new GuestDirectories(binds, host, owners, processes);
    paths = new GuestPaths(directories, binds, host, processes);
  }

  Host host() {
    return host;
  }

  Processes processes() {
    return processes;
  }

  Registers registers() {
    return registers;
  }

  GuestMemory memory() {
    return memory;
  }

  Owners owners() {
    return owners;
  }

  GuestDirectories directories() {
    return directories;
  }

  GuestPaths paths() {
    return paths;
  }

  /** Returns memory for structures that are read from or written to the process. */
  NativeBuffer buffer() {
    return buffer;
  }

  /** Returns a structure for what is looked at beside the file in question. */
  Stat otherStat() {
    return stat;
  }

  /** Finds the file of a path argument; returns 0 or an error. */
  long find(Task task, int directory, int pathArgument, boolean follow) {
    String path = memory.path(task.pid, registers.argument(pathArgument));
    return path == null ? memory.error() : paths.find(task, directory, path, follow);
  }

  /** Finds a file that has to be there. */
  long findExisting(Task task, int directory, int pathArgument, boolean follow) {
    long result = find(task, directory, pathArgument, follow);
    return result == 0 && !paths.exists() ? -Errors.ENOENT : result;
  }

  /** Returns the link by which this machine reaches an open file of a process. */
  static String opened(Task task, int fd) {
    return "/proc/" + task.number + "/fd/" + fd;
  }

  /** Returns what the guest's user may do with what is in {@link GuestPaths#stat}. */
  boolean allows(Task task, int wanted) {
    if (task.credentials.overridesModes() && (wanted & Permissions.EXECUTE) == 0) {
      return true;
    }
    owners.see(paths.stat());
    return Permissions.allow(task.credentials, paths.stat(), wanted);
  }

  /** Returns 0 if a file may be made in, or removed from, the directory that was found. */
  long mayChangeParent(Task task) {
    if (paths.isReadOnly()) {
      return -Errors.EROFS;
    }
    if (paths.parent() == null) {
      return -Errors.EBUSY;
    }
    if (task.credentials.overridesModes()) {
      return 0;
    }
    paths.statParent(stat);
    owners.see(stat);
    if (!Permissions.allow(task.credentials, stat, Permissions.WRITE | Permissions.EXECUTE)) {
      return -Errors.EACCES;
    }
    return 0;
  }

  /** Copies bytes of {@link #buffer} to the process; returns 0 or an error. */
  long give(Task task, long address, int length) {
    return give(task, address, buffer, length);
  }

  long give(Task task, long address, NativeBuffer from, int length) {
    return memory.write(task.pid, address, from, 0, length) == length ? 0 : -Errors.EFAULT;
  }

  /** Reads bytes of the process to {@link #buffer}; returns 0 or an error. */
  long take(Task task, long address, int length) {
    return memory.read(task.pid, address, buffer, 0, length) == length ? 0 : -Errors.EFAULT;
  }

  /** Gives the call another path; returns an answer. */
  long makeWithPath(Task task, int argument, String path) {
    return makeWith(task, argument, buffer.putText(0, path));
  }

  /** Gives the call, for a pointer, one to what is in {@link #buffer}; returns an answer. */
  long makeWith(Task task, int argument, int length) {
    long address = space(task, length);
    if (address == 0) {
      return getSpace(task, length);
    }
    if (give(task, address, length) < 0) {
      return task.scratch == 0 ? getSpace(task, length) : -Errors.EFAULT;
    }
    replace(task, argument, address);
    return MAKE;
  }

  /** Gives the call another argument, until it has been made. */
  void replace(Task task, int argument, long value) {
    if ((task.replacedMask & (1 << argument)) == 0) {
      task.replacedMask |= 1 << argument;
      task.replaced[argument] = registers.argument(argument);
    }
    registers.setArgument(argument, value);
  }

  /** Returns where in a process's memory something can be written for the time of a call, or 0. */
  long space(Task task, int length) {
    if (task.scratch != 0 && length <= task.scratchSize) {
      return task.scratch;
    }
    long stack = registers.stack();
    long top = task.memory.stackTop;
    // A signal's handler would write there too; other stacks than the first may be too small.
    if (task.scratch == 0 && stack <= top && stack > top - MOST_STACK) {
      return (stack - RED_ZONE - length) & ~15L;
    }
    return 0;
  }

  /** Lets the process map memory, and then make its call again. */
  long getSpace(Task task, int length) {
    if (length <= SCRATCH && !task.memory.spare.isEmpty()) {
      task.scratch = task.memory.spare.pop();
      task.scratchSize = SCRATCH;
      return makeAgain(task);
    }
    byte[] before = registers.copy();
    long call = registers.number();
    int size = Math.max(SCRATCH, (length + 4095) & ~4095);
    registers.setArgument(0, 0);
    registers.setArgument(1, size);
    registers.setArgument(2, 3); // readable and writable
    registers.setArgument(3, 0x22); // private and anonymous
    registers.setArgument(4, -1);
    registers.setArgument(5, 0);
    registers.replace(task.pid, GuestCall.MMAP);
    task.completion =
        done -> {
          long mapped = registers.result();
          registers.restore(before);
          if (mapped < 0 && mapped > -4096) {
            registers.setResult(-Errors.ENOMEM);
          } else {
            done.scratch = mapped;
            done.scratchSize = size;
            registers.repeat(call);
          }
        };
    return LATER;
  }

  /** Lets a process that has just been executed take on its program's name, and repeat its call. */
  long setName(Task task, String name) {
    long stack = registers.stack();
    int length = buffer.putText(0, name);
    task.name = null;
    long place = (stack - RED_ZONE - length) & ~15L;
    if (give(task, place, length) < 0) {
      return makeAgain(task);
    }
    byte[] before = registers.copy();
    long call = registers.number();
    registers.setArgument(0, PR_SET_NAME);
    registers.setArgument(1, place);
    registers.replace(task.pid, GuestCall.PRCTL);
    task.completion =
        done -> {
          registers.restore(before);
          registers.repeat(call);
        };
    return LATER;
  }

  private long makeAgain(Task task) {
    byte[] before = registers.copy();
    long call = registers.number();
    task.completion =
        done -> {
          registers.restore(before);
          registers.repeat(call);
        };
    registers.skip(task.pid, 0);
    return LATER;
  }
}
