package io.github.baci.container.traced;

/** Answers calls that make, remove, link and rename files, and set their times. */
final class TreeCalls {
  private static final int AT_SYMLINK_FOLLOW = 0x400;
  private static final int EMPTY_PATH = 0x1000;
  private static final int RENAME_NOREPLACE = 1;
  private static final int RENAME_EXCHANGE = 2;
  private static final long UTIME_NOW = 0x3fffffff;
  private static final int STICKY = 01000;

  private final Guest guest;
  private final NewFiles newFiles;
  private final Stat first = new Stat();

  TreeCalls(Guest guest, NewFiles newFiles) {
    this.guest = guest;
    this.newFiles = newFiles;
  }

  long mkdir(Task task, int directory, int pathArgument, int mode) {
    long result = findNew(task, directory, pathArgument);
    if (result < 0) {
      return result;
    }
    int wanted = newFiles.mode(task, mode & 01777);
    boolean isPlain = newFiles.isPlain(task, wanted, true);
    String path = guest.paths().path();
    result = guest.host().at(GuestCall.MKDIRAT, path, Owners.realMode(wanted, true), 0, 0);
    if (result == 0) {
      result = setMode(path, Owners.realMode(wanted, true));
      if (!isPlain) {
        newFiles.made(task, path, wanted);
      }
    }
    return result;
  }

  /** The umask of the thread that traces must not count. */
  private long setMode(String path, int mode) {
    return guest.host().at(GuestCall.FCHMODAT, path, mode, 0, 0);
  }

  private long findNew(Task task, int directory, int pathArgument) {
    long result = guest.find(task, directory, pathArgument, false);
    if (result < 0) {
      return result;
    }
    if (guest.paths().exists()) {
      return -Errors.EEXIST;
    }
    return guest.mayChangeParent(task);
  }

  long mknod(Task task, int directory, int pathArgument, int mode, long device) {
    int type = mode & Stat.S_IFMT;
    boolean isDevice = type == Stat.S_IFCHR || type == Stat.S_IFBLK;
    long result = findNew(task, directory, pathArgument);
    if (result < 0) {
      return result;
    }
    if (isDevice && task.credentials.fsuid() != 0) {
      return -Errors.EPERM;
    }
    if (type == Stat.S_IFDIR) {
      return -Errors.EPERM;
    }
    int wanted = newFiles.mode(task, mode & 07777);
    boolean isPlain = !isDevice && newFiles.isPlain(task, wanted, false);
    String path = guest.paths().path();
    int real = Owners.realMode(wanted, false);
    int made = isDevice || type == 0 ? Stat.S_IFREG : type;
    result = guest.host().at(GuestCall.MKNODAT, path, made | real, 0, 0);
    if (result == 0) {
      setMode(path, real);
      if (!isPlain) {
        newFiles.made(task, path, wanted, isDevice ? type : 0, isDevice ? device : 0);
      }
    }
    return result;
  }

  long symlink(Task task, int targetArgument, int directory, int pathArgument) {
    String target = guest.memory().path(task.pid, guest.registers().argument(targetArgument));
    if (target == null) {
      return guest.memory().error();
    }
    if (target.isEmpty()) {
      return -Errors.ENOENT;
    }
    long result = findNew(task, directory, pathArgument);
    if (result < 0) {
      return result;
    }
    String path = guest.paths().path();
    result = guest.host().symlink(target, path);
    if (result == 0 && !newFiles.isPlain(task, 0777, true)) {
      newFiles.made(task, path, 0777);
    }
    return result;
  }

  long unlink(Task task, int directory, int pathArgument, boolean isDirectory) {
    long result = guest.findExisting(task, directory, pathArgument, false);
    if (result < 0) {
      return result;
    }
    GuestPaths paths = guest.paths();
    result = mayRemove(task);
    if (result < 0) {
      return result;
    }
    String path = paths.path();
    String place = paths.guest();
    boolean isLast = paths.stat().isDirectory() || paths.stat().links() <= 1;
    long device = paths.stat().device();
    long inode = paths.stat().inode();
    result = guest.host().at(GuestCall.UNLINKAT, path, isDirectory ? Host.REMOVEDIR : 0, 0, 0);
    if (result == 0) {
      if (isLast) {
        guest.owners().remove(device, inode);
      }
      guest.directories().changed(place);
    }
    return result;
  }

  /** Looks at what was found, which goes, and at the directory that it is in. */
  private long mayRemove(Task task) {
    GuestPaths paths = guest.paths();
    long result = guest.mayChangeParent(task);
    if (result < 0) {
      return result;
    }
    if (paths.binds().holds(paths.guest())) {
      return -Errors.EBUSY;
    }
    if (!task.credentials.overridesModes()) {
      // mayChangeParent has filled in the directory, as the guest sees it
      Stat parent = guest.otherStat();
      if ((parent.mode() & STICKY) != 0 && parent.uid() != task.credentials.fsuid()) {
        Owners.Entry entry = guest.owners().get(paths.stat());
        if (entry.uid() != task.credentials.fsuid()) {
          return -Errors.EPERM;
        }
      }
    }
    return 0;
  }

