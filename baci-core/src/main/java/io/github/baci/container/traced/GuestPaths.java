package io.github.baci.container.traced;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds what paths of the guest mean on this machine: links are followed inside the guest's root,
 * {@code ..} does not leave it, and binds cover what is below them. What was found last is in the
 * fields until the next search. The directories on the way are found by {@link GuestDirectories}.
 * For one thread.
 */
final class GuestPaths {
  private final GuestDirectories directories;
  private final BindTable binds;
  private final Host host;
  private final Processes processes;
  private boolean direct;

  /** What was found. */
  private @Nullable GuestDirectory parent;

  private String guest = "";
  private String path = "";
  private Bind bind;
  private boolean exists;
  private boolean follows;
  private final Stat stat = new Stat();

  GuestPaths(GuestDirectories directories, BindTable binds, Host host, Processes processes) {
    this.directories = directories;
    this.binds = binds;
    this.bind = binds.root();
    this.host = host;
    this.processes = processes;
  }

  /** Returns the path as the guest would write it without links. */
  String guest() {
    return guest;
  }

  /** Returns the path on this machine. */
  String path() {
    return path;
  }

  /** Returns the directory that it is in; null if it is one that was found as such. */
  @Nullable GuestDirectory parent() {
    return parent;
  }

  boolean exists() {
    return exists;
  }

  boolean isReadOnly() {
    return bind.readOnly();
  }

  /** Returns whether the kernel would find the same without any help. */
  boolean isDirect() {
    return direct;
  }

  /**
   * Returns whether calls about the path must follow it, as it is a link that stands for a file.
   */
  boolean follows() {
    return follows;
  }

  /** Returns what the kernel says of the file, if it is there. */
  Stat stat() {
    return stat;
  }

  BindTable binds() {
    return binds;
  }

  /**
   * Finds a file.
   *
   * @param follow whether a link at the end is followed
   * @return 0, also if nothing is there but the directory that it would be in; or an error
   */
  long find(Task task, int directory, String wanted, boolean follow) {
    if (wanted.isEmpty()) {
      return -Errors.ENOENT;
    }
    directories.begin();
    direct = wanted.charAt(0) != '/';
    GuestDirectory base = direct ? directories.base(task, directory) : directories.root(task);
    return base == null ? directories.error() : walk(task, base, wanted, follow);
  }

  private long walk(Task task, GuestDirectory from, String wanted, boolean follow) {
    GuestDirectory base = from;
    String left = wanted;
    while (true) {
      int end = left.length();
      while (end > 0 && left.charAt(end - 1) == '/') {
        end--;
      }
      if (end == 0) {
        return foundDirectory(directories.root(task));
      }
      boolean slash = end < left.length();
      int cut = left.lastIndexOf('/', end - 1);
      String last = left.substring(cut + 1, end);
      GuestDirectory in = base;
      if (cut >= 0) {
        in = directories.find(task, base, left.substring(0, cut + 1));
        if (in == null) {
          return directories.error();
        }
        direct &= in.direct();
      }
      if (last.length() <= 2 && (last.equals(".") || last.equals(".."))) {
        direct = false;
        GuestDirectory found = last.length() == 1 ? in : directories.parent(task, in);
        return foundDirectory(found);
      }
      if (last.length() > GuestDirectories.LONGEST_NAME) {
        return -Errors.ENAMETOOLONG;
      }
      if (!directories.maySearch(task, in)) {
        return -Errors.EACCES;
      }
      place(in, last);
      String magic = follow || slash ? processes.magic(task, guest) : null;
      if (magic != null) {
        direct = false;
        if (directories.hasTooManyLinks()) {
          return -Errors.ELOOP;
        }
        if (magic.isEmpty()) {
          follows = true;
        } else {
          base = directories.root(task);
          left = magic;
          continue;
        }
      }
      long result = processes.isHidden(guest) ? -Errors.ENOENT : host.stat(path, follows, stat);
      exists = result == 0;
      if (result == -Errors.ENOENT) {
        return 0;
      }
      if (result < 0) {
        return result;
      }
      if (stat.isLink() && (follow || slash)) {
        if (directories.hasTooManyLinks()) {
          return -Errors.ELOOP;
        }
        String target = host.readlink(path);
        if (target == null || target.isEmpty()) {
          return -Errors.ENOENT;
        }
        if (target.charAt(0) == '/') {
          direct = false;
          base = directories.root(task);
        } else {
          base = in;
        }
        left = slash ? target + "/" : target;
        continue;
      }
      return slash && !stat.isDirectory() ? -Errors.ENOTDIR : 0;
    }
  }

  /** Says where a name of a directory is. */
  private void place(GuestDirectory in, String name) {
    parent = in;
    guest = in.guest() + "/" + name;
    Bind bound = binds.at(guest);
    if (bound != null) {
      direct = false;
      bind = bound;
      path = bound.host();
      follows = bound.follow();
    } else {
      bind = in.bind();
      path = GuestDirectories.below(in.host(), "/" + name);
      follows = false;
    }
  }

  private long foundDirectory(GuestDirectory directory) {
    parent = null;
    guest = directory.guest();
    path = directory.host();
    bind = directory.bind();
    follows = false;
    direct = false;
    exists = true;
    return host.stat(path, false, stat);
  }

  /** Fills in what the kernel says of the directory that was found to hold the file. */
  long statParent(Stat into) {
    GuestDirectory in =
        Objects.requireNonNull(parent, "what is made or removed has a name in a directory");
    return host.stat(in.host(), true, into);
  }
}
