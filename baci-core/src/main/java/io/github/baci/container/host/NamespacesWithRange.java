package io.github.baci.container.host;

import io.github.baci.api.BaciException;
import io.github.baci.container.builder.IdMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Namespaces of an ordinary user to whom the system gives a range of subordinate ids: 0 is the
 * user, the others are of the range. It is mapped by {@code newuidmap} and {@code newgidmap}, from
 * outside: {@code unshare --map-auto} does the same, but only from util-linux 2.38 on.
 */
final class NamespacesWithRange extends NamespacesRung {
  private static final int SETUID = 04000;

  @Override
  public String description() {
    return "in namespaces of their own, with the ids that /etc/subuid and /etc/subgid give";
  }

  @Override
  public IdMapping mapping() {
    return IdMapping.RANGE;
  }

  @Override
  public boolean concerns(Machine machine) {
    return !machine.user().isRoot();
  }

  @Override
  public Optional<String> obstacle(Machine machine) throws IOException, InterruptedException {
    Optional<String> refused = UserNamespaces.obstacle(machine);
    if (refused.isPresent()) {
      return refused;
    }
    for (String file : List.of("etc/subuid", "etc/subgid")) {
      if (range(machine, file).isEmpty()) {
        return Optional.of(
            ("user '%1$s' has no range of subordinate ids in /%2$s: 'usermod --add-subuids"
                    + " 100000-165535 --add-subgids 100000-165535 %1$s' as root gives one")
                .formatted(machine.user().name(), file));
      }
    }
    for (String program : List.of("newuidmap", "newgidmap")) {
      if (machine.program(program).isEmpty()) {
        return Optional.of(
            "the program '%s' is missing, which the package uidmap or shadow-utils has"
                .formatted(program));
      }
    }
    if (machine.hasNoNewPrivileges()) {
      return Optional.of(
          "newuidmap gets no rights here (NoNewPrivs: 1 in /proc/self/status):"
              + " 'allowPrivilegeEscalation: true', or no '--security-opt no-new-privileges',"
              + " gives them");
    }
    return Optional.empty();
  }

  private static Optional<SubordinateIds> range(Machine machine, String file) {
    HostUser user = machine.user();
    return SubordinateIds.of(machine.file(file), user.name(), user.uid());
  }

  @Override
  public Process start(Machine machine, Launch launch) throws IOException, InterruptedException {
    return startMapped(
        machine,
        launch,
        pid -> {
          map(machine, "newuidmap", pid, machine.user().uid(), "etc/subuid");
          map(machine, "newgidmap", pid, machine.user().gid(), "etc/subgid");
        });
  }

  private static void map(Machine machine, String program, long pid, int own, String file)
      throws IOException, InterruptedException {
    SubordinateIds range = range(machine, file).orElseThrow();
    Programs.Ended ended =
        Programs.run(
            List.of(
                program,
                String.valueOf(pid),
                "0",
                String.valueOf(own),
                "1",
                "1",
                String.valueOf(range.first()),
                String.valueOf(range.count())));
    if (ended.exitCode() != 0) {
      throw new BaciException(
          "'%s' refused the ids %d to %d of user '%s' (%s): %s"
              .formatted(
                  program,
                  range.first(),
                  range.first() + range.count() - 1,
                  machine.user().name(),
                  ended.output(),
                  remedy(machine, program)));
    }
  }

  private static String remedy(Machine machine, String program) throws IOException {
    Path file = machine.program(program).orElseThrow();
    boolean isSetuid = ((int) Files.getAttribute(file, "unix:mode") & SETUID) != 0;
    if (!isSetuid) {
      return "it is not setuid root, and where it has no file capability either, 'chmod u+s %s' as root makes it so"
          .formatted(file);
    }
    if (MountFlags.of(machine, file).contains("nosuid")) {
      return "it lies on a file system that is mounted nosuid, where setuid programs have no"
          + " effect";
    }
    return "check /etc/subuid and /etc/subgid";
  }

  @Override
  public String explain(Machine machine, String output) {
    String said = super.explain(machine, output);
    return UnshareMessages.tellOfNamespaces(said) ? UserNamespaces.explain(machine, said) : said;
  }
}
