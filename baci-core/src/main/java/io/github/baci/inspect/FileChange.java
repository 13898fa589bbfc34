package io.github.baci.inspect;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How one path differs between two trees.
 *
 * @param before what was there; empty if it was added
 * @param after what is there now; empty if it was removed
 * @param aspects what changed, if it was there and is there
 */
public record FileChange(
    Optional<ListedFile> before, Optional<ListedFile> after, Set<Aspect> aspects) {

  /** What of a file can change. */
  public enum Aspect {
    /** It is something else now, as a directory instead of a file. */
    TYPE,
    /** The permission bits. */
    MODE,
    /** Owner or group. */
    OWNER,
    /** The length of a regular file. */
    SIZE,
    /** The bytes of a regular file. */
    CONTENT,
    /** The target of a symbolic link, or the file that a name is a further name of. */
    LINK,
    /** The numbers of a device. */
    DEVICE,
    /** The extended attributes. */
    XATTRS,
    /** The time of modification. */
    TIME;

    /** Returns its name in reports. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The kind of a change. */
  public enum Kind {
    /** It was not there before. */
    ADDED,
    /** It is no longer there. */
    REMOVED,
    /** It is there, but not as it was. */
    CHANGED;

    /** Returns its name in reports. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks that it is a change, and copies the set. */
  public FileChange {
    if (before.isEmpty() && after.isEmpty()) {
      throw new IllegalArgumentException("nothing changed");
    }
    EnumSet<Aspect> copy = EnumSet.noneOf(Aspect.class);
    copy.addAll(aspects);
    aspects = Collections.unmodifiableSet(copy);
  }

  /** Returns the absolute path. */
  public String path() {
    return after.or(() -> before).orElseThrow().path();
  }

  /** Returns whether it was added, removed or changed. */
  public Kind kind() {
    if (before.isEmpty()) {
      return Kind.ADDED;
    }
    return after.isEmpty() ? Kind.REMOVED : Kind.CHANGED;
  }
}
