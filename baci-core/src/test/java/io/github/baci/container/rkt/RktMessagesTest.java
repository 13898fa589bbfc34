package io.github.baci.container.rkt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What rkt 1.30 writes. */
class RktMessagesTest {
  private static final String RUNNING =
      "rm: pod \"0b67a7a9-1d5e-44b9-b5ff-70ba2c2df7a0\" is currently running";
  private static final String PREPARED =
      "rm: pod \"0b67a7a9-1d5e-44b9-b5ff-70ba2c2df7a0\" is currently being prepared";
  private static final String NOT_ROOT = "run: cannot run as unprivileged user; please run as root";
  private static final String UNTRUSTED = "fetch: openpgp: signature made by unknown entity";
  private static final String UNDISCOVERED = "fetch: discovery failed";
  private static final String NOT_STORED =
      "fetch: image was not found in the store and remote fetching is disabled";
  private static final String NO_ID = "export: no image IDs found";
  private static final String DENIED =
      "image export: cannot open store: open /var/lib/rkt/db.lock: permission denied";
  private static final List<String> ALL =
      List.of(RUNNING, PREPARED, NOT_ROOT, UNTRUSTED, UNDISCOVERED, NOT_STORED, NO_ID, DENIED);

  @Test
  void eachMessageMeansOneThing() {
    assertThat(meant(RktMessages::tellOfRunningPod)).containsExactly(RUNNING);
    assertThat(meant(RktMessages::tellOfUnpreparedPod)).containsExactly(PREPARED);
    assertThat(meant(RktMessages::tellOfRootAlone)).containsExactly(NOT_ROOT);
    assertThat(meant(RktMessages::tellOfUntrustedKey)).containsExactly(UNTRUSTED);
    assertThat(meant(RktMessages::tellOfNoDiscovery)).containsExactly(UNDISCOVERED);
    assertThat(meant(RktMessages::tellOfNoImageInStore)).containsExactly(NOT_STORED);
    assertThat(meant(RktMessages::tellOfNoImageId)).containsExactly(NO_ID);
    assertThat(meant(RktMessages::tellOfDenial)).containsExactly(DENIED);
  }

  @Test
  void aMissingStage1IsToldInTwoWays() {
    assertThat(
            RktMessages.tellOfMissingStage1(
                "run: cannot find default stage1 image \"coreos.com/rkt/stage1-coreos\""))
        .isTrue();
    assertThat(
            RktMessages.tellOfMissingStage1File(
                "run: open /usr/lib/rkt/stage1-images/stage1-coreos.aci: no such file or"
                    + " directory"))
        .isTrue();
    assertThat(RktMessages.tellOfMissingStage1File("run: open /srv/app.aci: no such file"))
        .isFalse();
  }

  private static List<String> meant(Predicate<String> meaning) {
    return ALL.stream().filter(meaning).toList();
  }
}
