package io.github.baci.container;

import io.github.baci.BaciException;
import io.github.baci.container.builder.IdMapping;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Starts a program in user (unless by root), mount, pid, ipc and uts namespaces of its own, by
 * util-linux's {@code unshare} and, for a range of ids, {@code newuidmap} and {@code newgidmap}.
 * All that the program starts ends with it.
 *
 * <p>A range is mapped by hand, from outside, while a shell in the new user namespace waits for a
 * line: {@code unshare --map-auto} does the same, but only from util-linux 2.38 on.
 */
final class NamespacedProcess {
  private static final List<String> UNSHARE =
      List.of(
          "unshare",
          "--mount",
          "--propagation",
          "private",
          "--pid",
          "--fork",
          "--kill-child=KILL",
          "--mount-proc",
          "--ipc",
          "--uts");

  private final HostUser user;
  private final IdMapping mapping;
  private final Optional<SubordinateIds> uids;
  private final Optional<SubordinateIds> gids;

  private NamespacedProcess(
      HostUser user,
      IdMapping mapping,
      Optional<SubordinateIds> uids,
      Optional<SubordinateIds> gids) {
    this.user = user;
    this.mapping = mapping;
    this.uids = uids;
    this.gids = gids;
  }

  /** Chooses the mapping: as root none, for others a range where the system gives them one. */
  static NamespacedProcess of(HostUser user, Engine.EngineListener listener) {
    if (user.isRoot()) {
      return new NamespacedProcess(user, IdMapping.ROOT, Optional.empty(), Optional.empty());
    }
    Optional<SubordinateIds> uids =
        SubordinateIds.of(Path.of("/etc/subuid"), user.name(), user.uid());
    Optional<SubordinateIds> gids =
        SubordinateIds.of(Path.of("/etc/subgid"), user.name(), user.uid());
    Optional<String> lacking = lacking(user, uids, gids);
    if (lacking.isEmpty()) {
      return new NamespacedProcess(user, IdMapping.RANGE, uids, gids);
    }
    listener.warning(
        lacking.get()
            + ": in RUN all files belong to root, and chown to other users, and USER, fail");
    return new NamespacedProcess(user, IdMapping.SINGLE, Optional.empty(), Optional.empty());
  }

  private static Optional<String> lacking(
      HostUser user, Optional<SubordinateIds> uids, Optional<SubordinateIds> gids) {
    if (uids.isEmpty() || gids.isEmpty()) {
      return Optional.of(
          ("user '%1$s' has no range of subordinate ids in %2$s ('usermod --add-subuids"
                  + " 100000-165535 --add-subgids 100000-165535 %1$s' as root gives one)")
              .formatted(user.name(), uids.isEmpty() ? "/etc/subuid" : "/etc/subgid"));
    }
    for (String program : List.of("newuidmap", "newgidmap")) {
      if (!isOnPath(program)) {
        return Optional.of(
            "the program '%s' is missing (package uidmap or shadow-utils)".formatted(program));
      }
    }
    return Optional.empty();
  }

  private static boolean isOnPath(String program) {
    for (String directory : System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":")) {
      if (!directory.isEmpty() && java.nio.file.Files.isExecutable(Path.of(directory, program))) {
        return true;
      }
    }
    return false;
  }

  IdMapping mapping() {
    return mapping;
  }

  /**
   * Starts a program.
   *
   * @throws BaciException if a tool is missing or the range is refused
   */
  Process start(List<String> program) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (mapping == IdMapping.RANGE) {
      command.addAll(
          List.of("unshare", "--user", "sh", "-c", "echo && read line && exec \"$@\"", "sh"));
    }
    command.addAll(UNSHARE);
    if (mapping == IdMapping.SINGLE) {
      command.addAll(List.of("--user", "--map-root-user"));
    }
    command.add("--");
    command.addAll(program);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(Path.of("/").toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new BaciException(
          "RUN needs the program 'unshare' of util-linux, which cannot be started: "
              + e.getMessage(),
          e);
    }
    if (mapping == IdMapping.RANGE) {
      mapRange(process);
    }
    process.getOutputStream().close();
    return process;
  }

  private void mapRange(Process process) throws IOException, InterruptedException {
    boolean isMapped = false;
    try {
      if (process.getInputStream().read() < 0) {
        String output = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        throw new NamespacesFailure(user).explain(output);
      }
      map("newuidmap", process.pid(), user.uid(), uids.orElseThrow());
      map("newgidmap", process.pid(), user.gid(), gids.orElseThrow());
      OutputStream out = process.getOutputStream();
      out.write('\n');
      out.flush();
      isMapped = true;
    } finally {
      if (!isMapped) {
        process.destroyForcibly();
      }
    }
  }

  private void map(String program, long pid, int own, SubordinateIds range)
      throws IOException, InterruptedException {
    Process map =
        new ProcessBuilder(
                program,
                String.valueOf(pid),
                "0",
                String.valueOf(own),
                "1",
                "1",
                String.valueOf(range.first()),
                String.valueOf(range.count()))
            .redirectErrorStream(true)
            .start();
    map.getOutputStream().close();
    try (InputStream in = map.getInputStream()) {
      String output = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
      if (map.waitFor() != 0) {
        throw new BaciException(
            "'%s' refused the ids %d to %d of user '%s': %s; check /etc/subuid and /etc/subgid, and that '%s' is setuid root"
                .formatted(
                    program,
                    range.first(),
                    range.first() + range.count() - 1,
                    user.name(),
                    output,
                    program));
      }
    }
  }
}
