package io.github.baci.container.traced;

import org.jspecify.annotations.Nullable;

/**
 * Finds the guest's directories on this machine: those that its processes have as root, as working
 * directory or open, and those that paths lead to from there. For one thread.
 *
 * <p>Directories that were found are remembered: whatever could make them others is done by the
 * tracer for its guests, and told to {@link #changed}.
 */
final class GuestDirectories {
  /** How many bytes a name in a directory has at most. */
  static final int LONGEST_NAME = 255;

  private static final int MOST_LINKS = 40;

  private final BindTable binds;
  private final Host host;
  private final Owners owners;
  private final Processes processes;
  private final KnownDirectories known = new KnownDirectories();
  private final Stat onTheWay = new Stat();
  private int links;
  private long error;
  private boolean direct;

  GuestDirectories(BindTable binds, Host host, Owners owners, Processes processes) {
    this.binds = binds;
    this.host = host;
    this.owners = owners;
    this.processes = processes;
  }

  /** Begins the search for a path, on which no link has been followed yet. */
  void begin() {
    links = 0;
  }

  /** Counts a link that is followed; returns whether there are too many on one path. */
  boolean hasTooManyLinks() {
    return ++links > MOST_LINKS;
  }

  /** Returns why the last directory that was not found was not. */
  long error() {
    return error;
  }

  private @Nullable GuestDirectory none(long why) {
    error = why;
    return null;
  }

  /** Returns the root of a process. */
  GuestDirectory root(Task task) {
    String root = task.place.root;
    return root.isEmpty()
        ? new GuestDirectory("", binds.root().host(), binds.root(), true)
        : at(root);
  }

  /** Returns the directory of a path without links. */
  private GuestDirectory at(String place) {
    for (String above = place; ; above = above.substring(0, above.lastIndexOf('/'))) {
      Bind bound = binds.at(above);
      if (bound != null) {
        String host = below(bound.host(), place.substring(above.length()));
        return new GuestDirectory(place, host, bound, false);
      }
    }
  }

  /** Joins two parts of a path, of which the first may be the root. */
  static String below(String directory, String rest) {
    return directory.equals("/") && !rest.isEmpty() ? rest : directory + rest;
  }

  /** Returns the directory above one; that of the process's root is the root. */
  GuestDirectory parent(Task task, GuestDirectory directory) {
    String below = directory.guest();
    if (below.isEmpty() || below.equals(task.place.root)) {
      return directory;
    }
    return at(below.substring(0, below.lastIndexOf('/')));
  }

  /** Returns the directory that relative paths begin at; null if {@link #error} says why not. */
  @Nullable GuestDirectory base(Task task, int directory) {
    if (directory == Host.CWD) {
      return workingDirectory(task);
    }
    return opened(task, "fd/" + directory, -Errors.EBADF);
  }

  /** Returns the working directory, or null if it is none of the guest's any more. */
  @Nullable GuestDirectory workingDirectory(Task task) {
    Task.Place place = task.place;
    if (place.cwd == null || place.cwdVersion != known.version()) {
      place.cwd = opened(task, "cwd", -Errors.ENOENT);
      place.cwdVersion = known.version();
    }
    return place.cwd;
  }

  /** Returns what an open descriptor of a process is, or null. */
  @Nullable GuestDirectory opened(Task task, String link, long missing) {
    String target = host.readlink("/proc/" + task.number + "/" + link);
    if (target == null) {
      return none(missing);
    }
    if (!target.startsWith("/")) {
      return none(-Errors.ENOTDIR);
    }
    GuestDirectory found = binds.guestOf(target);
    return found == null ? none(-Errors.ENOENT) : found;
  }

  /**
   * Finds a directory.
   *
   * @param base where a relative path begins
   * @return null if there is none or the process may not get there: {@link #error} says why
   */
  @Nullable GuestDirectory find(Task task, GuestDirectory base, String wanted) {
    boolean remembers = task.place.root.isEmpty() && task.credentials.overridesModes();
    String key = wanted.charAt(0) == '/' ? wanted : base.guest() + "//" + wanted;
    if (remembers) {
      GuestDirectory remembered = known.get(key);
      if (remembered != null) {
        return remembered;
      }
    }
    direct = true;
    known.beginSearch();
    GuestDirectory found = search(task, base, wanted);
    if (found == null) {
      return null;
    }
    GuestDirectory result = new GuestDirectory(found.guest(), found.host(), found.bind(), direct);
    if (remembers && !found.guest().startsWith("/proc")) {
      known.put(key, result);
    }
    return result;
  }

  private @Nullable GuestDirectory search(Task task, GuestDirectory base, String wanted) {
    GuestDirectory current = wanted.charAt(0) == '/' ? root(task) : base;
    String left = wanted;
    int at = 0;
    while (at < left.length()) {
      int end = left.indexOf('/', at);
      if (end < 0) {
        end = left.length();
      }
      String name = left.substring(at, end);
      at = end + 1;
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        direct = false;
        current = parent(task, current);
        continue;
      }
      if (name.length() > LONGEST_NAME) {
        return none(-Errors.ENAMETOOLONG);
      }
      if (!maySearch(task, current)) {
        return none(-Errors.EACCES);
      }
      String place = current.guest() + "/" + name;
      Bind bound = binds.at(place);
      if (bound != null) {
        direct = false;
        current = new GuestDirectory(place, bound.host(), bound, false);
        continue;
      }
      String magic = processes.magic(task, place);
      if (magic != null && !magic.isEmpty()) {
        direct = false;
        if (hasTooManyLinks()) {
          return none(-Errors.ELOOP);
        }
        left = magic + "/" + (at < left.length() ? left.substring(at) : "");
        at = 0;
        current = root(task);
        continue;
      }
      String hostPath = below(current.host(), "/" + name);
      long result =
          processes.isHidden(place) ? -Errors.ENOENT : host.stat(hostPath, false, onTheWay);
      if (result < 0) {
        return none(result);
      }
      known.dependOn(place);
      if (onTheWay.isLink()) {
        if (hasTooManyLinks()) {
          return none(-Errors.ELOOP);
        }
        String target = host.readlink(hostPath);
        if (target == null || target.isEmpty()) {
          return none(-Errors.ENOENT);
        }
        if (target.charAt(0) == '/') {
          direct = false;
          current = root(task);
        }
        left = target + "/" + (at < left.length() ? left.substring(at) : "");
        at = 0;
      } else if (onTheWay.isDirectory()) {
        current = new GuestDirectory(place, hostPath, current.bind(), true);
      } else {
        return none(-Errors.ENOTDIR);
      }
    }
    return current;
  }

  /** Returns whether a process may find what is in a directory. */
  boolean maySearch(Task task, GuestDirectory directory) {
    if (task.credentials.overridesModes()) {
      return true;
    }
    if (directory.guest().startsWith("/proc/")) {
      return true; // what the kernel makes up, it guards itself
    }
    if (host.stat(directory.host(), directory.bind().follow(), onTheWay) < 0) {
      return true;
    }
    owners.see(onTheWay);
    return Permissions.allow(task.credentials, onTheWay, Permissions.EXECUTE);
  }

  /** Hears that a directory or link of a path has gone or become another one. */
  void changed(String place) {
    known.changed(place);
  }

  /** Hears that a directory has been moved, with all below it. */
  void moved() {
    known.forget();
  }
}
