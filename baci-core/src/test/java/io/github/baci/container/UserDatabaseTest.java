package io.github.baci.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.build.copy.CopyFixture;
import io.github.baci.container.ContainerSpec.Identity;
import io.github.baci.layer.FileTree;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserDatabaseTest extends CopyFixture {
  private UserDatabase.User user(String text) throws IOException {
    return new UserDatabase(accounts()).resolve(text);
  }

  @Test
  void aKnownUserHasItsGroupsAndHome() throws IOException {
    assertThat(user("app").identity())
        .isEqualTo(new Identity(1000, 1001, List.of(1001L, 50L, 51L)));
    assertThat(user("1000")).isEqualTo(user("app"));
    assertThat(user("app").home()).isEqualTo("/home/app");
    assertThat(user("").identity().uid()).isZero();
    assertThat(user("").home()).isEqualTo("/root");
  }

  @Test
  void aGivenGroupIsTheOnlyOne() throws IOException {
    assertThat(user("app:staff").identity()).isEqualTo(new Identity(1000, 50, List.of(50L)));
    assertThat(user("5:6").identity()).isEqualTo(new Identity(5, 6, List.of(6L)));
  }

  @Test
  void anUnknownNumberIsAUserOfGroupZero() throws IOException {
    assertThat(user("77").identity()).isEqualTo(new Identity(77, 0, List.of(0L)));
    assertThat(user("77").home()).isEqualTo("/");
  }

  @Test
  void rootIsZeroWhereThereAreNoAccounts() {
    UserDatabase none = new UserDatabase(FileTree.EMPTY);

    assertThat(none.resolve("root").identity()).isEqualTo(new Identity(0, 0, List.of(0L)));
    assertThat(none.resolve("root:root").identity().gid()).isZero();
    assertThat(none.resolve("root").home()).isEqualTo("/root");
    assertThat(none.owner("root:root", "--chown")).isEqualTo(new Owner(0, 0));
    assertThat(none.owner("5:root", "--chown")).isEqualTo(new Owner(5, 0));
    assertThatThrownBy(() -> none.owner("app", "USER"))
        .hasMessageContaining("there is no /etc/passwd");
    assertThatThrownBy(() -> none.owner("root:app", "USER"))
        .hasMessageContaining("there is no /etc/group");
  }

  @Test
  void filesOfRootAreOfGroupZeroAndThoseOfANumberOfThatGroup() throws IOException {
    UserDatabase accounts =
        new UserDatabase(accounts("root:x:7:\n", "root:x:0:1001::/root:/bin/sh\n"));

    assertThat(accounts.resolve("root").identity().gid()).isEqualTo(1001);
    assertThat(accounts.owner("root", "USER")).isEqualTo(new Owner(0, 0));
    assertThat(accounts.owner("3:root", "USER")).isEqualTo(new Owner(3, 0));
    assertThat(accounts.owner("77", "USER")).isEqualTo(new Owner(77, 77));
    assertThat(accounts.owner("77:", "USER")).isEqualTo(new Owner(77, 0));
    assertThatThrownBy(() -> accounts.owner("ghost", "USER"))
        .hasMessageContaining("USER names the user 'ghost'");
  }

  @Test
  void idsHaveThirtyTwoBitsAndTheLastOneIsNone() throws IOException {
    assertThat(user("4294967294").identity().uid()).isEqualTo(4294967294L);
    assertThat(new UserDatabase(accounts()).owner("3000000000:4000000000", "USER"))
        .isEqualTo(new Owner(3000000000L, 4000000000L));
    assertThatThrownBy(() -> user("4294967295")).hasMessageContaining("go up to 4294967294");
  }

  @Test
  void unknownNamesAreErrors() throws IOException {
    assertThatThrownBy(() -> user("ghost"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("/etc/passwd of the image has no such user");
    assertThatThrownBy(() -> user("app:ghosts")).hasMessageContaining("'ghosts'");
    assertThatThrownBy(() -> new UserDatabase(FileTree.EMPTY).resolve("app"))
        .hasMessageContaining("there is no /etc/passwd");
    assertThatThrownBy(() -> user("99999999999")).hasMessageContaining("too large");
  }
}
