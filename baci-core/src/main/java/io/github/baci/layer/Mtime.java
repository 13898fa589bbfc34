package io.github.baci.layer;

import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * A time of modification, to the nanosecond.
 *
 * @param seconds seconds since the Unix epoch, negative before it
 * @param nanos nanoseconds within the second, 0 to 999,999,999
 */
public record Mtime(long seconds, int nanos) implements Comparable<Mtime> {
  /** The Unix epoch. */
  public static final Mtime EPOCH = new Mtime(0, 0);

  /** Checks the range. */
  public Mtime {
    if (nanos < 0 || nanos > 999_999_999) {
      throw new IllegalArgumentException("nanoseconds " + nanos);
    }
  }

  /** Returns the time of an instant. */
  public static Mtime of(Instant instant) {
    return new Mtime(instant.getEpochSecond(), instant.getNano());
  }

  /** Returns the time of a file. */
  public static Mtime of(FileTime time) {
    return of(time.toInstant());
  }

  /** Returns this time as an instant. */
  public Instant toInstant() {
    return Instant.ofEpochSecond(seconds, nanos);
  }

  @Override
  public int compareTo(Mtime other) {
    int bySeconds = Long.compare(seconds, other.seconds);
    return bySeconds != 0 ? bySeconds : Integer.compare(nanos, other.nanos);
  }
}
