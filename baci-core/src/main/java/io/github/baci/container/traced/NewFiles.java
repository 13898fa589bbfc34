package io.github.baci.container.traced;

/** Gives files that a guest makes the owner and mode that they would have. */
final class NewFiles {
  private static final int SETGID = 02000;

  private final Guest guest;
  private final Stat stat = new Stat();

  NewFiles(Guest guest) {
    this.guest = guest;
  }

  /**
   * Returns whether a file that is about to be made where was searched will be of root, as made.
   */
  boolean isPlain(Task task, int mode, boolean isDirectory) {
    Credentials who = task.credentials;
    if (who.fsuid() != 0 || who.fsgid() != 0 || guest.owners().mayBeStale()) {
      return false;
    }
    if ((mode & 07000) != 0 || Owners.realMode(mode, isDirectory) != mode) {
      return false;
    }
    return setgidParent() < 0;
  }

  /** Returns the group that the directory hands on to what is made in it, or -1. */
  private int setgidParent() {
    Owners owners = guest.owners();
    if (!owners.hasSetgid()) {
      return -1;
    }
    Stat parent = guest.otherStat();
    if (guest.paths().statParent(parent) < 0) {
      return -1;
    }
    owners.see(parent);
    return (parent.mode() & SETGID) != 0 ? parent.gid() : -1;
  }

  /**
   * Notes what was made where was searched.
   *
   * @param mode the permissions as the guest wants them, without the type
   */
  void made(Task task, String path, int mode) {
    made(task, path, mode, 0, 0);
  }

  /**
   * Notes a file that was made, maybe for a device.
   *
   * @param type the type that the guest shall see, or 0 for the real one
   */
  void made(Task task, String path, int mode, int type, long rdev) {
    if (guest.host().stat(path, false, stat) < 0) {
      return;
    }
    Credentials who = task.credentials;
    int inherited = setgidParent();
    int gid = inherited >= 0 ? inherited : who.fsgid();
    boolean isDirectory = stat.isDirectory();
    int permissions = mode;
    if (inherited >= 0 && isDirectory) {
      permissions |= SETGID;
    }
    boolean isReal = type == 0 && (stat.isLink() || (stat.mode() & 07777) == permissions);
    int shown = isReal ? -1 : (type == 0 ? stat.type() : type) | permissions;
    guest.owners().put(stat, new Owners.Entry(who.fsuid(), gid, shown, rdev, java.util.Map.of()));
  }
}
