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
    assertThat(user("app").identity()).isEqualTo(new Identity(1000, 1001, List.of(1001, 50, 51)));
    assertThat(user("1000")).isEqualTo(user("app"));
    assertThat(user("app").home()).isEqualTo("/home/app");
    assertThat(user("").identity().uid()).isZero();
    assertThat(user("").home()).isEqualTo("/root");
  }

  @Test
  void aGivenGroupIsTheOnlyOne() throws IOException {
    assertThat(user("app:staff").identity()).isEqualTo(new Identity(1000, 50, List.of(50)));
    assertThat(user("5:6").identity()).isEqualTo(new Identity(5, 6, List.of(6)));
  }

  @Test
  void anUnknownNumberIsAUserOfGroupZero() throws IOException {
    assertThat(user("77").identity()).isEqualTo(new Identity(77, 0, List.of(0)));
    assertThat(user("77").home()).isEqualTo("/");
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
