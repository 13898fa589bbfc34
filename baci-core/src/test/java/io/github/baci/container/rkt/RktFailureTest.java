package io.github.baci.container.rkt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.Option;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RktFailureTest {
  private static String pod(Optional<String> stage1, String output) {
    RktSettings settings =
        new RktSettings(Optional.of(Path.of("/bin/true")), stage1, Optional.empty(), List.of());
    return RktFailure.pod(RktProgram.find(settings), output).getMessage();
  }

  @Test
  void anOrdinaryUserIsToldOfTheEngineThatNeedsNoRoot() {
    assertThat(pod(Optional.empty(), "run: cannot run as unprivileged user\n"))
        .startsWith("rkt runs containers for root alone")
        .contains(Option.ENGINE + "=namespaces");
  }

  @Test
  void aStage1ImageThatIsNotInstalledIsToldFromOneThatWasGiven() {
    String said = "run: open /usr/bin/stage1-coreos.aci: no such file or directory\n";

    assertThat(pod(Optional.empty(), said)).startsWith("rkt has no stage1 image");
    assertThat(pod(Optional.of("/x.aci"), said)).startsWith("'/bin/true' refuses");
    assertThat(
            pod(
                Optional.empty(),
                "run: can't mount \"\" on \"stage1/rootfs/opt/stage2/x/rootfs/e\": invalid"
                    + " argument"))
        .startsWith("'/bin/true' refuses to run the builder's pod: run: can't mount");
  }

  @Test
  void whatIsHarmlessAndWhatSystemdPutsBeforeLinesIsLeftOut() {
    String said =
        """
        run: group "rkt" not found, will use default gid when rendering images
        [  991.530771] builder[8]: first\r
        [ 1991.5] builder[8]: second\r
        """;

    assertThat(RktFailure.oneLine(said)).isEqualTo("first; second");
    assertThat(RktFailure.oneLine("")).isEqualTo("it ended without a message");
  }
}
