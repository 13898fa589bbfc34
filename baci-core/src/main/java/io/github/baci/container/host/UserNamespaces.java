package io.github.baci.container.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether this process may make user namespaces, and if not, what refuses them. */
final class UserNamespaces {
  private static final List<String> PROBE =
      List.of(
          "unshare", "--user", "--map-root-user", "--mount", "--propagation", "private", "true");

  private UserNamespaces() {}

  /** Returns what refuses them and how to allow them; empty if they can be made. Tries it. */
  static Optional<String> obstacle(Machine machine) throws IOException, InterruptedException {
    if (machine.program("unshare").isEmpty()) {
      return Optional.of(NamespacesRung.UNSHARE_IS_MISSING);
    }
    Programs.Ended ended = Programs.run(PROBE);
    return ended.exitCode() == 0 ? Optional.empty() : Optional.of(explain(machine, ended.output()));
  }

  /**
   * Explains a refusal.
   *
   * @param said what {@code unshare} wrote
   */
  static String explain(Machine machine, String said) {
    if (is(machine, "proc/sys/user/max_user_namespaces", "0")) {
      return "user namespaces are off (user.max_user_namespaces is 0): 'sysctl"
          + " user.max_user_namespaces=15000' as root of the host allows them";
    }
    boolean isOfRoot = machine.lacking(List.of(Capability.SYS_ADMIN)).isEmpty();
    if (!isOfRoot && is(machine, "proc/sys/kernel/unprivileged_userns_clone", "0")) {
      return "user namespaces are off for ordinary users (kernel.unprivileged_userns_clone is 0):"
          + " 'sysctl kernel.unprivileged_userns_clone=1' as root of the host allows them";
    }
    boolean isCallRefused =
        UnshareMessages.tellOfNamespaces(said) && UnshareMessages.tellOfNoPermission(said);
    if (machine.isFiltered() && isCallRefused) {
      return "the seccomp profile of this container refuses user namespaces (Seccomp: 2 in"
          + " /proc/self/status): '--security-opt seccomp=unconfined', or in Kubernetes"
          + " seccompProfile.type Unconfined, allows them";
    }
    if (!isOfRoot && is(machine, "proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1")) {
      return "AppArmor refuses user namespaces to ordinary users"
          + " (kernel.apparmor_restrict_unprivileged_userns is 1): 'sysctl"
          + " kernel.apparmor_restrict_unprivileged_userns=0' as root of the host, or an AppArmor"
          + " profile with 'userns' for the java program, allows them";
    }
    return "user namespaces are refused (%s)".formatted(said);
  }

  private static boolean is(Machine machine, String file, String value) {
    Path path = machine.file(file);
    try {
      return Files.readString(path).strip().equals(value);
    } catch (IOException e) {
      return false; // this kernel does not have the setting
    }
  }
}
