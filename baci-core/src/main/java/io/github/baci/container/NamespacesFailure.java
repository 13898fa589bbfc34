package io.github.baci.container;

import io.github.baci.BaciException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Explains why namespaces cannot be made on this machine. */
final class NamespacesFailure {
  private static final Path KERNEL = Path.of("/proc/sys/kernel");

  private final HostUser user;

  NamespacesFailure(HostUser user) {
    this.user = user;
  }

  /**
   * Explains.
   *
   * @param output what the programs said that should have made them
   */
  BaciException explain(String output) {
    String said = output.strip().replaceAll("\\s*\\R\\s*", "; ");
    boolean isRefusal =
        said.contains("Operation not permitted")
            || said.contains("Permission denied")
            || said.contains("No space left on device")
            || said.contains("Invalid argument");
    Optional<String> setting = user.isRoot() ? Optional.empty() : setting();
    if (isRefusal && setting.isPresent()) {
      return new BaciException(
          "RUN needs user namespaces, which this machine forbids to ordinary users: %s (%s)"
              .formatted(setting.get(), said));
    }
    if (isRefusal && user.isRoot()) {
      return new BaciException(
          ("RUN needs namespaces, which are refused to root here (%s): where this is a container,"
                  + " start it with --privileged, or with CAP_SYS_ADMIN and without a seccomp"
                  + " profile")
              .formatted(said));
    }
    return new BaciException(
        "the builder for RUN could not be started: "
            + (said.isEmpty() ? "it ended without a message" : said));
  }

  /** Returns the first setting that is known to forbid user namespaces, and what to do. */
  private static Optional<String> setting() {
    if (is(KERNEL.resolve("unprivileged_userns_clone"), "0")) {
      return Optional.of(
          "kernel.unprivileged_userns_clone is 0; 'sysctl kernel.unprivileged_userns_clone=1' as"
              + " root allows them, or build as root");
    }
    if (is(Path.of("/proc/sys/user/max_user_namespaces"), "0")) {
      return Optional.of(
          "user.max_user_namespaces is 0; 'sysctl user.max_user_namespaces=15000' as root allows"
              + " them, or build as root");
    }
    if (is(KERNEL.resolve("apparmor_restrict_unprivileged_userns"), "1")) {
      return Optional.of(
          "kernel.apparmor_restrict_unprivileged_userns is 1; 'sysctl"
              + " kernel.apparmor_restrict_unprivileged_userns=0' as root allows them, or give"
              + " the java program an AppArmor profile with 'userns', or build as root");
    }
    return Optional.empty();
  }

  private static boolean is(Path file, String value) {
    try {
      return Files.readString(file).strip().equals(value);
    } catch (IOException e) {
      return false; // this kernel does not have the setting
    }
  }
}
