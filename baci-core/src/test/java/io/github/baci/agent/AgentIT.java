package io.github.baci.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.agent.AgentContainer.Environment;
import io.github.baci.testing.BusyboxBase;
import io.github.baci.testing.Command;
import io.github.baci.testing.TestImage;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds in containers as CI agents have them: each gives the same bytes as on the machine itself,
 * and says how its commands were run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentIT {
  private static final String DOCKERFILE =
      """
      FROM base
      COPY f /f
      RUN echo hi > /a && chown 33:44 /a && chmod 4755 /a && mkdir -p /d/e && chmod 2775 /d \\
          && chgrp 7 /d && cat /f && echo said > /dev/stderr
      USER 1234
      RUN id -u > /tmp/mine && touch -c /f || true
      USER 0
      RUN --mount=type=cache,target=/root/c --mount=type=bind,target=/ctx --mount=type=tmpfs,target=/t \\
          (sleep 1000 >/dev/null 2>&1 &) ; rm -rf /d && mkdir /d && ln /a /b && touch /t/x /root/c/y \\
          && cp /ctx/f /g
      """;

  private Path directory;
  private Path context;
  private Path copying;
  private TestImage base;
  private String classpath;
  private byte[] expected;

  @BeforeAll
  void buildOnTheMachine(@TempDir Path temporary) throws Exception {
    directory = temporary;
    Command.of("chmod", "755", directory.toString()).succeed();
    context = context("context", DOCKERFILE);
    copying = context("copying", "FROM base\nCOPY f /f\n");
    TestImage busybox = BusyboxBase.image();
    Path layout = directory.resolve("base");
    Command.of("cp", "-r", busybox.layout().toString(), layout.toString()).succeed();
    Command.of("chmod", "-R", "a+rX", layout.toString()).succeed();
    base = new TestImage(layout, busybox.tag());
    classpath = jars();
    Command.Result result = Command.of(line(context, "machine", List.of())).run();
    assertThat(result.exitCode()).as(result.output()).isZero();
    expected = Files.readAllBytes(output("machine"));
  }

  @Test
  void rootOfDockersDefaultContainerRunsByChroot() throws Exception {
    assertSame(Environment.DOCKER_ROOT, "by chroot", "Seccomp: 2");
  }

  @Test
  void withSysAdminTheRootIsMovedWherePivotRootIsRefused() throws Exception {
    assertSame(Environment.DOCKER_SYS_ADMIN, "in namespaces of their own, as root");
  }

  @Test
  void withoutASeccompProfileRootHasAllIds() throws Exception {
    assertSame(Environment.UNCONFINED_ROOT, "with all ids of this container");
  }

  @Test
  void aUserWithoutARangeOfIdsHasTheRightOwners() throws Exception {
    assertSame(Environment.UNCONFINED_USER, "by tracing", "no range of subordinate ids");
  }

  @Test
  void anyUidWithoutPrivilegesRunsCommands() throws Exception {
    assertSame(Environment.RESTRICTED, "by tracing", "Seccomp: 2");
  }

  @Test
  void aFailingCommandIsToldAndLeavesNothingRunning() throws Exception {
    Path failing = context("failing", "FROM base\nRUN (sleep 7731 &) ; echo why >&2; exit 3\n");

    Command.Result result = run(Environment.DOCKER_ROOT, failing, "failing");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output()).contains("exit code: 3").contains("why");
    assertThat(Command.of("pgrep", "-f", "sleep 7731").run().output()).isEmpty();
  }

  @Test
  void aUserWithoutAnEntryInPasswdCopiesToTheStoreBelowHome() throws Exception {
    Command.Result result = run(Environment.RESTRICTED, copying, "copying-only");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(output("copying-only")).exists();
    assertThat(directory.resolve("home-copying-only/.cache/baci")).isDirectory();
  }

  private void assertSame(Environment environment, String... said) throws Exception {
    String name = environment.name().toLowerCase(java.util.Locale.ROOT);

    Command.Result result = run(environment, context, name);

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains(said);
    assertThat(Files.readAllBytes(output(name))).isEqualTo(expected);
  }

  private Command.Result run(Environment environment, Path from, String name) throws Exception {
    Path home = Files.createDirectory(directory.resolve("home-" + name));
    Command.of("chmod", "777", home.toString()).succeed();
    return new AgentContainer(directory)
        .run(
            environment,
            List.of("HOME=" + home),
            line(from, name, List.of("-Duser.home=?"))); // as Java has it without passwd
  }

  private Path output(String name) {
    return directory.resolve("home-" + name).resolve("out.aci");
  }

  private Path context(String name, String dockerfile) throws Exception {
    Path made = Files.createDirectory(directory.resolve(name));
    Files.writeString(made.resolve("Dockerfile"), dockerfile);
    Files.writeString(made.resolve("f"), "hello\n");
    Command.of("chmod", "-R", "a+rX", made.toString()).succeed();
    return made;
  }

  private List<String> line(Path from, String name, List<String> flags) throws Exception {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    line.addAll(flags);
    line.addAll(List.of("-cp", classpath, AgentBuild.class.getName()));
    line.addAll(
        List.of(from.toString(), output(name).toString(), base.layout() + ":" + base.tag()));
    if (flags.isEmpty()) {
      Files.createDirectories(output(name).getParent());
      line.add(directory.resolve("store-" + name).toString());
    }
    return line;
  }

  /** Copies the class path to where everybody can read it, directories as jars. */
  private String jars() throws Exception {
    Path target = Files.createDirectory(directory.resolve("lib"));
    List<String> jars = new ArrayList<>();
    for (String place : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path jar = target.resolve(jars.size() + ".jar");
      Path from = Path.of(place);
      if (Files.isDirectory(from)) {
        Path program = Path.of(System.getProperty("java.home"), "bin", "jar");
        Command.of(program.toString(), "--create", "--no-compress", "--file", jar.toString())
            .with("-C", from.toString(), ".")
            .succeed();
      } else if (place.endsWith(".jar") && Files.exists(from)) {
        Files.copy(from, jar);
      } else {
        continue;
      }
      jars.add(jar.toString());
    }
    Command.of("chmod", "-R", "a+rX", target.toString()).succeed();
    return String.join(File.pathSeparator, jars);
  }
}
