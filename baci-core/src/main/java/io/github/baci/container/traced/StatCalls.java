package io.github.baci.container.traced;

import io.github.baci.container.syscall.RawCalls;

/** Answers calls that look at files: stat and its kin, access, readlink, statfs, getcwd. */
final class StatCalls {
  private static final int EMPTY_PATH = 0x1000;
  private static final int AT_EACCESS = 0x200;
  private static final int STATX_SIZE = 256;
  private static final int STATFS_SIZE = 120;

  private final Guest guest;
  private final NativeBuffer statx = new NativeBuffer(STATX_SIZE);
  private final NativeBuffer name = new NativeBuffer(GuestMemory.PATH_MAX * 2);

  StatCalls(Guest guest) {
    this.guest = guest;
  }

  long stat(Task task, int directory, int pathArgument, int bufferArgument, boolean follow) {
    long result = guest.findExisting(task, directory, pathArgument, follow);
    if (result < 0) {
      return result;
    }
    giveToProcess(guest.paths().stat());
    return answer(task, guest.paths().stat(), bufferArgument);
  }

  /** What the kernel makes up about a process belongs to it. */
  private void giveToProcess(Stat stat) {
    Task of = guest.processes().of(guest.paths().guest());
    if (of != null && stat.uid() == guest.owners().ownUid()) {
      stat.setOwner(of.credentials.euid(), of.credentials.egid());
    }
  }

  private long answer(Task task, Stat stat, int bufferArgument) {
    guest.owners().see(stat);
    return guest.give(task, guest.registers().argument(bufferArgument), stat.buffer(), Stat.SIZE);
  }

  long fstat(Task task, int fd, int bufferArgument) {
    Stat stat = guest.paths().stat();
    long result = statOpened(task, fd, stat);
    return result < 0 ? result : answer(task, stat, bufferArgument);
  }

  /** Looks at an open file; pipes and sockets belong to who asks. */
  private long statOpened(Task task, int fd, Stat stat) {
    if (fd == Host.CWD) {
      return guest.host().stat("/proc/" + task.number + "/cwd", true, stat);
    }
    if (fd < 0) {
      return -Errors.EBADF;
    }
    long result = guest.host().stat(Guest.opened(task, fd), true, stat);
    if (result < 0) {
      return result == -Errors.ENOENT ? -Errors.EBADF : result;
    }
    int type = stat.type();
    boolean isUnnamed = type == Stat.S_IFIFO || type == Stat.S_IFSOCK || type == Stat.S_IFCHR;
    if (isUnnamed && stat.uid() == guest.owners().ownUid()) {
      Owners.Entry entry = guest.owners().get(stat);
      if (entry.equals(Owners.Entry.ROOT) && stat.links() <= 1) {
        stat.setOwner(task.credentials.fsuid(), task.credentials.fsgid());
        return 1;
      }
    }
    return 0;
  }

  long newfstatat(Task task) {
    Registers registers = guest.registers();
    int flags = registers.intArgument(3);
    if ((flags & EMPTY_PATH) != 0 && isEmpty(task, registers.argument(1))) {
      return fstat(task, registers.intArgument(0), 2);
    }
    return stat(task, registers.intArgument(0), 1, 2, (flags & Host.NOFOLLOW) == 0);
  }

  private boolean isEmpty(Task task, long address) {
    if (address == 0) {
      return true; // since Linux 6.11
    }
    return guest.memory().read(task.pid, address, guest.buffer(), 0, 1) == 1
        && guest.buffer().getByte(0) == 0;
  }

  long statx(Task task) {
    Registers registers = guest.registers();
    int flags = registers.intArgument(2);
    String path;
    long follow;
    Stat stat = guest.paths().stat();
    boolean isOwnPipe = false;
    if ((flags & EMPTY_PATH) != 0 && isEmpty(task, registers.argument(1))) {
      int fd = registers.intArgument(0);
      long result = statOpened(task, fd, stat);
      if (result < 0) {
        return result;
      }
      isOwnPipe = result == 1;
      path = fd == Host.CWD ? "/proc/" + task.number + "/cwd" : Guest.opened(task, fd);
      follow = 0;
    } else {
      boolean follows = (flags & Host.NOFOLLOW) == 0;
      long result = guest.findExisting(task, registers.intArgument(0), 1, follows);
      if (result < 0) {
        return result;
      }
      giveToProcess(stat);
      path = guest.paths().path();
      follow = guest.paths().follows() ? 0 : Host.NOFOLLOW;
    }
    name.putText(0, path);
    long result =
        RawCalls.call(
            GuestCall.STATX.number(),
            Host.CWD,
            name.address(),
            (flags & ~(EMPTY_PATH | Host.NOFOLLOW)) | follow,
            registers.argument(3) | 0x7ff,
            statx.address(),
            0);
    if (result < 0) {
      return result;
    }
    if (!isOwnPipe) {
      guest.owners().see(stat);
    }
    statx.putInt(20, stat.uid());
    statx.putInt(24, stat.gid());
    statx.putShort(28, stat.mode());
    long rdev = stat.rdev();
    statx.putInt(128, (int) (((rdev >>> 8) & 0xfff) | ((rdev >>> 32) & ~0xfff)));
    statx.putInt(132, (int) ((rdev & 0xff) | ((rdev >>> 12) & ~0xff)));
    return guest.give(task, registers.argument(4), statx, STATX_SIZE);
  }

