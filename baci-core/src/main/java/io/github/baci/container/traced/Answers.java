package io.github.baci.container.traced;

/**
 * Answers the system calls at which guests stop: with a result, in place of the call, or by letting
 * the call be made, maybe with other arguments.
 */
final class Answers {
  private final Guest guest;
  private final OpenCalls open;
  private final StatCalls stat;
  private final TreeCalls tree;
  private final OwnerCalls owner;
  private final AttributeCalls attributes;
  private final IdentityCalls identity;
  private final ExecCalls exec;
  private final SocketCalls sockets;
  private final SignalCalls signals;

  Answers(Guest guest, String hostname, boolean hasNetwork, ShortNames shortNames) {
    this.guest = guest;
    NewFiles newFiles = new NewFiles(guest);
    open = new OpenCalls(guest, newFiles, new StatusFiles(guest, shortNames));
    stat = new StatCalls(guest);
    tree = new TreeCalls(guest, newFiles);
    owner = new OwnerCalls(guest);
    attributes = new AttributeCalls(guest, owner);
    identity = new IdentityCalls(guest, hostname);
    exec = new ExecCalls(guest);
    sockets = new SocketCalls(guest, newFiles, hasNetwork, shortNames);
    signals = new SignalCalls(guest);
  }

  private int arg(int index) {
    return guest.registers().intArgument(index);
  }

  /**
   * Answers a call, whose registers are read.
   *
   * @return the result, or {@link Guest#MAKE} or {@link Guest#LATER}
   */
  long answer(Task task, GuestCall call) {
    return switch (call) {
      case OPEN -> open.open(task, Host.CWD, 0, 1, arg(1), arg(2));
      case CREAT -> open.open(task, Host.CWD, 0, -1, 01101, arg(1));
      case OPENAT -> open.open(task, arg(0), 1, 2, arg(2), arg(3));
      case OPENAT2 -> open.openat2(task);
      case CHDIR -> open.chdir(task);
      case FCHDIR -> open.fchdir(task);
      case CHROOT -> open.chroot(task);
      case INOTIFY_ADD_WATCH -> open.watch(task);
      case STAT -> stat.stat(task, Host.CWD, 0, 1, true);
      case LSTAT -> stat.stat(task, Host.CWD, 0, 1, false);
      case FSTAT -> stat.fstat(task, arg(0), 1);
      case NEWFSTATAT -> stat.newfstatat(task);
      case STATX -> stat.statx(task);
      case ACCESS -> stat.access(task, Host.CWD, 0, arg(1), 0);
      case FACCESSAT -> stat.access(task, arg(0), 1, arg(2), 0);
      case FACCESSAT2 -> stat.access(task, arg(0), 1, arg(2), arg(3));
      case READLINK -> stat.readlink(task, Host.CWD, 0, 1);
      case READLINKAT -> stat.readlink(task, arg(0), 1, 2);
      case GETCWD -> stat.getcwd(task);
      case STATFS -> stat.statfs(task);
      case EXECVE -> exec.execute(task, Host.CWD, 0, 0);
      case EXECVEAT -> executeAt(task);
      default -> change(task, call);
    };
  }

  private long executeAt(Task task) {
    return exec.execute(task, arg(0), 1, arg(4));
  }

