package io.github.baci.container.traced;

/** Answers calls that change owners and modes. */
final class OwnerCalls {
  private static final int EMPTY_PATH = 0x1000;
  private static final long UTIME_OMIT = 0x3ffffffe;

  private final Guest guest;

  OwnerCalls(Guest guest) {
    this.guest = guest;
  }

  /** Finds an open file; returns 0 or an error, and fills in what is known of it. */
  private long findOpened(Task task, int fd) {
    Stat stat = guest.paths().stat();
    long result = fd < 0 ? -Errors.EBADF : guest.host().stat(Guest.opened(task, fd), true, stat);
    if (result < 0) {
      return -Errors.EBADF;
    }
    GuestDirectory opened = guest.directories().opened(task, "fd/" + fd, -Errors.EBADF);
    return opened != null && opened.bind().readOnly() ? -Errors.EROFS : 0;
  }

  private boolean isEmpty(Task task, int pathArgument) {
    return guest.take(task, guest.registers().argument(pathArgument), 1) == 0
        && guest.buffer().getByte(0) == 0;
  }

  private long find(Task task, int directory, int pathArgument, boolean follow) {
    long result = guest.findExisting(task, directory, pathArgument, follow);
    return result == 0 && guest.paths().isReadOnly() ? -Errors.EROFS : result;
  }

  long chmod(Task task, int directory, int pathArgument, int mode, int flags) {
    if ((flags & EMPTY_PATH) != 0 && isEmpty(task, pathArgument)) {
      return fchmod(task, directory, mode);
    }
    boolean follow = (flags & Host.NOFOLLOW) == 0;
    long result = find(task, directory, pathArgument, follow);
    if (result < 0) {
      return result;
    }
    if (guest.paths().stat().isLink()) {
      return -Errors.EOPNOTSUPP;
    }
    return setMode(task, guest.paths().path(), mode);
  }

  long fchmod(Task task, int fd, int mode) {
    long result = findOpened(task, fd);
    return result < 0 ? result : setMode(task, Guest.opened(task, fd), mode);
  }

  private long setMode(Task task, String path, int mode) {
    Stat stat = guest.paths().stat();
    Owners owners = guest.owners();
    if (stat.uid() != owners.ownUid()) {
      return guest.host().at(GuestCall.FCHMODAT, path, mode & 07777, 0, 0);
    }
    Owners.Entry entry = owners.get(stat);
    Credentials who = task.credentials;
    if (who.fsuid() != 0 && who.fsuid() != entry.uid()) {
      return -Errors.EPERM;
    }
    int permissions = mode & 07777;
    if (who.fsuid() != 0 && !stat.isDirectory() && !who.isInGroup(entry.gid())) {
      permissions &= ~02000;
    }
    AccessList list = AccessList.of(entry.xattrs().get(AccessList.ACCESS));
    Owners.Entry next =
        list == null ? entry : entry.with(AccessList.ACCESS, list.withMode(permissions).value());
    return putMode(path, next, permissions);
  }

  /** Sets what is noted of the file that was found, with another mode. */
  private long putMode(String path, Owners.Entry entry, int permissions) {
    Stat stat = guest.paths().stat();
    int real = Owners.realMode(permissions, stat.isDirectory());
    long result = guest.host().at(GuestCall.FCHMODAT, path, real, 0, 0);
    if (result == 0) {
      int type = entry.mode() == -1 ? stat.type() : entry.mode() & Stat.S_IFMT;
      boolean isReal = real == permissions && entry.rdev() == 0;
      guest.owners().put(stat, entry.withMode(isReal ? -1 : type | permissions));
    }
    return result;
  }