  long rename(
      Task task, int fromDirectory, int fromArgument, int toDirectory, int toArgument, int flags) {
    if ((flags & ~(RENAME_NOREPLACE | RENAME_EXCHANGE)) != 0) {
      return -Errors.EINVAL;
    }
    GuestPaths paths = guest.paths();
    long result = guest.findExisting(task, fromDirectory, fromArgument, false);
    if (result < 0) {
      return result;
    }
    result = mayRemove(task);
    if (result < 0) {
      return result;
    }
    String from = paths.path();
    String fromPlace = paths.guest();
    boolean isDirectory = paths.stat().isDirectory();
    long fromInode = paths.stat().inode();
    result = guest.find(task, toDirectory, toArgument, false);
    if (result < 0) {
      return result;
    }
    boolean exists = paths.exists();
    result = exists ? mayRemove(task) : guest.mayChangeParent(task);
    if (result < 0) {
      return result;
    }
    Stat to = paths.stat();
    boolean isLast = exists && (to.isDirectory() || to.links() <= 1);
    long device = to.device();
    long inode = to.inode();
    boolean movesDirectory = isDirectory || (exists && to.isDirectory());
    String toPlace = paths.guest();
    result = guest.host().two(GuestCall.RENAMEAT2, from, paths.path(), flags);
    if (result < 0) {
      return result;
    }
    if (isLast && (flags & RENAME_EXCHANGE) == 0 && inode != fromInode) {
      guest.owners().remove(device, inode);
    }
    if (movesDirectory) {
      guest.directories().moved();
    } else {
      guest.directories().changed(fromPlace);
      guest.directories().changed(toPlace);
    }
    return 0;
  }

  long link(
      Task task, int fromDirectory, int fromArgument, int toDirectory, int toArgument, int flags) {
    GuestPaths paths = guest.paths();
    String from;
    if ((flags & EMPTY_PATH) != 0
        && guest.take(task, guest.registers().argument(fromArgument), 1) == 0
        && guest.buffer().getByte(0) == 0) {
      from = Guest.opened(task, fromDirectory);
    } else {
      boolean follow = (flags & AT_SYMLINK_FOLLOW) != 0;
      long result = guest.findExisting(task, fromDirectory, fromArgument, follow);
      if (result < 0) {
        return result;
      }
      if (paths.stat().isDirectory()) {
        return -Errors.EPERM;
      }
      from = paths.path();
    }
    boolean follows = from.startsWith("/proc/");
    long result = findNew(task, toDirectory, toArgument);
    if (result < 0) {
      return result;
    }
    return guest.host().two(GuestCall.LINKAT, from, paths.path(), follows ? AT_SYMLINK_FOLLOW : 0);
  }

  /** The forms in which times are given. */
  enum Times {
    SECONDS,
    MICROSECONDS,
    NANOSECONDS
  }

  /**
   * Sets times.
   *
   * @param length the size of the times in the form that the call has
   */
  long times(
      Task task,
      int directory,
      int pathArgument,
      int timesArgument,
      int length,
      Times form,
      boolean follow) {
    Registers registers = guest.registers();
    String path;
    if (registers.argument(pathArgument) == 0 && form != Times.SECONDS) {
      if (directory == Host.CWD) {
        return -Errors.EFAULT;
      }
      path = Guest.opened(task, directory);
      if (guest.host().stat(path, true, first) < 0) {
        return -Errors.EBADF;
      }
      GuestDirectory opened = guest.directories().opened(task, "fd/" + directory, -Errors.EBADF);
      if (opened != null && opened.bind().readOnly()) {
        return -Errors.EROFS;
      }
      return setTimes(task, path, timesArgument, length, form, 0);
    }
    long result = guest.findExisting(task, directory, pathArgument, follow);
    if (result < 0) {
      return result;
    }
    GuestPaths paths = guest.paths();
    if (paths.isReadOnly()) {
      return -Errors.EROFS;
    }
    Stat stat = paths.stat();
    guest.owners().see(stat);
    boolean isNow = isNow(task, registers.argument(timesArgument), form);
    if (!Permissions.owns(task.credentials, stat)
        && !(isNow && Permissions.allow(task.credentials, stat, Permissions.WRITE))) {
      return isNow ? -Errors.EACCES : -Errors.EPERM;
    }
    return setTimes(
        task, paths.path(), timesArgument, length, form, paths.follows() ? 0 : Host.NOFOLLOW);
  }

  private boolean isNow(Task task, long address, Times form) {
    return address == 0
        || (form == Times.NANOSECONDS
            && guest.take(task, address, 32) == 0
            && guest.buffer().getLong(8) == UTIME_NOW
            && guest.buffer().getLong(24) == UTIME_NOW);
  }

  private long setTimes(
      Task task, String path, int timesArgument, int length, Times form, int flags) {
    long address = guest.registers().argument(timesArgument);
    if (address == 0) {
      return guest.host().at(GuestCall.UTIMENSAT, path, 0, flags, 0);
    }
    if (guest.take(task, address, length) < 0) {
      return -Errors.EFAULT;
    }
    NativeBuffer buffer = guest.buffer();
    if (form == Times.SECONDS) {
      long modified = buffer.getLong(8);
      buffer.putLong(8, 0);
      buffer.putLong(16, modified);
      buffer.putLong(24, 0);
    } else if (form == Times.MICROSECONDS) {
      buffer.putLong(8, buffer.getLong(8) * 1000);
      buffer.putLong(24, buffer.getLong(24) * 1000);
    }
    return guest.host().at(GuestCall.UTIMENSAT, path, buffer.address(), flags, 0);
  }

  long truncate(Task task) {
    long result = guest.findExisting(task, Host.CWD, 0, true);
    if (result < 0) {
      return result;
    }
    if (guest.paths().isReadOnly()) {
      return -Errors.EROFS;
    }
    if (!guest.allows(task, Permissions.WRITE)) {
      return -Errors.EACCES;
    }
    return guest
        .host()
        .on(GuestCall.TRUNCATE, guest.paths().path(), guest.registers().argument(1), 0);
  }
}
