package io.github.baci.container.traced;

import java.util.Map;

/** The kernel's {@code struct stat} of this machine's CPU, to be filled, read and changed. */
final class Stat {
  static final int SIZE = GuestCall.isX86() ? 144 : 128;
  private static final int MODE = GuestCall.isX86() ? 24 : 16;
  private static final int UID = GuestCall.isX86() ? 28 : 24;
  private static final int GID = GuestCall.isX86() ? 32 : 28;
  private static final int RDEV = GuestCall.isX86() ? 40 : 32;

  static final int S_IFMT = 0170000;
  static final int S_IFSOCK = 0140000;
  static final int S_IFLNK = 0120000;
  static final int S_IFREG = 0100000;
  static final int S_IFBLK = 0060000;
  static final int S_IFDIR = 0040000;
  static final int S_IFCHR = 0020000;
  static final int S_IFIFO = 0010000;

  private final NativeBuffer buffer = new NativeBuffer(SIZE);
  private Map<String, byte[]> kept = Map.of();

  /** Returns the same in memory of its own. */
  Stat copy() {
    Stat copy = new Stat();
    copy.buffer.put(0, buffer.get(0, SIZE));
    copy.kept = kept;
    return copy;
  }

  NativeBuffer buffer() {
    return buffer;
  }

  long device() {
    return buffer.getLong(0);
  }

  long inode() {
    return buffer.getLong(8);
  }

  long links() {
    return GuestCall.isX86() ? buffer.getLong(16) : buffer.getInt(20);
  }

  int mode() {
    return buffer.getInt(MODE);
  }

  void setMode(int mode) {
    buffer.putInt(MODE, mode);
  }

  int type() {
    return mode() & S_IFMT;
  }

  boolean isDirectory() {
    return type() == S_IFDIR;
  }

  boolean isLink() {
    return type() == S_IFLNK;
  }

  int uid() {
    return buffer.getInt(UID);
  }

  int gid() {
    return buffer.getInt(GID);
  }

  void setOwner(int uid, int gid) {
    buffer.putInt(UID, uid);
    buffer.putInt(GID, gid);
  }

  long rdev() {
    return buffer.getLong(RDEV);
  }

  void setRdev(long rdev) {
    buffer.putLong(RDEV, rdev);
  }

  /** Returns the attributes that the guest believes in, once it has been asked what that is. */
  Map<String, byte[]> kept() {
    return kept;
  }

  void setKept(Map<String, byte[]> xattrs) {
    kept = xattrs;
  }

  /** Returns the time of the last modification, in seconds since the epoch. */
  long seconds() {
    return buffer.getLong(88);
  }

  /** Returns the nanoseconds of that time. */
  long nanos() {
    return buffer.getLong(96);
  }
}