  /**
   * Sets or takes away an access list of the file that was found.
   *
   * @param path where it is on this machine
   * @param name which of both it is
   * @param value the attribute's; empty for none
   */
  long setList(Task task, String path, String name, byte[] value) {
    Stat stat = guest.paths().stat();
    Owners owners = guest.owners();
    if (stat.isLink()) {
      return -Errors.EOPNOTSUPP;
    }
    if (stat.uid() != owners.ownUid()) {
      return -Errors.EPERM;
    }
    Owners.Entry entry = owners.get(stat);
    Credentials who = task.credentials;
    if (who.fsuid() != 0 && who.fsuid() != entry.uid()) {
      return -Errors.EPERM;
    }
    long checked = value.length == 0 ? 0 : AccessList.check(value);
    if (checked < 0) {
      return checked;
    }
    AccessList list = AccessList.of(value);
    if (name.equals(AccessList.DEFAULT)) {
      if (!stat.isDirectory()) {
        return list == null ? 0 : -Errors.EACCES;
      }
      owners.put(stat, entry.with(name, list == null ? null : list.value()));
      touch(path, stat);
      return 0;
    }
    if (list == null) {
      owners.put(stat, entry.with(name, null));
      touch(path, stat);
      return 0;
    }
    int before = entry.mode() == -1 ? stat.mode() : entry.mode();
    int permissions = (before & 07000) | list.mode();
    if (who.fsuid() != 0 && !who.isInGroup(entry.gid())) {
      permissions &= ~02000;
    }
    return putMode(path, entry.with(name, list.isMode() ? null : list.value()), permissions);
  }

  long chown(Task task, int directory, int pathArgument, int uid, int gid, int flags) {
    if ((flags & EMPTY_PATH) != 0 && isEmpty(task, pathArgument)) {
      return fchown(task, directory, uid, gid);
    }
    long result = find(task, directory, pathArgument, (flags & Host.NOFOLLOW) == 0);
    return result < 0 ? result : setOwner(task, guest.paths().path(), uid, gid);
  }

  long fchown(Task task, int fd, int uid, int gid) {
    long result = findOpened(task, fd);
    return result < 0 ? result : setOwner(task, Guest.opened(task, fd), uid, gid);
  }

  private long setOwner(Task task, String path, int uid, int gid) {
    Stat stat = guest.paths().stat();
    Owners owners = guest.owners();
    Credentials who = task.credentials;
    if (stat.uid() != owners.ownUid()) {
      return uid == -1 && gid == -1 ? 0 : -Errors.EPERM;
    }
    Owners.Entry entry = owners.get(stat);
    boolean changesUser = uid != -1 && uid != entry.uid();
    boolean changesGroup = gid != -1 && gid != entry.gid();
    if (who.fsuid() != 0) {
      boolean isOwner = who.fsuid() == entry.uid();
      if (changesUser || !isOwner || (changesGroup && !who.isInGroup(gid))) {
        return -Errors.EPERM;
      }
    }
    Owners.Entry next =
        entry.withOwner(uid == -1 ? entry.uid() : uid, gid == -1 ? entry.gid() : gid);
    int mode = entry.mode();
    if (mode != -1 && (mode & Stat.S_IFMT) == Stat.S_IFREG && (mode & 06000) != 0) {
      int kept = mode & ~04000;
      if ((mode & 010) != 0) {
        kept &= ~02000;
      }
      int real = Owners.realMode(kept & 07777, false);
      next = next.withMode(real == (kept & 07777) ? -1 : kept);
    }
    if (next.xattrs().containsKey(AttributeCalls.CAPABILITY) && stat.type() == Stat.S_IFREG) {
      next = next.with(AttributeCalls.CAPABILITY, null);
    }
    owners.put(stat, next);
    touch(path, stat);
    return 0;
  }

  /** Lets the time of change be now, as the guest and the snapshot expect of a new owner. */
  void touch(String path, Stat stat) {
    NativeBuffer times = guest.buffer();
    times.putLong(0, 0);
    times.putLong(8, UTIME_OMIT);
    times.putLong(16, stat.seconds());
    times.putLong(24, stat.nanos());
    int flags = stat.isLink() ? Host.NOFOLLOW : 0;
    guest.host().at(GuestCall.UTIMENSAT, path, times.address(), flags, 0);
  }
}
