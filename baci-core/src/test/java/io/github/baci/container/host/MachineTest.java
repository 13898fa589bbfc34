package io.github.baci.container.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the machine says of itself, and which way that leaves. */
class MachineTest {
  private static final String DOCKERS = "CapEff:\t00000000a80425fb";
  private static final String CALL_REFUSED = "unshare: unshare failed: Operation not permitted";

  @TempDir private Path root;

  @Test
  void dockersRootMayChangeItsRootAndMountNothing() {
    Machine machine = machine(0, DOCKERS, "Seccomp:\t2");

    assertThat(new ChrootOfRoot().obstacle(machine)).isEmpty();
    assertThat(new NamespacesOfRoot().obstacle(machine).orElseThrow()).contains("CAP_SYS_ADMIN");
  }

  @Test
  void rootAloneInANamespaceIsNoRoot() throws Exception {
    Machine machine = machine(0, "CapEff:\t000001ffffffffff");
    Files.createDirectories(root.resolve("proc/self"));
    Files.writeString(root.resolve("proc/self/setgroups"), "deny\n");

    assertThat(new NamespacesOfRoot().obstacle(machine).orElseThrow()).contains("the only user");
    assertThat(new NamespacesWithAllIds().obstacle(machine).orElseThrow())
        .contains("the only user");
    Files.writeString(root.resolve("proc/self/setgroups"), "allow\n");
    assertThat(new NamespacesOfRoot().obstacle(machine).orElseThrow()).contains("unshare");
  }

  @Test
  void rootWithoutCapabilitiesMayNotEvenThat() {
    Machine machine = machine(0, "CapEff:\t0000000000000000");

    assertThat(new ChrootOfRoot().obstacle(machine).orElseThrow()).contains("CAP_SYS_CHROOT");
    assertThat(new ChrootOfRoot().concerns(machine(1000, DOCKERS))).isFalse();
  }

  @Test
  void theTrueCauseOfARefusalIsNamed() throws Exception {
    assertThat(UserNamespaces.explain(machine(1000, "Seccomp:\t2"), CALL_REFUSED))
        .contains("Seccomp: 2");
    Path kernel = Files.createDirectories(root.resolve("proc/sys/kernel"));
    Files.writeString(kernel.resolve("apparmor_restrict_unprivileged_userns"), "1\n");
    assertThat(UserNamespaces.explain(machine(1000), "unshare: mount failed: Permission denied"))
        .contains("kernel.apparmor_restrict_unprivileged_userns is 1");
    Files.writeString(kernel.resolve("unprivileged_userns_clone"), "0\n");
    assertThat(UserNamespaces.explain(machine(1000, "Seccomp:\t2"), CALL_REFUSED))
        .contains("kernel.unprivileged_userns_clone is 0");
    Path user = Files.createDirectories(root.resolve("proc/sys/user"));
    Files.writeString(user.resolve("max_user_namespaces"), "0\n");
    assertThat(UserNamespaces.explain(machine(0, DOCKERS), CALL_REFUSED))
        .contains("user.max_user_namespaces is 0");
  }

  @Test
  void theMountThatAFileLiesOnIsTheInmostAndLast() throws Exception {
    Files.createDirectories(root.resolve("proc/self"));
    Files.writeString(
        root.resolve("proc/self/mounts"),
        """
        overlay / overlay rw,relatime 0 0
        tmpfs /work\\040dir tmpfs rw,noexec 0 0
        tmpfs /work\\040dir tmpfs rw,nosuid 0 0
        """);

    assertThat(MountFlags.of(machine(0), Path.of("/work dir/store")))
        .contains("nosuid")
        .doesNotContain("noexec");
    assertThat(MountFlags.of(machine(0), Path.of("/workshop"))).contains("relatime");
  }

  @Test
  void theHeapIsAQuarterOfTheLimit() throws Exception {
    assertThat(MemoryLimit.heap(root)).isEqualTo(512);
    Path cgroup = Files.createDirectories(root.resolve("sys/fs/cgroup"));
    Files.writeString(cgroup.resolve("memory.max"), "536870912\n");
    assertThat(MemoryLimit.heap(root)).isEqualTo(128);
    Files.writeString(cgroup.resolve("memory.max"), "max\n");
    assertThat(MemoryLimit.heap(root)).isEqualTo(512);
  }

  private Machine machine(int uid, String... status) {
    return Machine.of(new HostUser("me", uid, uid), List.of(status), "/bin", root);
  }
}
