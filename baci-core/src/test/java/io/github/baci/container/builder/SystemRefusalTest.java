package io.github.baci.container.builder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.SystemCallException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemRefusalTest {

  @ParameterizedTest
  @CsvSource({
    "pivot_root, 1, operation not permitted, --privileged",
    "mount overlay on root, 1, operation not permitted, CAP_SYS_ADMIN",
    "mount_setattr /x, 38, function not implemented, Linux 5.11",
    "mount overlay on root, 19, no such device, module",
    "unshare 0x20000, 87, too many users, user.max_*_namespaces",
    "open /x, 24, too many open files, ulimit -n"
  })
  void whatTheSystemRefusesIsToldWithTheCallAndWhatToDo(
      String call, int errno, String meaning, String advice) {
    assertThat(SystemRefusal.explain(new SystemCallException(call, errno)))
        .get()
        .extracting(Throwable::getMessage)
        .asString()
        .contains(call, meaning, advice);
  }

  @Test
  void aWrongCallIsNoRefusal() {
    assertThat(SystemRefusal.explain(new SystemCallException("mount x", Errno.EINVAL))).isEmpty();
    assertThat(SystemRefusal.explain(new SystemCallException("open x", Errno.ENOENT))).isEmpty();
  }
}
