package io.github.baci.container.traced;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the guest believes of files that this machine cannot give them: owners, modes, devices, and
 * attributes that only root may set; by their inodes. A file that is not listed belongs to root if
 * it belongs to the user who builds, and has its mode.
 *
 * <p>An entry is dropped when the last name of its file goes. Files that the guest can reach always
 * can be read and written by the user who builds: the guest's root may do so whatever their modes
 * say, and for its other users the tracer looks at the modes that are listed here.
 */
final class Owners {
  private final Map<Key, Entry> entries = new HashMap<>();
  private final int ownUid;
  private boolean hasSetgid;

  private record Key(long device, long inode) {}

  /**
   * What the guest believes of a file.
   *
   * @param mode with the type; -1 if it is the real one
   * @param rdev the device that the file is, in the kernel's form, if it is one
   * @param xattrs attributes of the kinds that only root may set
   */
  record Entry(int uid, int gid, int mode, long rdev, Map<String, byte[]> xattrs) {
    static final Entry ROOT = new Entry(0, 0, -1, 0, Map.of());

    Entry withOwner(int newUid, int newGid) {
      return new Entry(newUid, newGid, mode, rdev, xattrs);
    }

    Entry withMode(int newMode) {
      return new Entry(uid, gid, newMode, rdev, xattrs);
    }

    Entry with(String name, byte[] value) {
      Map<String, byte[]> all = new TreeMap<>(xattrs);
      if (value == null) {
        all.remove(name);
      } else {
        all.put(name, value);
      }
      return new Entry(uid, gid, mode, rdev, all);
    }

    private boolean saysNothing() {
      return uid == 0 && gid == 0 && mode == -1 && xattrs.isEmpty();
    }
  }

  /**
   * Begins an empty table.
   *
   * @param ownUid the user who builds, as this machine's kernel has it
   */
  Owners(int ownUid) {
    this.ownUid = ownUid;
  }

  /** Returns the entry of a file, which may be the one that says nothing. */
  synchronized Entry get(long device, long inode) {
    return entries.getOrDefault(new Key(device, inode), Entry.ROOT);
  }

  synchronized void put(long device, long inode, Entry entry) {
    if (entry.saysNothing()) {
      entries.remove(new Key(device, inode));
    } else {
      hasSetgid |= entry.mode() != -1 && (entry.mode() & 02000) != 0;
      entries.put(new Key(device, inode), entry);
    }
  }

  synchronized void remove(long device, long inode) {
    entries.remove(new Key(device, inode));
  }

  /** Returns whether there may be a directory that hands on its group. */
  synchronized boolean hasSetgid() {
    return hasSetgid;
  }

  Entry get(Stat stat) {
    return get(stat.device(), stat.inode());
  }

  void put(Stat stat, Entry entry) {
    put(stat.device(), stat.inode(), entry);
  }

  void remove(Stat stat) {
    remove(stat.device(), stat.inode());
  }

  /** Makes of what the kernel says what the guest believes. */
  void see(Stat stat) {
    if (stat.uid() != ownUid) {
      return;
    }
    Entry entry = get(stat);
    stat.setOwner(entry.uid(), entry.gid());
    if (entry.mode() != -1) {
      stat.setMode(entry.mode());
      if (entry.rdev() != 0) {
        stat.setRdev(entry.rdev());
      }
    }
  }

  /** Returns the mode that a file gets so that the user who builds can always use it. */
  static int realMode(int mode, boolean isDirectory) {
    int permissions = mode & 0777;
    if (isDirectory) {
      return permissions | 0700;
    }
    return permissions | 0600 | ((permissions & 0111) != 0 ? 0100 : 0);
  }

  int ownUid() {
    return ownUid;
  }
}