  long access(Task task, int directory, int pathArgument, int mode, int flags) {
    long result;
    if ((flags & EMPTY_PATH) != 0 && isEmpty(task, guest.registers().argument(pathArgument))) {
      result = statOpened(task, directory, guest.paths().stat());
    } else {
      result = guest.findExisting(task, directory, pathArgument, (flags & Host.NOFOLLOW) == 0);
      if (result == 0
          && (mode & Permissions.WRITE) != 0
          && guest.paths().isReadOnly()
          && isOrdinary(guest.paths().stat())) {
        return -Errors.EROFS;
      }
    }
    if (result < 0 || mode == 0) {
      return Math.min(result, 0);
    }
    Stat stat = guest.paths().stat();
    boolean isForeign = stat.uid() != guest.owners().ownUid();
    guest.owners().see(stat);
    Credentials who = task.credentials;
    int uid = (flags & AT_EACCESS) != 0 ? who.fsuid() : who.ruid();
    if (!Permissions.allow(uid, who, stat, mode)) {
      return -Errors.EACCES;
    }
    if (isForeign && !guest.paths().path().isEmpty() && (flags & EMPTY_PATH) == 0) {
      return guest.host().at(GuestCall.FACCESSAT, guest.paths().path(), mode, 0, 0);
    }
    return 0;
  }

  private static boolean isOrdinary(Stat stat) {
    int type = stat.type();
    return type == Stat.S_IFREG || type == Stat.S_IFDIR || type == Stat.S_IFLNK;
  }

  long readlink(Task task, int directory, int pathArgument, int bufferArgument) {
    Registers registers = guest.registers();
    long size = registers.argument(bufferArgument + 1);
    if ((int) size <= 0) {
      return -Errors.EINVAL;
    }
    String target;
    if (directory != Host.CWD && isEmpty(task, registers.argument(pathArgument))) {
      return Guest.MAKE; // a link that was opened itself
    }
    long result = guest.findExisting(task, directory, pathArgument, false);
    if (result < 0) {
      return result;
    }
    if (!guest.paths().stat().isLink()) {
      return -Errors.EINVAL;
    }
    target = guest.processes().readlink(task, guest.paths().guest());
    if (target == null) {
      target = guest.host().readlink(guest.paths().path());
    }
    if (target == null) {
      return -Errors.EACCES;
    }
    int length = Math.min((int) Math.min(size, Integer.MAX_VALUE), target.length());
    guest.buffer().putText(0, target);
    result = guest.give(task, registers.argument(bufferArgument), length);
    return result < 0 ? result : length;
  }

  long getcwd(Task task) {
    Registers registers = guest.registers();
    task.place.cwd = null;
    GuestDirectory cwd = guest.directories().workingDirectory(task);
    if (cwd == null || guest.host().stat(cwd.host(), true, guest.otherStat()) < 0) {
      return -Errors.ENOENT;
    }
    String root = task.place.root;
    String path = cwd.guest();
    if (!root.isEmpty()) {
      path =
          path.equals(root) || path.startsWith(root + "/")
              ? path.substring(root.length())
              : "(unreachable)" + path;
    }
    int length = guest.buffer().putText(0, path.isEmpty() ? "/" : path);
    if (length > registers.argument(1)) {
      return -Errors.ERANGE;
    }
    long result = guest.give(task, registers.argument(0), length);
    return result < 0 ? result : length;
  }

  long statfs(Task task) {
    long result = guest.findExisting(task, Host.CWD, 0, true);
    if (result < 0) {
      return result;
    }
    result = guest.host().on(GuestCall.STATFS, guest.paths().path(), guest.buffer().address(), 0);
    return result < 0 ? result : guest.give(task, guest.registers().argument(1), STATFS_SIZE);
  }
}
