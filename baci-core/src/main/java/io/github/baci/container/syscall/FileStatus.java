package io.github.baci.container.syscall;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the system knows of a file.
 *
 * @param mode type and permission bits
 * @param owner who owns a file
 * @param place which file it is
 * @param times when a file was changed
 * @param number which device a file is
 */
public record FileStatus(
    int mode, int links, Owner owner, long size, Place place, Times times, DeviceNumber number) {
  /** Who owns a file. */
  public record Owner(long uid, long gid) {}

  /**
   * When a file was changed.
   *
   * @param seconds the time of the last modification, in seconds since the epoch
   * @param nanos the nanoseconds of that time
   * @param changeSeconds the time of the last change of content or attributes
   * @param changeNanos the nanoseconds of that time
   */
  public record Times(long seconds, int nanos, long changeSeconds, int changeNanos) {}

  /**
   * Which file it is.
   *
   * @param device the device that the file is on
   */
  public record Place(long inode, long device) {}

  /**
   * Which device a file is.
   *
   * @param major the major number of the device that the file is, if it is one
   * @param minor the minor number of the device that the file is, if it is one
   */
  public record DeviceNumber(int major, int minor) {}

  private static final long UNSIGNED = 0xffffffffL;

  /** The bits of the mode that tell the type. */
  public static final int S_IFMT = 0170000;

  public static final int S_IFSOCK = 0140000;
  public static final int S_IFLNK = 0120000;
  public static final int S_IFREG = 0100000;
  public static final int S_IFBLK = 0060000;
  public static final int S_IFDIR = 0040000;
  public static final int S_IFCHR = 0020000;
  public static final int S_IFIFO = 0010000;

  /** Reads the kernel's {@code struct statx}, which is the same on all CPUs. */
  static FileStatus of(byte[] bytes) {
    ByteBuffer statx = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    return new FileStatus(
        statx.getShort(28) & 0xffff,
        statx.getInt(16),
        new FileStatus.Owner(statx.getInt(20) & UNSIGNED, statx.getInt(24) & UNSIGNED),
        statx.getLong(40),
        new FileStatus.Place(
            statx.getLong(32), ((long) statx.getInt(136) << 32) | (statx.getInt(140) & UNSIGNED)),
        new FileStatus.Times(
            statx.getLong(112), statx.getInt(120), statx.getLong(96), statx.getInt(104)),
        new FileStatus.DeviceNumber(statx.getInt(128), statx.getInt(132)));
  }

  /** Returns the type, one of the constants of this class. */
  public int type() {
    return mode & S_IFMT;
  }

  /** Returns the permission bits with setuid, setgid and sticky. */
  public int permissions() {
    return mode & 07777;
  }

  /** Returns whether this is a directory. */
  public boolean isDirectory() {
    return type() == S_IFDIR;
  }

  /** Returns whether this is what an overlay puts where a file was removed. */
  public boolean isWhiteout() {
    return type() == S_IFCHR && number.major() == 0 && number.minor() == 0;
  }

  /** Returns the uid. */
  public long uid() {
    return owner.uid();
  }

  /** Returns the gid. */
  public long gid() {
    return owner.gid();
  }

  /** Returns the time of the last modification, in seconds since the epoch. */
  public long seconds() {
    return times.seconds();
  }

  /** Returns the nanoseconds of that time. */
  public int nanos() {
    return times.nanos();
  }

  /** Returns the time of the last change of content or attributes. */
  public long changeSeconds() {
    return times.changeSeconds();
  }

  /** Returns the nanoseconds of that time. */
  public int changeNanos() {
    return times.changeNanos();
  }

  /** Returns the inode. */
  public long inode() {
    return place.inode();
  }

  /** Returns the device that the file is on. */
  public long device() {
    return place.device();
  }

  /** Returns the major number of the device that the file is, if it is one. */
  public int major() {
    return number.major();
  }

  /** Returns the minor number of the device that the file is, if it is one. */
  public int minor() {
    return number.minor();
  }
}
