package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.testing.BusyboxBase;
import io.github.baci.testing.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds inside a user namespace with one id, as {@code unshare} and sandboxes make them. */
class OneIdNamespaceIT {
  @TempDir private Path directory;

  @Test
  void rootWhoIsTheOnlyUserHasAllOwnersToo() throws Exception {
    build(List.of("unshare", "--user", "--map-root-user"));
  }

  @Test
  void aUserInANamespaceWithoutRootThatMayMakeNoOtherHasThemAsWell() throws Exception {
    build(
        List.of(
            "unshare",
            "--user",
            "--map-root-user",
            "sh",
            "-c",
            "echo 1 >/proc/sys/user/max_user_namespaces; exec \"$@\"",
            "sh",
            "unshare",
            "--user",
            "--map-user=1000",
            "--map-group=1000"));
  }

  private void build(List<String> namespace) throws Exception {
    Path context = Files.createDirectories(directory.resolve("context"));
    Files.writeString(
        context.resolve("Dockerfile"),
        """
        FROM base
        RUN echo x >/made && chown 7:8 /made && [ "$(stat -c %u:%g /made)" = 7:8 ]
        """);
    List<String> command = new ArrayList<>(namespace);
    command.addAll(
        BuildProcess.command(
            context,
            directory.resolve("store"),
            directory.resolve("image.aci"),
            "oci-layout://" + BusyboxBase.image().layout() + ":latest"));

    Command.of(command).succeed();

    assertThat(Command.of("tar", "-tvzf", directory.resolve("image.aci").toString()).succeed())
        .containsPattern("7/8 .* rootfs/made");
  }
}
