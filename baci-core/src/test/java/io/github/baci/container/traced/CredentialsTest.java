package io.github.baci.container.traced;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CredentialsTest {
  private static final Credentials ROOT = Credentials.of(0, 0, List.of());

  @Test
  void rootHasWhatDockerGives() {
    assertThat(ROOT.effective()).isEqualTo(0xa80425fbL);
    assertThat(ROOT.permitted()).isEqualTo(0xa80425fbL);
    assertThat(Credentials.of(1000, 1000, List.of()).permitted()).isZero();
  }

  @Test
  void whoLeavesRootForGoodHasNoCapabilities() {
    Credentials user = ROOT.withUids(1000, 1000, 1000);

    assertThat(user.effective()).isZero();
    assertThat(user.permitted()).isZero();
    assertThat(user.maySetUid()).isFalse();
    assertThat(user.fsuid()).isEqualTo(1000);
  }

  @Test
  void whoLeavesRootForAWhileComesBack() {
    Credentials meanwhile = ROOT.withUids(0, 1000, 0);

    assertThat(meanwhile.effective()).isZero();
    assertThat(meanwhile.permitted()).isEqualTo(ROOT.permitted());
    assertThat(meanwhile.withUids(0, 0, 0).effective()).isEqualTo(ROOT.effective());
  }

  @Test
  void aSetuidProgramIsItsOwner() {
    Credentials user = Credentials.of(1000, 1000, List.of());

    Credentials root = user.executing(0, 1000);

    assertThat(root.ruid()).isEqualTo(1000);
    assertThat(root.euid()).isZero();
    assertThat(root.suid()).isZero();
    assertThat(root.maySetUid()).isTrue();
  }

  @Test
  void filesAreReachedByOwnerGroupsAndOthers() {
    Stat stat = new Stat();
    stat.setMode(0100640);
    stat.setOwner(5, 6);
    Credentials owner = Credentials.of(5, 1, List.of());
    Credentials member = Credentials.of(7, 1, List.of(6L));
    Credentials other = Credentials.of(7, 1, List.of(8L));

    assertThat(Permissions.allow(owner, stat, Permissions.READ | Permissions.WRITE)).isTrue();
    assertThat(Permissions.allow(member, stat, Permissions.READ)).isTrue();
    assertThat(Permissions.allow(member, stat, Permissions.WRITE)).isFalse();
    assertThat(Permissions.allow(other, stat, Permissions.READ)).isFalse();
    assertThat(Permissions.allow(ROOT, stat, Permissions.READ | Permissions.WRITE)).isTrue();
    assertThat(Permissions.allow(ROOT, stat, Permissions.EXECUTE)).isFalse();
  }
}
