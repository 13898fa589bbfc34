package io.github.baci.container.traced;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessListTest {
  private static final int OWNER = 1;
  private static final int USER = 2;
  private static final int OWNING_GROUP = 4;
  private static final int GROUP = 8;
  private static final int MASK = 16;
  private static final int OTHER = 32;

  private static byte[] value(int... entries) {
    ByteBuffer bytes =
        ByteBuffer.allocate(4 + entries.length / 3 * 8).order(ByteOrder.LITTLE_ENDIAN).putInt(2);
    for (int i = 0; i < entries.length; i += 3) {
      bytes.putShort((short) entries[i]).putShort((short) entries[i + 1]).putInt(entries[i + 2]);
    }
    return bytes.array();
  }

  private static AccessList list(int... entries) {
    return requireNonNull(AccessList.of(value(entries)));
  }

  @Test
  void listsThatTheKernelTakesAreTaken() {
    assertThat(AccessList.check(value())).isZero();
    assertThat(AccessList.check(value(OWNER, 6, 0, OWNING_GROUP, 4, 0, OTHER, 0, 0))).isZero();
    assertThat(
            AccessList.check(
                value(
                    OWNER,
                    6,
                    0,
                    USER,
                    7,
                    5,
                    USER,
                    7,
                    4,
                    OWNING_GROUP,
                    4,
                    0,
                    GROUP,
                    2,
                    9,
                    MASK,
                    4,
                    0,
                    OTHER,
                    0,
                    0)))
        .isZero();
  }

  @Test
  void listsThatTheKernelRefusesAreRefused() {
    assertThat(AccessList.check(new byte[3])).isEqualTo(-Errors.EINVAL);
    assertThat(AccessList.check(new byte[] {2, 0, 0, 0, 1})).isEqualTo(-Errors.EINVAL);
    assertThat(AccessList.check(new byte[] {1, 0, 0, 0})).isEqualTo(-Errors.EOPNOTSUPP);
    List<byte[]> invalid =
        List.of(
            value(OWNER, 6, 0),
            value(OWNING_GROUP, 4, 0, OWNER, 6, 0, OTHER, 0, 0),
            value(OWNER, 8, 0, OWNING_GROUP, 4, 0, OTHER, 0, 0),
            value(OWNER, 6, 0, USER, 6, 5, OWNING_GROUP, 4, 0, OTHER, 0, 0),
            value(OWNER, 6, 0, OWNING_GROUP, 4, 0, OTHER, 0, 0, OTHER, 0, 0),
            value(OWNER, 6, 0, OWNING_GROUP, 4, 0, 64, 4, 0, OTHER, 0, 0));
    assertThat(invalid).allSatisfy(one -> assertThat(AccessList.check(one)).isNegative());
  }

  @Test
  void theMaskIsWhatTheModeShowsOfTheGroup() {
    AccessList list = list(OWNER, 6, 0, USER, 7, 5, OWNING_GROUP, 5, 0, MASK, 6, 0, OTHER, 1, 0);

    assertThat(list.isMode()).isFalse();
    assertThat(list.mode()).isEqualTo(0661);
    assertThat(list.withMode(0740).value())
        .isEqualTo(value(OWNER, 7, -1, USER, 7, 5, OWNING_GROUP, 5, -1, MASK, 4, -1, OTHER, 0, -1));
  }

  @Test
  void usersAreAskedForBeforeGroupsAndGroupsBeforeOthers() {
    AccessList list =
        list(OWNER, 7, 0, USER, 6, 5, OWNING_GROUP, 0, 0, GROUP, 6, 9, MASK, 4, 0, OTHER, 7, 0);

    assertThat(list.allows(5, member(1), 3, Permissions.READ)).isTrue();
    assertThat(list.allows(5, member(1), 3, Permissions.WRITE)).as("masked").isFalse();
    assertThat(list.allows(6, member(9), 3, Permissions.READ)).isTrue();
    assertThat(list.allows(6, member(9), 3, Permissions.WRITE)).as("masked").isFalse();
    assertThat(list.allows(6, member(3), 3, Permissions.READ)).as("of a group").isFalse();
    assertThat(list.allows(6, member(1), 3, Permissions.WRITE)).as("others").isTrue();
  }

  private static Credentials member(int group) {
    return Credentials.of(6, group, List.of());
  }
}
