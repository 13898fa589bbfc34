package io.github.baci.container.traced;

/** Answers calls that open files, or take a path that only the process itself can use. */
final class OpenCalls {
  private static final int O_ACCMODE = 3;
  private static final int O_WRONLY = 1;
  private static final int O_RDWR = 2;
  private static final int O_CREAT = 0100;
  private static final int O_EXCL = 0200;
  private static final int O_TRUNC = 01000;
  private static final int O_PATH = 010000000;
  private static final int O_TMPFILE = 020000000;
  private static final int O_NOFOLLOW = GuestCall.isX86() ? 0400000 : 0100000;

  private static final int RESOLVE_NO_SYMLINKS = 4;
  private static final int RESOLVE_CONFINED = 8 | 16; // beneath, in root

  private final Guest guest;
  private final NewFiles newFiles;
  private final StatusFiles statusFiles;

  OpenCalls(Guest guest, NewFiles newFiles, StatusFiles statusFiles) {
    this.guest = guest;
    this.newFiles = newFiles;
    this.statusFiles = statusFiles;
  }

  /**
   * Answers open and openat.
   *
   * @param pathArgument the number of the argument that is the path
   * @param flagsArgument that of the flags, or -1 if the call has none, as creat
   */
  long open(Task task, int directory, int pathArgument, int flagsArgument, int flags, int mode) {
    if (isDone(task, pathArgument)) {
      return Guest.MAKE;
    }
    if ((flags & O_TMPFILE) != 0) {
      return openUnnamed(task, directory, pathArgument, flags, mode);
    }
    boolean creates = (flags & O_CREAT) != 0 && (flags & O_PATH) == 0;
    boolean follow = (flags & O_NOFOLLOW) == 0 && !(creates && (flags & O_EXCL) != 0);
    long result = guest.find(task, directory, pathArgument, follow);
    if (result < 0) {
      return result;
    }
    GuestPaths paths = guest.paths();
    if (!paths.exists()) {
      return creates ? create(task, pathArgument, flagsArgument, flags, mode) : -Errors.ENOENT;
    }
    if (creates && (flags & O_EXCL) != 0) {
      return -Errors.EEXIST;
    }
    return openExisting(task, pathArgument, flags);
  }

  /** A call that was interrupted is made again with the path that it has been given. */
  private boolean isDone(Task task, int pathArgument) {
    return task.replacedMask != 0
        && task.replaced[pathArgument] != 0
        && task.scratch != 0
        && guest.registers().argument(pathArgument) == task.scratch;
  }

  private long create(Task task, int pathArgument, int flagsArgument, int flags, int mode) {
    long result = guest.mayChangeParent(task);
    if (result < 0) {
      return result;
    }
    GuestPaths paths = guest.paths();
    int wanted = newFiles.mode(task, mode & 07777);
    if (newFiles.isPlain(task, wanted, false)) {
      return make(task, pathArgument);
    }
    result = guest.host().create(paths.path(), Owners.realMode(wanted, false));
    if (result < 0) {
      return result;
    }
    newFiles.made(task, paths.path(), wanted);
    if ((flags & O_EXCL) != 0) {
      guest.replace(task, flagsArgument, flags & ~O_EXCL);
    }
    return make(task, pathArgument);
  }

  /** Makes a file without a name in a directory; it may be linked to one later. */
  private long openUnnamed(Task task, int directory, int pathArgument, int flags, int mode) {
    long result = guest.findExisting(task, directory, pathArgument, (flags & O_NOFOLLOW) == 0);
    if (result < 0) {
      return result;
    }
    GuestPaths paths = guest.paths();
    if (!paths.stat().isDirectory()) {
      return -Errors.ENOTDIR;
    }
    if (paths.isReadOnly()) {
      return -Errors.EROFS;
    }
    if (!guest.allows(task, Permissions.WRITE | Permissions.EXECUTE)) {
      return -Errors.EACCES;
    }
    Stat parent = guest.otherStat();
    guest.host().stat(paths.path(), true, parent);
    guest.owners().see(parent);
    int wanted = newFiles.mode(task, mode & 07777, parent);
    boolean isPlain = newFiles.isPlain(task, wanted, false, parent);
    Stat handsDown = isPlain ? null : parent.copy();
    long answer = make(task, pathArgument);
    if (answer == Guest.MAKE && !isPlain) {
      task.completion =
          done -> {
            long opened = guest.registers().result();
            if (opened >= 0) {
              newFiles.unnamed(done, Guest.opened(done, (int) opened), wanted, handsDown);
            }
          };
    }
    return answer;
  }

