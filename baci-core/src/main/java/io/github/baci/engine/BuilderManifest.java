package io.github.baci.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.baci.aci.manifest.ImageManifest;
import io.github.baci.aci.types.AcName;
import io.github.baci.aci.types.Annotations;
import io.github.baci.aci.types.App;
import io.github.baci.aci.types.Isolator;
import io.github.baci.aci.types.Labels;
import io.github.baci.aci.types.MountPoint;
import io.github.baci.api.AcIdentifier;
import io.github.baci.api.Platform;
import io.github.baci.container.rkt.RktVolumes;
import io.github.baci.source.jlink.JavaRuntime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the builder ACI is run: which volumes it expects, what it must be allowed to do, and how it
 * starts.
 */
final class BuilderManifest {
  /** The name of the image. */
  static final String NAME = "io.github.baci/builder";

  /** A directory of the image that the root file system is mounted on anew. */
  static final String NEW_ROOT = "mnt";

  /** What RUN's commands may have, and what containers are made with. */
  private static final List<String> CAPABILITIES =
      List.of(
          "CAP_AUDIT_WRITE",
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_DAC_READ_SEARCH",
          "CAP_FOWNER",
          "CAP_FSETID",
          "CAP_KILL",
          "CAP_MKNOD",
          "CAP_NET_ADMIN",
          "CAP_NET_BIND_SERVICE",
          "CAP_NET_RAW",
          "CAP_SETFCAP",
          "CAP_SETGID",
          "CAP_SETPCAP",
          "CAP_SETUID",
          "CAP_SYS_ADMIN",
          "CAP_SYS_CHROOT",
          "CAP_SYS_PTRACE",
          "CAP_SYS_RESOURCE");

  /**
   * Containers are made by {@code pivot_root}, which the kernel allows only where the root is a
   * mount of its own and the mount that it lies on is not shared. An app's root may be neither, and
   * so it is mounted twice, and entered. In a pid namespace of its own, everything ends with the
   * builder, also where the engine isolates nothing.
   */
  private static final String START =
      """
      set -e
      mount --rbind / /mnt
      mount --make-rprivate /mnt
      mount --rbind /mnt /mnt/mnt
      exec chroot /mnt/mnt unshare --mount --propagation private --pid --fork --kill-child=KILL \
      --mount-proc --ipc --uts -- "$@"
      """;

  private BuilderManifest() {}

  /**
   * Makes the manifest.
   *
   * @param command starts the builder
   */
  static ImageManifest of(List<String> command) {
    List<String> exec =
        new java.util.ArrayList<>(
            List.of("/bin/unshare", "--mount", "--propagation", "unchanged", "--"));
    exec.addAll(List.of("/bin/sh", "-c", START, "builder"));
    exec.addAll(command);
    App app =
        new App(
            new App.Commands(exec, List.of()),
            new App.Identity("0", "0", List.of()),
            "/",
            JavaRuntime.config().env(),
            List.of(
                new MountPoint(new AcName(RktVolumes.SOURCE), "/" + RktVolumes.SOURCE, true),
                new MountPoint(new AcName(RktVolumes.DATA), "/" + RktVolumes.DATA, false),
                new MountPoint(new AcName(RktVolumes.STORE), "/" + RktVolumes.STORE, false)),
            List.of(),
            List.of(
                set("os/linux/capabilities-retain-set", CAPABILITIES),
                set("os/linux/seccomp-retain-set", List.of("@appc.io/all"))),
            new App.Notes(Map.of(), Map.of()));
    return new ImageManifest(
        ImageManifest.SCHEMA_VERSION,
        new AcIdentifier(NAME),
        Labels.ofPlatform(Platform.current()),
        Optional.of(app),
        Annotations.NONE,
        List.of(),
        List.of());
  }

  private static Isolator set(String name, List<String> values) {
    ObjectNode value = JsonNodeFactory.instance.objectNode();
    values.forEach(value.putArray("set")::add);
    return new Isolator(new AcIdentifier(name), value);
  }
}
