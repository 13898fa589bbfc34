package io.github.baci.container.host;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A way by a user namespace with one id, which every user may make where the machine lets them. */
abstract sealed class OneIdRung extends NamespacesRung
    permits EnclosedCommands, NamespacesWithOneId {
  @Override
  public final boolean concerns(Machine machine) {
    return true;
  }

  @Override
  public Optional<String> obstacle(Machine machine) throws IOException, InterruptedException {
    return UserNamespaces.obstacle(machine);
  }

  @Override
  public final Process start(Machine machine, Launch launch) throws IOException {
    return startUnmapped(machine, launch, List.of("--user", "--map-root-user"));
  }

  @Override
  public final String explain(Machine machine, String output) {
    String said = super.explain(machine, output);
    return UnshareMessages.tellOfNamespaces(said) ? UserNamespaces.explain(machine, said) : said;
  }
}
