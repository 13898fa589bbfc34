package io.github.baci.context;

import io.github.baci.layer.Mtime;
import io.github.baci.store.UnixAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What one stat call says of a file, links not followed. Where the operating system has no Unix
 * attributes, as Windows, every mode is 0755 and the identity is unknown.
 *
 * @param mode the permission bits with setuid, setgid and sticky
 * @param changed the time of the last change of the file or its attributes, in nanoseconds since
 *     the epoch; 0 if unknown
 * @param identity which file it is
 * @param number which device a file is, if it is one
 */
record FileStat(
    FileKind kind,
    int mode,
    long size,
    Mtime mtime,
    long changed,
    Identity identity,
    DeviceNumber number) {
  /**
   * Which file it is.
   *
   * @param inode the inode, or 0 if the identity is unknown
   * @param links how many names the file has
   */
  public record Identity(long device, long inode, int links) {}

  /** Which device a file is, if it is one. */
  public record DeviceNumber(int major, int minor) {}

  private static final String UNIX = "unix:mode,ino,dev,nlink,rdev,ctime,lastModifiedTime,size";
  private static final String CHANGE = "unix:ino,dev,ctime,size";
  private static final DeviceNumber NO_DEVICE = new DeviceNumber(0, 0);
  private static final int TYPE_MASK = 0170000;
  private static final long COARSE_TICK = TimeUnit.SECONDS.toNanos(2);
  private static final long FINE_TICK = TimeUnit.MILLISECONDS.toNanos(100);

  /** Reads the attributes of a file. */
  static FileStat read(Path file, boolean unix) throws IOException {
    return unix ? readUnix(file) : readBasic(file);
  }

  private static FileStat readUnix(Path file) throws IOException {
    Map<String, Object> values = Files.readAttributes(file, UNIX, LinkOption.NOFOLLOW_LINKS);
    int mode = (int) UnixAttributes.number(values, "mode");
    long rdev = UnixAttributes.number(values, "rdev");
    return new FileStat(
        kind(mode),
        mode & 07777,
        UnixAttributes.number(values, "size"),
        Mtime.of(UnixAttributes.time(values, "lastModifiedTime")),
        UnixAttributes.time(values, "ctime").to(TimeUnit.NANOSECONDS),
        new FileStat.Identity(
            UnixAttributes.number(values, "dev"),
            UnixAttributes.number(values, "ino"),
            (int) UnixAttributes.number(values, "nlink")),
        rdev == 0
            ? NO_DEVICE
            : new FileStat.DeviceNumber(
                (int) (((rdev >>> 8) & 0xfff) | ((rdev >>> 32) & ~0xfffL)),
                (int) ((rdev & 0xff) | ((rdev >>> 12) & ~0xffL))));
  }

  /**
   * Returns whether a file is as it was when this was read: its name stands for the same file, and
   * the kernel has noted no change of it since.
   */
  boolean isStillOf(Path file, boolean unix) throws IOException {
    if (!unix) {
      return readBasic(file).equals(this);
    }
    Map<String, Object> values = Files.readAttributes(file, CHANGE, LinkOption.NOFOLLOW_LINKS);
    return UnixAttributes.number(values, "dev") == device()
        && UnixAttributes.number(values, "ino") == inode()
        && UnixAttributes.number(values, "size") == size
        && UnixAttributes.time(values, "ctime").to(TimeUnit.NANOSECONDS) == changed;
  }

  private static FileKind kind(int mode) {
    return switch (mode & TYPE_MASK) {
      case 0040000 -> FileKind.DIRECTORY;
      case 0120000 -> FileKind.SYMLINK;
      case 0020000 -> FileKind.CHARACTER_DEVICE;
      case 0060000 -> FileKind.BLOCK_DEVICE;
      case 0010000 -> FileKind.FIFO;
      case 0140000 -> FileKind.SOCKET;
      default -> FileKind.FILE;
    };
  }

  private static FileStat readBasic(Path file) throws IOException {
    BasicFileAttributes values =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    FileKind kind =
        values.isSymbolicLink()
            ? FileKind.SYMLINK
            : values.isDirectory() ? FileKind.DIRECTORY : FileKind.FILE;
    return new FileStat(
        kind,
        0755,
        values.size(),
        Mtime.of(values.lastModifiedTime()),
        0,
        new FileStat.Identity(0, 0, 1),
        NO_DEVICE);
  }

  /** Returns whether device, inode and times tell this file from any other. */
  boolean hasIdentity() {
    return identity.inode() != 0;
  }

  /**
   * Returns whether a change of the file that comes later than a time would show in its times: it
   * was changed two seconds before, or a tenth of one where the file system tells fractions of a
   * second. A younger one could be written again within the same tick of the clock, and look the
   * same.
   *
   * @param now the time in nanoseconds since the epoch
   */
  boolean isSettledAt(long now) {
    long tick = TimeUnit.SECONDS.toNanos(1);
    boolean fractions = changed % tick != 0 && mtimeNanos() % tick != 0;
    return now - Math.max(changed, mtimeNanos()) > (fractions ? FINE_TICK : COARSE_TICK);
  }

  long mtimeNanos() {
    return TimeUnit.SECONDS.toNanos(mtime.seconds()) + mtime.nanos();
  }

  /** Returns the device. */
  public long device() {
    return identity.device();
  }

  /** Returns the inode, or 0 if the identity is unknown. */
  public long inode() {
    return identity.inode();
  }

  /** Returns how many names the file has. */
  public int links() {
    return identity.links();
  }

  /** Returns the major. */
  public int major() {
    return number.major();
  }

  /** Returns the minor. */
  public int minor() {
    return number.minor();
  }
}
