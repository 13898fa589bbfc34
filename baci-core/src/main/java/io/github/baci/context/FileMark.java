package io.github.baci.context;

import io.github.baci.store.UnixAttributes;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * By what a file is known again that has not changed: the kernel sets the time of the last change
 * to the clock's whenever bytes, attributes or names of a file change, and lets nobody set it.
 *
 * @param device the number of the file system; -1 where no file was
 * @param inode the number of the file; -1 where no file was
 * @param changed the time of its last change in nanoseconds since the epoch
 */
public record FileMark(long device, long inode, long changed) {
  private static final FileMark ABSENT = new FileMark(-1, -1, 0);
  private static final String ATTRIBUTES = "unix:dev,ino,ctime";
  private static final LinkOption[] FOLLOW = {};
  private static final LinkOption[] NO_FOLLOW = {LinkOption.NOFOLLOW_LINKS};

  /** Returns the mark of what a context knows of a file. */
  static FileMark of(FileStat stat) {
    return new FileMark(stat.device(), stat.inode(), stat.changed());
  }

  /**
   * Looks at a file, or at what a link leads to.
   *
   * @param now the time in nanoseconds since the epoch, before the file is read
   * @return nothing, if a change of the file after {@code now} might not show
   */
  public static Optional<FileMark> settled(Path file, long now) throws IOException {
    if (!isKnownOn(file)) {
      return Optional.empty();
    }
    Path real;
    try {
      real = file.toRealPath();
    } catch (NoSuchFileException e) {
      return Optional.of(ABSENT);
    }
    FileStat stat = FileStat.read(real, true);
    return stat.isSettledAt(now) ? Optional.of(of(stat)) : Optional.empty();
  }

  /** Returns whether files have marks in a file system. */
  static boolean isKnownOn(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  /** Returns whether a file, or what a link leads to, is what this is the mark of. */
  public boolean isOf(Path file) {
    return isOf(file, FOLLOW);
  }

  /** Returns whether a file, or a link itself, is what this is the mark of. */
  boolean isOfLink(Path file) {
    return isOf(file, NO_FOLLOW);
  }

  private boolean isOf(Path file, LinkOption... links) {
    try {
      Map<String, Object> values = Files.readAttributes(file, ATTRIBUTES, links);
      return UnixAttributes.number(values, "dev") == device
          && UnixAttributes.number(values, "ino") == inode
          && UnixAttributes.time(values, "ctime").to(TimeUnit.NANOSECONDS) == changed;
    } catch (NoSuchFileException e) {
      return inode == ABSENT.inode;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false;
    }
  }

  /** Writes the mark as {@link #read} takes it. */
  public void write(DataOutput out) throws IOException {
    out.writeLong(device);
    out.writeLong(inode);
    out.writeLong(changed);
  }

  /** Reads a mark. */
  public static FileMark read(DataInput in) throws IOException {
    return new FileMark(in.readLong(), in.readLong(), in.readLong());
  }
}
