package io.github.baci.maven.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.testing.AciContents;
import io.github.baci.testing.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Maven in containers as CI agents have them, each a row of docs/ci.md: every image has the bytes
 * that it has on the machine itself, and the log says how its commands were run. To save time not
 * each kind of build is in each row; with {@code -Dbaci.test.agents=all} it is.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentsIT {
  private static final boolean IS_ALL = "all".equals(System.getProperty("baci.test.agents"));
  private static final List<String> FEW = List.of("copying", "busybox");
  private static final List<String> ALL = AgentImage.PROJECTS;

  /** The store on a tmpfs, as an emptyDir of the medium Memory. */
  private static final List<String> IN_MEMORY = List.of("-Dbaci.storeDirectory=/memory/store");

  private static final List<String> BY_TRACING = List.of("-Dbaci.engine=traced");

  private Path directory;
  private AgentImage image;

  @BeforeAll
  void makeImage() throws IOException {
    directory = Files.createTempDirectory("baci-agents");
    Command.of("chmod", "755", directory.toString()).succeed();
    image = AgentImage.make(directory);
  }

  @AfterAll
  void deleteAll() {
    Command.of("rm", "-rf", directory.toString()).succeed();
  }

  @Test
  void dockersDefaultContainer() throws Exception {
    Path work =
        assertRow(
            Environment.DOCKER_ROOT,
            ALL,
            "example failing killed noexec",
            "by tracing",
            "Seccomp: 2");

    assertExample(work);
  }

  @Test
  void dockersDefaultContainerByChroot() throws Exception {
    assertRow(
        Environment.DOCKER_ROOT, FEW, "", List.of("-Dbaci.engine=chroot"), "by chroot", "no /proc");
  }

  @Test
  void withSysAdminTheRootIsMovedWherePivotRootIsRefused() throws Exception {
    assertRow(Environment.DOCKER_SYS_ADMIN, FEW, "", "in namespaces of their own, as root");
  }

  @Test
  void dockersDefaultContainerWithAUserOfItsOwn() throws Exception {
    assertRow(
        Environment.DOCKER_USER, FEW, "failing killed", IN_MEMORY, "by tracing", "Seccomp: 2");
  }

  @Test
  void kubernetesRestrictedAndOpenShift() throws Exception {
    Path work =
        assertRow(
            Environment.RESTRICTED,
            ALL,
            "example failing killed",
            List.of("-Dbaci.storeDirectory=/workspace/store"),
            "by tracing",
            "Seccomp: 2",
            RuntimeSpec.SMALL_MEMORY + "\n");

    assertExample(work);
  }

  private static void assertExample(Path work) throws IOException {
    AciContents example = AciContents.of(work.resolve("example/target/hello-1.0.aci"));
    assertThat(example.file("/app/hello.jsa").content()).isNotEmpty();
    assertThat(example.file("/app/hello.jsa").uid()).isZero();
  }

  @Test
  void withoutASeccompProfileRootHasAllIds() throws Exception {
    assertRow(Environment.UNCONFINED_ROOT, FEW, "", "with all ids of this container");
  }

  @Test
  void whereAUserNamespaceMakesNoDevicesTracingDoes() throws Exception {
    assertRow(Environment.UNCONFINED_ROOT, List.of("device"), "", BY_TRACING, "by tracing");
  }

  @Test
  void withoutASeccompProfileAUserWithoutARangeOfIdsHasTheRightOwners() throws Exception {
    assertRow(Environment.UNCONFINED_USER, FEW, "", "by tracing");
  }

  @Test
  void privilegedContainer() throws Exception {
    assertRow(Environment.PRIVILEGED, FEW, "", IN_MEMORY, "in namespaces of their own, as root");
  }

  @Test
  void aMachineWithoutUserNamespaces() throws Exception {
    assertRow(
        Environment.WITHOUT_USER_NAMESPACES, FEW, "", "by tracing", "user.max_user_namespaces");
  }

  private Path assertRow(
      Environment environment, List<String> someProjects, String someParts, String... said)
      throws Exception {
    return assertRow(environment, someProjects, someParts, List.of(), said);
  }

  /** Builds in a container of its own, and compares. Returns what was mounted there. */
  private Path assertRow(
      Environment environment,
      List<String> someProjects,
      String someParts,
      List<String> options,
      String... said)
      throws Exception {
    boolean isAll = IS_ALL && !options.contains("-Dbaci.engine=chroot"); // where Java does not run
    List<String> projects = new ArrayList<>(isAll ? ALL : someProjects);
    if (environment == Environment.UNCONFINED_ROOT && !options.equals(BY_TRACING)) {
      projects.remove("device"); // the kernel lets no user namespace make one
    }
    List<String> parts = new ArrayList<>(List.of("build"));
    parts.addAll(words(isAll ? "example failing killed" : someParts));
    Path work = image.checkOut("row-" + environment + options.hashCode());
    own(work, environment);
    List<String> line = line(environment, parts, projects);
    line.addAll(options);

    Command.Result result = new AgentContainer(image.rootfs()).run(environment, work, line);

    assertThat(result.exitCode()).as(result.output()).isZero();
    for (String part : parts) {
      String log = Files.readString(work.resolve(part + ".log"));
      assertThat(work.resolve(part + ".done")).as(log).exists();
      if (part.equals("build")) {
        assertThat(log).contains(said);
      } else if (part.equals("failing")) {
        assertThat(log).contains("exit code: 3").contains("why").contains("Dockerfile:2");
      } else if (part.equals("noexec")) {
        assertThat(log)
            .contains("is mounted noexec", "'/noexec/store'", "baci.storeDirectory", "on a volume");
      }
    }
    for (String project : projects) {
      List<Path> expected = AgentImage.images(directory.resolve("machine"), project);
      List<Path> images = AgentImage.images(work, project);
      for (int i = 0; i < images.size(); i++) {
        assertThat(images.get(i))
            .as("%s in %s", project, environment)
            .hasSameBinaryContentAs(expected.get(i));
      }
    }
    return work;
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }

  /** An emptyDir is everybody's; a checkout belongs to who builds. */
  private static void own(Path work, Environment environment) {
    Environment.User user = environment.user();
    if (environment.has(Environment.Trait.A_MACHINE)) {
      user = Environment.User.JENKINS;
    }
    Command.of("chown", "-R", user.uid + ":" + user.gid, work.toString()).succeed();
    Command.of("chmod", "777", work.toString()).succeed();
  }

  private static List<String> line(
      Environment environment, List<String> parts, List<String> projects) {
    List<String> line = new ArrayList<>();
    if (environment.has(Environment.Trait.A_MACHINE)) {
      line.addAll(
          List.of(
              "/bin/sh",
              "-c",
              "echo 0 > /proc/sys/user/max_user_namespaces && exec setpriv --reuid=1000"
                  + " --regid=1000 --clear-groups --inh-caps=-all \"$@\"",
              "sh"));
    }
    line.addAll(List.of("/opt/row", String.join(" ", parts), String.join(",", projects)));
    return line;
  }
}
