package io.github.baci.container.traced;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what paths of the guest mean on this machine: links are followed inside the guest's root,
 * {@code ..} does not leave it, and binds cover what is below them. What was found last is in the
 * fields until the next search. For one thread.
 *
 * <p>Directories that were found are remembered: whatever could make them others is done by the
 * tracer for its guests, and told to {@link #changed}.
 */
final class GuestPaths {
  private static final int MOST_LINKS = 40;
  private static final int MOST_REMEMBERED = 20_000;

  private final BindTable binds;
  private final Host host;
  private final Owners owners;
  private final Processes processes;
  private final Map<String, GuestDirectory> remembered = new HashMap<>();
  private final Set<String> involved = new HashSet<>();
  private long version;
  private int links;
  private long error;
  private boolean direct;

  /** What was found. */
  private @Nullable GuestDirectory parent;

  private String guest = "";
  private String path = "";
  private Bind bind;
  private boolean exists;
  private boolean follows;
  private final Stat stat = new Stat();
  private final Stat onTheWay = new Stat();

  GuestPaths(BindTable binds, Host host, Owners owners, Processes processes) {
    this.binds = binds;
    this.bind = binds.root();
    this.host = host;
    this.owners = owners;
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
    links = 0;
    direct = wanted.charAt(0) != '/';
    GuestDirectory base = direct ? base(task, directory) : root(task);
    return base == null ? error : walk(task, base, wanted, follow);
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
        return foundDirectory(root(task));
      }
      boolean slash = end < left.length();
      int cut = left.lastIndexOf('/', end - 1);
      String last = left.substring(cut + 1, end);
      GuestDirectory in = cut < 0 ? base : directory(task, base, left.substring(0, cut + 1));
      if (in == null) {
        return error;
      }
      if (last.length() <= 2 && (last.equals(".") || last.equals(".."))) {
        direct = false;
        GuestDirectory found = last.length() == 1 ? in : parent(task, in);
        return foundDirectory(found);
      }
      if (last.length() > 255) {
        return -Errors.ENAMETOOLONG;
      }
      if (!task.credentials.overridesModes() && !maySearch(task, in)) {
        return -Errors.EACCES;
      }
      place(in, last);
      String magic = follow || slash ? processes.magic(task, guest) : null;
      if (magic != null) {
        direct = false;
        if (++links > MOST_LINKS) {
          return -Errors.ELOOP;
        }
        if (magic.isEmpty()) {
          follows = true;
        } else {
          base = root(task);
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
        if (++links > MOST_LINKS) {
          return -Errors.ELOOP;
        }
        String target = host.readlink(path);
        if (target == null || target.isEmpty()) {
          return -Errors.ENOENT;
        }
        if (target.charAt(0) == '/') {
          direct = false;
          base = root(task);
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
      path = below(in.host(), "/" + name);
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
  private static String below(String directory, String rest) {
    return directory.equals("/") && !rest.isEmpty() ? rest : directory + rest;
  }

  private GuestDirectory parent(Task task, GuestDirectory directory) {
    String below = directory.guest();
    if (below.isEmpty() || below.equals(task.place.root)) {
      return directory;
    }
    return at(below.substring(0, below.lastIndexOf('/')));
  }

  /** Returns the directory that relative paths begin at, or null. */
  @Nullable GuestDirectory base(Task task, int directory) {
    if (directory == Host.CWD) {
      return workingDirectory(task);
    }
    return opened(task, "fd/" + directory, -Errors.EBADF);
  }

  /** Returns the working directory, or null if it is none of the guest's any more. */
  @Nullable GuestDirectory workingDirectory(Task task) {
    Task.Place place = task.place;
    if (place.cwd == null || place.cwdVersion != version) {
      place.cwd = opened(task, "cwd", -Errors.ENOENT);
      place.cwdVersion = version;
    }
    return place.cwd;
  }

  /** Returns what an open descriptor of a process is, or null. */
  @Nullable GuestDirectory opened(Task task, String link, long missing) {
    String target = host.readlink("/proc/" + task.number + "/" + link);
    if (target == null) {
      error = missing;
      return null;
    }
    GuestDirectory found = target.startsWith("/") ? binds.guestOf(target) : null;
    if (found == null) {
      error = target.startsWith("/") ? -Errors.ENOENT : -Errors.ENOTDIR;
    }
    return found;
  }

  private @Nullable GuestDirectory directory(Task task, GuestDirectory base, String wanted) {
    boolean remembers = task.place.root.isEmpty() && task.credentials.overridesModes();
    String key = wanted.charAt(0) == '/' ? wanted : base.guest() + "//" + wanted;
    if (remembers) {
      GuestDirectory known = remembered.get(key);
      if (known != null) {
        direct &= known.direct();
        return known;
      }
    }
    boolean before = direct;
    direct = true;
    GuestDirectory found = search(task, base, wanted);
    boolean isDirect = direct;
    direct = before && isDirect;
    if (found == null) {
      return null;
    }
    GuestDirectory result = new GuestDirectory(found.guest(), found.host(), found.bind(), isDirect);
    if (remembers && !found.guest().startsWith("/proc")) {
      if (remembered.size() > MOST_REMEMBERED) {
        forget();
      }
      remembered.put(key, result);
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
      if (name.length() > 255) {
        error = -Errors.ENAMETOOLONG;
        return null;
      }
      if (!task.credentials.overridesModes() && !maySearch(task, current)) {
        error = -Errors.EACCES;
        return null;
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
        if (++links > MOST_LINKS) {
          error = -Errors.ELOOP;
          return null;
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
        error = result;
        return null;
      }
      involved.add(place);
      if (onTheWay.isLink()) {
        if (++links > MOST_LINKS) {
          error = -Errors.ELOOP;
          return null;
        }
        String target = host.readlink(hostPath);
        if (target == null || target.isEmpty()) {
          error = -Errors.ENOENT;
          return null;
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
        error = -Errors.ENOTDIR;
        return null;
      }
    }
    return current;
  }

  private boolean maySearch(Task task, GuestDirectory directory) {
    if (directory.guest().startsWith("/proc/")) {
      return true; // what the kernel makes up, it guards itself
    }
    if (host.stat(directory.host(), directory.bind().follow(), onTheWay) < 0) {
      return true;
    }
    owners.see(onTheWay);
    return Permissions.allow(task.credentials, onTheWay, Permissions.EXECUTE);
  }

  /** Fills in what the kernel says of the directory that was found to hold the file. */
  long statParent(Stat into) {
    GuestDirectory in =
        Objects.requireNonNull(parent, "what is made or removed has a name in a directory");
    return host.stat(in.host(), true, into);
  }

  /** Hears that a directory or link of a path has gone or become another one. */
  void changed(String place) {
    if (involved.contains(place)) {
      forget();
    }
  }

  /** Hears that a directory has been moved, with all below it. */
  void moved() {
    forget();
  }

  private void forget() {
    version++;
    remembered.clear();
    involved.clear();
  }
}
