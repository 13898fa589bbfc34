package io.github.baci.container.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the machine, which may be a container, lets this process do, as far as it says so.
 *
 * @param user who runs the build
 * @param capabilities the effective capabilities, as bits by their numbers in the kernel
 * @param isFiltered whether a seccomp filter refuses some system calls
 * @param hasNoNewPrivileges whether setuid programs give nobody more rights
 * @param isProcHidden whether parts of /proc are hidden, so that it cannot be mounted anew
 * @param path where programs are looked for
 * @param root where the machine's files are
 */
record Machine(
    HostUser user,
    long capabilities,
    boolean isFiltered,
    boolean hasNoNewPrivileges,
    boolean isProcHidden,
    String path,
    Path root) {
  /** Reads it from the status file of this process. */
  static Machine current() throws IOException {
    return of(
        HostUser.current(),
        Files.readAllLines(Path.of("/proc/self/status")),
        System.getenv().getOrDefault("PATH", "/usr/bin:/bin"),
        Path.of("/"));
  }

  /**
   * Reads it.
   *
   * @param status lines of {@code /proc/PID/status}, see proc_pid_status(5)
   */
  static Machine of(HostUser user, List<String> status, String path, Path root) {
    Map<String, String> fields = new HashMap<>();
    for (String line : status) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    return new Machine(
        user,
        Long.parseUnsignedLong(fields.getOrDefault("CapEff", "0"), 16),
        fields.getOrDefault("Seccomp", "0").equals("2"),
        fields.getOrDefault("NoNewPrivs", "0").equals("1"),
        false,
        path,
        root);
  }

  /** Returns the same machine, after /proc was found to be hidden in part. */
  Machine withHiddenProc() {
    return new Machine(user, capabilities, isFiltered, hasNoNewPrivileges, true, path, root);
  }

  /** Returns the capabilities of a list that this process does not have. */
  List<Capability> lacking(List<Capability> wanted) {
    return wanted.stream().filter(one -> (capabilities >> one.number() & 1) == 0).toList();
  }

  /**
   * Returns whether nobody can change their groups here, and so cannot become another user: an
   * ordinary user has made the user namespace around this process, with one id, see
   * user_namespaces(7).
   */
  boolean isOfOneUser() {
    try {
      return Files.readString(file("proc/self/setgroups")).strip().equals("deny");
    } catch (IOException e) {
      return false; // this kernel has no user namespaces
    }
  }

  /** Returns where a program is. */
  Optional<Path> program(String name) {
    for (String directory : path.split(":")) {
      if (!directory.isEmpty()) {
        Path file =
            root.resolve(directory.substring(directory.startsWith("/") ? 1 : 0)).resolve(name);
        if (Files.isExecutable(file)) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }

  /** Returns a file of the machine. */
  Path file(String name) {
    return root.resolve(name);
  }

  /** Returns whether the machine runs Linux. */
  static boolean isLinux() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).equals("linux");
  }
}
