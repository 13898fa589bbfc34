package io.github.baci.container.host;

import io.github.baci.container.builder.IdMapping;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Namespaces of a user who has no other ids: 0 is the user, and nobody else is there. */
final class NamespacesWithOneId extends NamespacesRung {
  @Override
  public String description() {
    return "in namespaces of their own, with one id: all files belong to root, and chown to other"
        + " users, and USER, fail";
  }

  @Override
  public IdMapping mapping() {
    return IdMapping.SINGLE;
  }

  @Override
  public boolean concerns(Machine machine) {
    return true;
  }

  @Override
  public Optional<String> obstacle(Machine machine) throws IOException, InterruptedException {
    return UserNamespaces.obstacle(machine);
  }

  @Override
  public Process start(Machine machine, Launch launch) throws IOException {
    return startUnmapped(machine, launch, List.of("--user", "--map-root-user"));
  }

  @Override
  public String explain(Machine machine, String output) {
    String said = super.explain(machine, output);
    return said.contains("unshare failed") ? UserNamespaces.explain(machine, said) : said;
  }
}
