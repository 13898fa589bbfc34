package io.github.baci.container.host;

import io.github.baci.container.builder.IdMapping;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Namespaces that root makes: ids are themselves. */
final class NamespacesOfRoot extends NamespacesRung {
  @Override
  public String description() {
    return "in namespaces of their own, as root of this machine";
  }

  @Override
  public IdMapping mapping() {
    return IdMapping.ROOT;
  }

  @Override
  public boolean concerns(Machine machine) {
    return machine.user().isRoot();
  }

  @Override
  public Optional<String> obstacle(Machine machine) {
    if (!machine.lacking(List.of(Capability.SYS_ADMIN)).isEmpty()) {
      return Optional.of(
          "root has no CAP_SYS_ADMIN here, as is usual in a container: '--privileged' gives it");
    }
    if (machine.isOfOneUser()) {
      return Optional.of(ROOT_IS_ALONE);
    }
    return machine.program("unshare").isEmpty()
        ? Optional.of(UNSHARE_IS_MISSING)
        : Optional.empty();
  }

  @Override
  public Process start(Machine machine, Launch launch) throws IOException {
    return startUnmapped(machine, launch, List.of());
  }

  @Override
  public String explain(Machine machine, String output) {
    String said = super.explain(machine, output);
    if (machine.isFiltered() && UnshareMessages.tellOfNoPermission(said)) {
      return "the seccomp profile of this container refuses it although root has CAP_SYS_ADMIN (%s; Seccomp: 2 in /proc/self/status): '--security-opt seccomp=unconfined' or '--privileged' lifts it"
          .formatted(said);
    } else if (UnshareMessages.tellOfDenial(said)) {
      return "a security module, as AppArmor or SELinux, refuses it (%s): '--security-opt apparmor=unconfined' or '--privileged' lifts it"
          .formatted(said);
    }
    return said;
  }
}
