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
 * Builds in containers as CI agents have them, without Maven: what AgentsIT of the plugin leaves
 * out.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentIT {
  private Path directory;
  private Path copying;
  private TestImage base;
  private String classpath;

  @BeforeAll
  void copyBase(@TempDir Path temporary) throws Exception {
    directory = temporary;
    Command.of("chmod", "755", directory.toString()).succeed();
    copying = context("copying", "FROM base\nCOPY f /f\n");
    TestImage busybox = BusyboxBase.image();
    Path layout = directory.resolve("base");
    Command.of("cp", "-r", busybox.layout().toString(), layout.toString()).succeed();
    Command.of("chmod", "-R", "a+rX", layout.toString()).succeed();
    base = new TestImage(layout, busybox.tag());
    classpath = jars();
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

  private Command.Result run(Environment environment, Path from, String name) throws Exception {
    Path home = Files.createDirectory(directory.resolve("home-" + name));
    Command.of("chmod", "777", home.toString()).succeed();
    return new AgentContainer(directory)
        .run(environment, List.of("HOME=" + home), line(from, name));
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

  private List<String> line(Path from, String name) throws Exception {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    line.add("-Duser.home=?"); // as Java has it without passwd
    line.addAll(List.of("-cp", classpath, AgentBuild.class.getName()));
    line.addAll(
        List.of(from.toString(), output(name).toString(), base.layout() + ":" + base.tag()));
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