  private long change(Task task, GuestCall call) {
    return switch (call) {
      case MKDIR -> tree.mkdir(task, Host.CWD, 0, arg(1));
      case MKDIRAT -> tree.mkdir(task, arg(0), 1, arg(2));
      case RMDIR -> tree.unlink(task, Host.CWD, 0, true);
      case UNLINK -> tree.unlink(task, Host.CWD, 0, false);
      case UNLINKAT -> tree.unlink(task, arg(0), 1, (arg(2) & Host.REMOVEDIR) != 0);
      case RENAME -> tree.rename(task, Host.CWD, 0, Host.CWD, 1, 0);
      case RENAMEAT -> tree.rename(task, arg(0), 1, arg(2), 3, 0);
      case RENAMEAT2 -> tree.rename(task, arg(0), 1, arg(2), 3, arg(4));
      case LINK -> tree.link(task, Host.CWD, 0, Host.CWD, 1, 0);
      case LINKAT -> tree.link(task, arg(0), 1, arg(2), 3, arg(4));
      case SYMLINK -> tree.symlink(task, 0, Host.CWD, 1);
      case SYMLINKAT -> tree.symlink(task, 0, arg(1), 2);
      case MKNOD -> tree.mknod(task, Host.CWD, 0, arg(1), arg(2) & 0xffffffffL);
      case MKNODAT -> tree.mknod(task, arg(0), 1, arg(2), arg(3) & 0xffffffffL);
      case UTIME -> tree.times(task, Host.CWD, 0, 1, 16, TreeCalls.Times.SECONDS, true);
      case UTIMES -> tree.times(task, Host.CWD, 0, 1, 32, TreeCalls.Times.MICROSECONDS, true);
      case FUTIMESAT -> tree.times(task, arg(0), 1, 2, 32, TreeCalls.Times.MICROSECONDS, true);
      case UTIMENSAT ->
          tree.times(
              task, arg(0), 1, 2, 32, TreeCalls.Times.NANOSECONDS, (arg(3) & Host.NOFOLLOW) == 0);
      case TRUNCATE -> tree.truncate(task);
      case CHMOD -> owner.chmod(task, Host.CWD, 0, arg(1), 0);
      case FCHMOD -> owner.fchmod(task, arg(0), arg(1));
      case FCHMODAT -> owner.chmod(task, arg(0), 1, arg(2), 0);
      case FCHMODAT2 -> owner.chmod(task, arg(0), 1, arg(2), arg(3));
      case CHOWN -> owner.chown(task, Host.CWD, 0, arg(1), arg(2), 0);
      case LCHOWN -> owner.chown(task, Host.CWD, 0, arg(1), arg(2), Host.NOFOLLOW);
      case FCHOWN -> owner.fchown(task, arg(0), arg(1), arg(2));
      case FCHOWNAT -> owner.chown(task, arg(0), 1, arg(2), arg(3), arg(4));
      case SETXATTR, LSETXATTR, FSETXATTR -> attributes.set(task, call);
      case GETXATTR, LGETXATTR, FGETXATTR -> attributes.get(task, call);
      case LISTXATTR, LLISTXATTR, FLISTXATTR -> attributes.list(task, call);
      case REMOVEXATTR, LREMOVEXATTR, FREMOVEXATTR -> attributes.remove(task, call);
      case BIND -> sockets.bind(task);
      case CONNECT -> sockets.connect(task, 1, 2);
      case SENDTO -> sockets.connect(task, 4, 5);
      case SENDMSG -> sockets.sendmsg(task);
      case SENDMMSG -> sockets.sendmmsg();
      case GETSOCKNAME, GETPEERNAME -> sockets.name(task);
      case GETSOCKOPT -> sockets.peer(task);
      case KILL -> signals.kill(task, arg(0), arg(1));
      case TKILL, RT_SIGQUEUEINFO -> signals.toThread(task, arg(0));
      case TGKILL, RT_TGSIGQUEUEINFO -> signals.toThread(task, arg(1));
      case PIDFD_OPEN -> signals.look(arg(0));
      default -> identify(task, call);
    };
  }

  private long identify(Task task, GuestCall call) {
    Credentials who = task.credentials;
    return switch (call) {
      case GETUID -> who.ruid() & 0xffffffffL;
      case GETEUID -> who.euid() & 0xffffffffL;
      case GETGID -> who.rgid() & 0xffffffffL;
      case GETEGID -> who.egid() & 0xffffffffL;
      case GETRESUID -> identity.getres(task, who.ruid(), who.euid(), who.suid());
      case GETRESGID -> identity.getres(task, who.rgid(), who.egid(), who.sgid());
      case GETGROUPS -> identity.getgroups(task);
      case SETUID -> identity.setuid(task);
      case SETGID -> identity.setgid(task);
      case SETREUID -> identity.setreuid(task);
      case SETREGID -> identity.setregid(task);
      case SETRESUID -> identity.setresuid(task);
      case SETRESGID -> identity.setresgid(task);
      case SETFSUID -> identity.setfsuid(task);
      case SETFSGID -> identity.setfsgid(task);
      case SETGROUPS -> identity.setgroups(task);
      case CAPGET -> identity.capget(task);
      case CAPSET -> identity.capset(task);
      case PRCTL -> identity.prctl(task);
      case UMASK -> identity.umask(task);
      case UNAME -> identity.uname(task);
      default -> Guest.MAKE;
    };
  }
}
