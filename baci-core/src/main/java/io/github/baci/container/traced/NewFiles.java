package io.github.baci.container.traced;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Gives files that a guest makes the owner, mode and access list that they would have. */
final class NewFiles {
  private static final int SETGID = 02000;

  private final Guest guest;
  private final Stat stat = new Stat();

  NewFiles(Guest guest) {
    this.guest = guest;
  }

  /**
   * Returns the permissions that a file will have which is about to be made where was searched:
   * those asked for without the umask or, in a directory that hands on an access list, with what
   * that allows.
   *
   * @param asked the permissions that the call has
   */
  int mode(Task task, int asked) {
    return mode(task, asked, parent());
  }

  /** Does the same for a file that will be made in a directory. */
  int mode(Task task, int asked, @Nullable Stat parent) {
    AccessList list = parent == null ? null : handedOn(parent);
    return list == null ? asked & ~task.place.umask : asked & (list.mode() | ~0777);
  }

  private static @Nullable AccessList handedOn(Stat parent) {
    return AccessList.of(parent.kept().get(AccessList.DEFAULT));
  }

  /**
   * Returns whether a file that is about to be made where was searched will be of root, as made.
   *
   * @param mode its permissions, as {@link #mode} says
   */
  boolean isPlain(Task task, int mode, boolean isDirectory) {
    return isPlain(task, mode, isDirectory, parent());
  }

  /** Returns the same for a file that will be made in a directory. */
  boolean isPlain(Task task, int mode, boolean isDirectory, @Nullable Stat parent) {
    Credentials who = task.credentials;
    if (who.fsuid() != 0 || who.fsgid() != 0 || guest.owners().mayBeStale()) {
      return false;
    }
    if ((mode & 07000) != 0 || Owners.realMode(mode, isDirectory) != mode) {
      return false;
    }
    return parent == null || ((parent.mode() & SETGID) == 0 && handedOn(parent) == null);
  }

  /** Returns the directory of what was searched, if it may hand on anything; else null. */
  private @Nullable Stat parent() {
    Stat parent = guest.otherStat();
    if (!guest.owners().handsDown() || guest.paths().statParent(parent) < 0) {
      return null;
    }
    guest.owners().see(parent);
    return parent;
  }

  /**
   * Notes what was made where was searched.
   *
   * @param mode the permissions as {@link #mode} says, without the type
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
    if (guest.host().stat(path, false, stat) == 0) {
      note(task, mode, type, rdev, parent());
    }
  }

  /**
   * Gives a file that has no name yet, and is open, what it would have.
   *
   * @param path the link by which it is reached
   * @param mode the permissions as {@link #mode} says
   * @param parent the directory that it was made for
   */
  void unnamed(Task task, String path, int mode, @Nullable Stat parent) {
    guest.host().at(GuestCall.FCHMODAT, path, Owners.realMode(mode, false), 0, 0);
    if (guest.host().stat(path, true, stat) == 0) {
      note(task, mode, 0, 0, parent);
    }
  }

  private void note(Task task, int mode, int type, long rdev, @Nullable Stat parent) {
    Credentials who = task.credentials;
    Stat ofGroup = parent != null && (parent.mode() & SETGID) != 0 ? parent : null;
    int gid = ofGroup == null ? who.fsgid() : ofGroup.gid();
    boolean isDirectory = stat.isDirectory();
    int permissions = mode;
    if (ofGroup != null && isDirectory) {
      permissions |= SETGID;
    }
    boolean isReal = type == 0 && (stat.isLink() || (stat.mode() & 07777) == permissions);
    int shown = isReal ? -1 : (type == 0 ? stat.type() : type) | permissions;
    Map<String, byte[]> kept =
        parent == null || stat.isLink() ? Map.of() : handedOn(parent, mode, isDirectory);
    guest.owners().put(stat, new Owners.Entry(who.fsuid(), gid, shown, rdev, kept));
  }

  private static Map<String, byte[]> handedOn(Stat parent, int mode, boolean isDirectory) {
    AccessList list = handedOn(parent);
    if (list == null) {
      return Map.of();
    }
    Map<String, byte[]> kept = new TreeMap<>();
    if (!list.isMode()) {
      kept.put(AccessList.ACCESS, list.madeWith(mode).value());
    }
    if (isDirectory) {
      kept.put(AccessList.DEFAULT, list.value());
    }
    return kept;
  }
}
