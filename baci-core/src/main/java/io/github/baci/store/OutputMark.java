package io.github.baci.store;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * By what an output file is known again whose bytes nobody has changed: the kernel sets the time of
 * the last change to the clock's whenever bytes, attributes or names of a file change, and lets
 * nobody set it.
 *
 * @param device the number of the file system
 * @param inode the number of the file
 * @param size its size in bytes
 * @param modified when its bytes were last changed, in nanoseconds since the epoch
 * @param changed when it was last changed in any way, in nanoseconds since the epoch
 */
public record OutputMark(long device, long inode, long size, long modified, long changed) {
  private static final String ATTRIBUTES = "unix:dev,ino,size,lastModifiedTime,ctime,nlink";

  /** Returns the mark of a file; nothing, if it is none, has further names, or has no mark here. */
  public static Optional<OutputMark> of(Path file) {
    try {
      Map<String, Object> values =
          Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
      if (UnixAttributes.number(values, "nlink") != 1
          || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      return Optional.of(
          new OutputMark(
              UnixAttributes.number(values, "dev"),
              UnixAttributes.number(values, "ino"),
              UnixAttributes.number(values, "size"),
              UnixAttributes.time(values, "lastModifiedTime").to(TimeUnit.NANOSECONDS),
              UnixAttributes.time(values, "ctime").to(TimeUnit.NANOSECONDS)));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns whether a file is the one that this is the mark of, and has not changed. */
  boolean isOf(Path file) {
    return of(file).filter(this::equals).isPresent();
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(device);
    out.writeLong(inode);
    out.writeLong(size);
    out.writeLong(modified);
    out.writeLong(changed);
  }

  static OutputMark read(DataInput in) throws IOException {
    return new OutputMark(
        in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
  }
}
