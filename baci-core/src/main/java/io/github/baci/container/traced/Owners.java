package io.github.baci.container.traced;

import io.github.baci.container.syscall.FileStatus;
import io.github.baci.container.syscall.RawCalls;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the guest believes of files that this machine cannot give them: owners, modes, devices, and
 * attributes that only root may set; by their inodes. A file that is not listed belongs to root if
 * it belongs to the user who builds, and has its mode.
 *
 * <p>An entry is dropped when the last name of its file goes. Files that the guest can reach always
 * can be read and written by the user who builds: the guest's root may do so whatever their modes
 * say, and for its other users the tracer looks at the modes that are listed here.
 */
public final class Owners {
  private static final int UNMAPPED = 65534;

  private final Map<Key, Entry> entries = new HashMap<>();
  private final int ownUid;
  private boolean hidesOthers;
  private boolean handsDown;
  private boolean mayBeStale;

  private record Key(long device, long inode) {}

  /**
   * What the guest believes of a file.
   *
   * @param mode with the type; -1 if it is the real one
   * @param rdev the device that the file is, in the kernel's form, if it is one
   * @param xattrs attributes of the kinds that only root may set
   */
  public record Entry(int uid, int gid, int mode, long rdev, Map<String, byte[]> xattrs) {
    /** Says nothing: what the kernel says, but of root. */
    public static final Entry ROOT = new Entry(0, 0, -1, 0, Map.of());

    /** Copies the map. */
    public Entry {
      xattrs = Map.copyOf(xattrs);
    }

    Entry withOwner(int newUid, int newGid) {
      return new Entry(newUid, newGid, mode, rdev, xattrs);
    }

    Entry withMode(int newMode) {
      return new Entry(uid, gid, newMode, rdev, xattrs);
    }

    Entry with(String name, byte @Nullable [] value) {
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
  public Owners(int ownUid) {
    this.ownUid = ownUid;
  }

  /**
   * Begins an empty table for the user of this process, who is the only one of a user namespace:
   * all others of the machine, who have the number of nobody there, are root for the guest.
   */
  public static Owners ofTheOnlyUser() {
    Owners owners = ofThisUser();
    owners.hidesOthers = true;
    return owners;
  }

  /** Begins an empty table for the user of this process. */
  public static Owners ofThisUser() {
    return new Owners((int) RawCalls.call(GuestCall.GETUID.number(), 0, 0, 0, 0, 0, 0));
  }

  /** Returns the entry of a file, which may be the one that says nothing. */
  public synchronized Entry get(long device, long inode) {
    return entries.getOrDefault(new Key(device, inode), Entry.ROOT);
  }

  /** Sets the entry of a file. */
  public synchronized void put(long device, long inode, Entry entry) {
    if (entry.saysNothing()) {
      entries.remove(new Key(device, inode));
    } else {
      handsDown |= entry.mode() != -1 && (entry.mode() & 02000) != 0;
      handsDown |= entry.xattrs().containsKey(AccessList.DEFAULT);
      entries.put(new Key(device, inode), entry);
    }
  }

  synchronized void remove(long device, long inode) {
    entries.remove(new Key(device, inode));
  }

  /** Hears that a file system is new, whatever had its number before. */
  public synchronized void forget(long device) {
    entries.keySet().removeIf(key -> key.device() == device);
  }

  /**
   * Hears that files may go without the table's knowing it: from then on each file that a guest
   * makes is noted, whatever was noted of the last one that had its inode.
   */
  public synchronized void expectStale() {
    mayBeStale = true;
  }

  synchronized boolean mayBeStale() {
    return mayBeStale;
  }

  /** Returns whether there may be a directory that hands on its group, or an access list. */
  synchronized boolean handsDown() {
    return handsDown;
  }

  Entry get(Stat stat) {
    return get(stat.device(), stat.inode());
  }

  void put(Stat stat, Entry entry) {
    if (stat.links() == 0) {
      expectStale(); // it goes when nobody has it open any more
    }
    put(stat.device(), stat.inode(), entry);
  }

  void remove(Stat stat) {
    remove(stat.device(), stat.inode());
  }

  /** Makes of what the kernel says what the guest believes. */
  void see(Stat stat) {
    stat.setKept(Map.of());
    if (stat.uid() != ownUid) {
      if (hidesOthers && stat.uid() == UNMAPPED) {
        stat.setOwner(0, 0);
      }
      return;
    }
    Entry entry = get(stat);
    stat.setOwner(entry.uid(), entry.gid());
    stat.setKept(entry.xattrs());
    if (entry.mode() != -1) {
      stat.setMode(entry.mode());
      if (entry.rdev() != 0) {
        stat.setRdev(entry.rdev());
      }
    }
  }

  /**
   * Makes of what the kernel says what guests believe. The times of change are the kernel's: what
   * is noted here sets them.
   */
  public FileStatus see(FileStatus real) {
    if (real.uid() != Integer.toUnsignedLong(ownUid)) {
      return real;
    }
    Entry entry = get(device(real.device()), real.inode());
    long rdev = entry.rdev();
    return new FileStatus(
        entry.mode() == -1 ? real.mode() : entry.mode(),
        real.links(),
        new FileStatus.Owner(
            Integer.toUnsignedLong(entry.uid()), Integer.toUnsignedLong(entry.gid())),
        real.size(),
        new FileStatus.Place(real.inode(), real.device()),
        new FileStatus.Times(
            real.seconds(), real.nanos(), real.changeSeconds(), real.changeNanos()),
        new FileStatus.DeviceNumber(
            rdev == 0 ? real.major() : (int) (((rdev >>> 8) & 0xfff) | ((rdev >>> 32) & ~0xfff)),
            rdev == 0 ? real.minor() : (int) ((rdev & 0xff) | ((rdev >>> 12) & ~0xff))));
  }

  /** Returns a device in the kernel's form, of one that has the major number in the upper half. */
  public static long device(long majorAndMinor) {
    long major = majorAndMinor >>> 32;
    long minor = majorAndMinor & 0xffffffffL;
    return (minor & 0xff) | (major & 0xfff) << 8 | (minor & ~0xffL) << 12 | (major & ~0xfffL) << 32;
  }

  /** Returns the mode that a file gets so that the user who builds can always use it. */
  public static int realMode(int mode, boolean isDirectory) {
    int permissions = mode & 0777;
    if (isDirectory) {
      return permissions | 0700;
    }
    return permissions | 0600 | ((permissions & 0111) != 0 ? 0100 : 0);
  }

  /** Returns the user who builds. */
  public int ownUid() {
    return ownUid;
  }
}
