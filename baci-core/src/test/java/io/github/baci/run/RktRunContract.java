package io.github.baci.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.Baci;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildRequest.EngineOptions;
import io.github.baci.api.OutputListener;
import io.github.baci.api.RunRequest;
import io.github.baci.api.RunningApp;
import io.github.baci.testing.BusyboxBase;
import io.github.baci.testing.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an application has and does when rkt runs it, whatever the stage1 image. Needs root. */
@Timeout(60)
abstract class RktRunContract {
  private static final int SIGTERM = 15;

  @TempDir Path directory;
  private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
  private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
  final CountDownLatch written = new CountDownLatch(1);
  private final List<String> warnings = new ArrayList<>();

  /** Returns the rkt executable. */
  abstract Path rkt() throws IOException;

  /** Returns the stage1 image. */
  abstract Path stage1() throws IOException;

  /** Returns whether rkt supervises the app, whose two outputs come out as one then. */
  abstract boolean supervises();

  /** Returns whether an exit code of 9 and signal 9 are not the same. */
  abstract boolean tellsSignals();

  @BeforeEach
  void build() throws Exception {
    Path context = Files.createDirectories(directory.resolve("context"));
    Files.writeString(
        context.resolve("passwd"), "root:x:0:0::/root:/bin/sh\njo:x:1000:1234::/home/jo:/bin/sh\n");
    Files.writeString(context.resolve("file"), "of the image\n");
    Files.writeString(
        context.resolve("Dockerfile"),
        """
        FROM base
        COPY passwd /etc/passwd
        COPY --chown=1000:1234 file /orders/file
        WORKDIR /var/spool
        ENV GREETING=hello
        VOLUME /orders /empty
        EXPOSE 80
        USER jo
        ENTRYPOINT ["/bin/sh", "-c"]
        """);
    new Baci()
        .build(
            BuildRequest.builder(context, image(), options())
                .storeDirectory(directory.resolve("store"))
                .namedContexts(
                    Map.of("base", "oci-layout://" + BusyboxBase.image().layout() + ":latest"))
                .build(),
            BuildListener.SILENT);
  }

  /** What rkt lets by since 2016 lacks the system calls of today. */
  private static AciOptions options() throws IOException {
    AciOptions plain = AciOptions.named("example.com/my.app");
    return plain.toBuilder()
        .isolators(Map.of("os/linux/seccomp-retain-set", "{\"set\": [\"@appc.io/all\"]}"))
        .build();
  }

  Path image() {
    return directory.resolve("app.aci");
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    String said = Command.of("cat", "/proc/mounts").succeed();
    assertThat(said).doesNotContain(directory.toString());
    Path podsDirectory = Files.createDirectories(directory.resolve("rkt/pods"));
    try (Stream<Path> pods = Files.walk(podsDirectory, 2)) {
      assertThat(pods.filter(path -> path.getFileName().toString().length() == 36)).isEmpty();
    }
    for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
      assertThat(root(process.pid())).doesNotContain(directory.toString());
    }
  }

  private static String root(long pid) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "root")).toString();
    } catch (IOException e) {
      return "";
    }
  }

  RunRequest request(String command) throws IOException {
    return request(command, Map.of(), Map.of(), Optional.empty());
  }

  RunRequest request(
      String command,
      Map<String, Path> volumes,
      Map<String, Integer> ports,
      Optional<InputStream> input)
      throws IOException {
    RunRequest.Builder request =
        RunRequest.builder(image(), directory.resolve("store"))
            .engine(
                new EngineOptions(
                    EngineOptions.Kind.RKT,
                    Optional.of(rkt()),
                    Optional.of(stage1().toString()),
                    Optional.of(directory.resolve("rkt")),
                    List.of()))
            .arguments(List.of(command))
            .environment(Map.of("ADDED", "more"))
            .volumes(volumes)
            .ports(ports);
    input.ifPresent(request::input);
    return request.build();
  }

  RunningApp start(RunRequest request) throws InterruptedException {
    return new AciRunner()
        .start(
            request,
            new BuildListener() {
              @Override
              public void warning(String message) {
                warnings.add(message);
              }
            });
  }

  int await(RunningApp app) throws InterruptedException {
    return app.await(
        new OutputListener() {
          @Override
          public void stdout(byte[] bytes) {
            stdout.writeBytes(bytes);
            written.countDown();
          }

          @Override
          public void stderr(byte[] bytes) {
            stderr.writeBytes(bytes);
          }
        });
  }

  int run(RunRequest request) throws InterruptedException {
    try (RunningApp app = start(request)) {
      return await(app);
    }
  }

  String out() {
    return stdout.toString(UTF_8);
  }

  @Test
  void theApplicationHasWhatTheImageAndTheRequestSay() throws Exception {
    int exitCode =
        run(request("echo $(id -u):$(id -g) $GREETING $ADDED $HOME; echo wrong >&2; exit 7"));
    assertThat(exitCode).isEqualTo(7);
    assertThat(out().lines()).contains("1000:1234 hello more /home/jo");
    assertThat((supervises() ? stdout : stderr).toString(UTF_8)).contains("wrong\n");
    assertThat(out() + stderr).doesNotContain("\r").doesNotContain("group \"rkt\"");
    assertThat(warnings).isEmpty();
  }

  @Test
  void aSignalReachesTheApplicationAndItsExitCodeIsTold() throws Exception {
    try (RunningApp app =
        start(
            request(
                "trap 'sleep 1; echo bye; exit 3' TERM; echo ready; while :; do sleep 0.1;"
                    + " done"))) {
      Thread signal =
          new Thread(
              () -> {
                try {
                  written.await();
                  app.signal(SIGTERM);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      signal.start();
      assertThat(await(app)).isEqualTo(3);
      assertThat(out()).isEqualTo("ready\nbye\n");
      signal.join();
    }
  }

  @Test
  void anApplicationThatASignalEndedIsToldAsShellsDo() throws Exception {
    assertThat(run(request("kill -9 $$"))).isEqualTo(tellsSignals() ? 137 : 9);
  }

  @Test
  void whatTheApplicationLeavesRunningEndsWithIt() throws Exception {
    assertThat(run(request("sleep 300 & echo started; exit 5"))).isEqualTo(5);
    assertThat(out()).isEqualTo("started\n");
  }
}
