package io.github.baci.container.host;

import io.github.baci.api.BaciException;
import io.github.baci.container.builder.IdMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Namespaces of root in a container that may make user namespaces, but lacks CAP_SYS_ADMIN: all ids
 * that the container has are mapped to themselves.
 */
final class NamespacesWithAllIds extends NamespacesRung {
  private static final List<Capability> NEEDED =
      List.of(Capability.SETUID, Capability.SETGID, Capability.SETFCAP);

  @Override
  public String description() {
    return "in namespaces of their own, with all ids of this container";
  }

  @Override
  public IdMapping mapping() {
    return IdMapping.ALL;
  }

  @Override
  public boolean concerns(Machine machine) {
    return machine.user().isRoot();
  }

  @Override
  public Optional<String> obstacle(Machine machine) throws IOException, InterruptedException {
    List<Capability> lacking = machine.lacking(NEEDED);
    if (!lacking.isEmpty()) {
      return Optional.of(
          "root may not map ids here, as it lacks CAP_%s".formatted(lacking.get(0).name()));
    }
    if (machine.isOfOneUser()) {
      return Optional.of(ROOT_IS_ALONE);
    }
    return UserNamespaces.obstacle(machine);
  }

  @Override
  public Process start(Machine machine, Launch launch) throws IOException, InterruptedException {
    return startMapped(
        machine,
        launch,
        pid -> {
          map(pid, "uid_map");
          map(pid, "gid_map");
        });
  }

  private static void map(long pid, String file) throws IOException {
    StringBuilder ids = new StringBuilder();
    for (String line : Files.readAllLines(Path.of("/proc/self", file))) {
      String[] fields = line.strip().split("\\s+", -1); // inside, outside, count
      ids.append(fields[0]).append(' ').append(fields[0]).append(' ').append(fields[2]);
      ids.append('\n');
    }
    try {
      Files.writeString(Path.of("/proc", String.valueOf(pid), file), ids);
    } catch (IOException e) {
      throw new BaciException(
          "the ids of this container cannot be mapped (%s)".formatted(e.getMessage()), e);
    }
  }

  @Override
  public String explain(Machine machine, String output) {
    String said = super.explain(machine, output);
    return UnshareMessages.tellOfNamespaces(said) ? UserNamespaces.explain(machine, said) : said;
  }
}