  private long openExisting(Task task, int pathArgument, int flags) {
    GuestPaths paths = guest.paths();
    boolean writes = (flags & O_ACCMODE) != 0 || (flags & O_TRUNC) != 0;
    if ((flags & O_PATH) != 0) {
      return make(task, pathArgument);
    }
    Stat stat = paths.stat();
    int type = stat.type();
    if (writes && paths.isReadOnly() && (type == Stat.S_IFREG || type == Stat.S_IFDIR)) {
      return -Errors.EROFS;
    }
    if (type == Stat.S_IFREG) {
      Owners.Entry entry = guest.owners().get(stat);
      if (entry.rdev() != 0) {
        return openDevice(task, pathArgument, entry.rdev());
      }
    }
    int wanted =
        switch (flags & O_ACCMODE) {
          case O_WRONLY -> Permissions.WRITE;
          case O_RDWR -> Permissions.READ | Permissions.WRITE;
          default -> Permissions.READ;
        };
    if ((flags & O_TRUNC) != 0) {
      wanted |= Permissions.WRITE;
    }
    String status = statusFiles.copyOf(paths.guest());
    if (status != null) {
      return guest.makeWithPath(task, pathArgument, status);
    }
    if (!paths.follows()
        && stat.uid() == guest.owners().ownUid()
        && type != Stat.S_IFCHR
        && !stat.isLink()
        && !guest.allows(task, wanted)) {
      return -Errors.EACCES;
    }
    return make(task, pathArgument);
  }

  /** The devices that every container has can be opened by whatever name; others cannot. */
  private long openDevice(Task task, int pathArgument, long rdev) {
    String device =
        switch ((int) rdev) {
          case 0x103 -> "/dev/null";
          case 0x105 -> "/dev/zero";
          case 0x107 -> "/dev/full";
          case 0x108 -> "/dev/random";
          case 0x109 -> "/dev/urandom";
          case 0x500 -> "/dev/tty";
          default -> null;
        };
    return device == null ? -Errors.EPERM : guest.makeWithPath(task, pathArgument, device);
  }

  private long make(Task task, int pathArgument) {
    GuestPaths paths = guest.paths();
    return paths.isDirect() ? Guest.MAKE : guest.makeWithPath(task, pathArgument, paths.path());
  }

  /** Answers openat2, of which guests get what openat can do. */
  long openat2(Task task) {
    Registers registers = guest.registers();
    if (registers.argument(3) < 24) {
      return -Errors.EINVAL;
    }
    if (guest.take(task, registers.argument(2), 24) < 0) {
      return -Errors.EFAULT;
    }
    long flags = guest.buffer().getLong(0);
    int mode = (int) guest.buffer().getLong(8);
    long resolve = guest.buffer().getLong(16);
    if (resolve != 0) {
      // Programs that ask for these ways of looking up have another one for older kernels.
      return (resolve & (RESOLVE_NO_SYMLINKS | RESOLVE_CONFINED)) != 0
          ? -Errors.ENOSYS
          : openThrough(task, (int) flags, mode);
    }
    return openThrough(task, (int) flags, mode);
  }

  private long openThrough(Task task, int flags, int mode) {
    if ((flags & O_CREAT) != 0) {
      return -Errors.ENOSYS;
    }
    return open(task, guest.registers().intArgument(0), 1, -1, flags, mode);
  }

  long chdir(Task task) {
    long result = guest.findExisting(task, Host.CWD, 0, true);
    if (result < 0) {
      return result;
    }
    if (!guest.paths().stat().isDirectory()) {
      return -Errors.ENOTDIR;
    }
    if (!guest.allows(task, Permissions.EXECUTE)) {
      return -Errors.EACCES;
    }
    task.place.cwd = null;
    return make(task, 0);
  }

  long fchdir(Task task) {
    task.place.cwd = null;
    return Guest.MAKE;
  }

  /** Answers chroot: the guest's root may go on with a directory of its own. */
  long chroot(Task task) {
    long result = guest.findExisting(task, Host.CWD, 0, true);
    if (result < 0) {
      return result;
    }
    if (!guest.paths().stat().isDirectory()) {
      return -Errors.ENOTDIR;
    }
    if (task.credentials.fsuid() != 0) {
      return -Errors.EPERM;
    }
    task.place.root = guest.paths().guest();
    return 0;
  }

  long watch(Task task) {
    boolean follow = (guest.registers().intArgument(2) & 0x02000000) == 0;
    long result = guest.findExisting(task, Host.CWD, 1, follow);
    return result < 0 ? result : make(task, 1);
  }
}
