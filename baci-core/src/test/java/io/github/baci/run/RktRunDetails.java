package io.github.baci.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildRequest.EngineOptions;
import io.github.baci.api.Option;
import io.github.baci.api.RunRequest;
import io.github.baci.api.RunningApp;
import io.github.baci.testing.Command;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The rest of what an application may expect of rkt; takes longer. */
abstract class RktRunDetails extends RktRunContract {

  @Test
  void aMountPointWithoutAVolumeHasWhatTheImageHasThere() throws Exception {
    assertThat(
            run(
                request(
                    "cat /orders/file; stat -c %u:%g /orders/file; ls /empty; echo x >"
                        + " /orders/new")))
        .isZero();
    assertThat(out()).isEqualTo("of the image\n1000:1234\n");
  }

  @Test
  void volumesAreMountedByTheNameOrThePathOfTheirMountPoint() throws Exception {
    Path volume = Files.createDirectories(directory.resolve("volume"));
    Files.writeString(volume.resolve("file"), "of the volume\n");
    Command.of("chown", "-R", "1000", volume.toString()).succeed();
    Map<String, Path> volumes = Map.of("/orders", volume, "volume-empty", volume);
    assertThat(
            run(
                request(
                    "cat /orders/file /empty/file; echo x > /orders/new",
                    volumes,
                    Map.of(),
                    Optional.empty())))
        .isZero();
    assertThat(out()).isEqualTo("of the volume\nof the volume\n");
    assertThat(volume.resolve("new")).exists();
  }

  @Test
  void anApplicationThatIsClosedIsKilledWithAllThatItStarted() throws Exception {
    RunningApp app = start(request("sleep 300 & echo ready; while :; do sleep 300; done"));
    Thread closing =
        new Thread(
            () -> {
              try {
                written.await();
                app.close();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    closing.start();
    assertThat(await(app)).isNotZero();
    closing.join();
  }

  @Test
  void anApplicationMayEndWithTheCodeThatRktUsesItself() throws Exception {
    assertThat(run(request("exit 254"))).isEqualTo(254);
  }

  @Test
  void standardInputIsHandedOnWhereRktBecomesTheApplication() throws Exception {
    InputStream input = new ByteArrayInputStream("typed\n".getBytes(UTF_8));
    assertThat(run(request("cat", Map.of(), Map.of(), Optional.of(input)))).isZero();
    assertThat(out()).isEqualTo(supervises() ? "" : "typed\n");
  }

  @Test
  void aPortThatTheImageDoesNotHaveIsTold() throws Exception {
    RunRequest request = request("true", Map.of(), Map.of("http", 8080), Optional.empty());
    assertThatThrownBy(() -> start(request))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("has no port 'http'; it has 80-tcp");
  }

  @Test
  void portsAreForwardedToANetworkOfTheApplicationsOwn() throws Exception {
    RunRequest request = request("true", Map.of(), Map.of("80-tcp", 18080), Optional.empty());
    if (supervises()) {
      assertThat(run(request)).isZero();
    } else {
      assertThatThrownBy(() -> start(request))
          .isInstanceOf(BaciException.class)
          .hasMessageContaining("-fly' gives no network of its own")
          .hasMessageContaining("leave out " + Option.PORTS);
    }
  }

  @Test
  void whatRktDoesNotRunIsToldInItsWords() throws Exception {
    RunRequest request = request("true");
    RunRequest wrong =
        request.toBuilder()
            .engine(
                new EngineOptions(
                    EngineOptions.Kind.RKT,
                    request.engine().rktPath(),
                    request.engine().rktStage1(),
                    request.engine().rktDir(),
                    List.of("--no-such-option=1")))
            .build();
    assertThatThrownBy(() -> run(wrong))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("does not run " + image())
        .hasMessageContaining("no-such-option");
  }
}
