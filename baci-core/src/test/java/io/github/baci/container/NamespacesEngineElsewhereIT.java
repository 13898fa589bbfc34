package io.github.baci.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.testing.Command;
import io.github.baci.testing.TestUser;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract on the embedded engine for ordinary users, and on a store where overlays cannot be
 * mounted. Runs as root, in JVMs of their own.
 */
class NamespacesEngineElsewhereIT {

  /** One class of each jar or directory that the contract needs. */
  private static final List<String> CLASSES =
      List.of(
          "io.github.baci.container.ContractMain",
          "io.github.baci.container.host.EmbeddedEngine",
          "com.sun.jna.Native",
          "org.assertj.core.api.Assertions",
          "net.bytebuddy.ByteBuddy",
          "org.apiguardian.api.API",
          "org.junit.jupiter.api.Test",
          "org.junit.jupiter.engine.JupiterTestEngine",
          "org.junit.platform.commons.JUnitException",
          "org.junit.platform.engine.TestEngine",
          "org.junit.platform.launcher.Launcher",
          "org.opentest4j.AssertionFailedError");

  /** Root with the capabilities that Docker gives by default. */
  private static final List<String> DOCKERS_ROOT =
      List.of(
          "setpriv",
          "--bounding-set",
          "-all,+chown,+dac_override,+fsetid,+fowner,+mknod,+net_raw,+setgid,+setuid,+setfcap,"
              + "+setpcap,+net_bind_service,+sys_chroot,+kill,+audit_write");

  /** Somebody who has no capabilities, and may make no user namespace. */
  private static final List<String> WITHOUT_USER_NAMESPACES =
      List.of(
          "unshare",
          "--user",
          "--map-root-user",
          "sh",
          "-c",
          "echo 0 >/proc/sys/user/max_user_namespaces && exec setpriv --no-new-privs --bounding-set"
              + " -all --inh-caps -all \"$@\"",
          "sh");

  @Test
  void anOrdinaryUserWithARangeOfIdsHasAll() throws Exception {
    try (TestUser user = TestUser.withSubordinateIds()) {
      // The blank is a test of its own: see LoadedLibrary.
      assertPasses(user.command(contract(user.home(), user.home().resolve("a store"))));
    }
  }

  @Test
  void anOrdinaryUserWithoutARangeHasAllButOtherUsers() throws Exception {
    try (TestUser user = TestUser.withoutSubordinateIds()) {
      List<String> command = contract(user.home(), user.home().resolve("store"));
      command.add(EngineContract.SEVERAL_IDS);
      assertPasses(user.command(command));
    }
  }

  @Test
  void rootOfAnotherGroupOnAStoreOnAnOverlayHasAll(@TempDir Path directory) throws Exception {
    for (String name : List.of("lower", "upper", "work", "merged", "classes")) {
      Files.createDirectory(directory.resolve(name));
    }
    String script =
        "cd \"$1\" && mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work merged"
            + " && shift && exec \"$@\"";
    List<String> command =
        new ArrayList<>(
            List.of("unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh"));
    command.add(directory.toString());
    // of another group than root's, which must not get into images
    command.addAll(List.of("setpriv", "--regid", "1001", "--clear-groups"));
    command.addAll(contract(directory.resolve("classes"), directory.resolve("merged/store")));
    assertPasses(Command.of(command));
    Command.of("rm", "-rf", directory.resolve("work").toString()).succeed();
  }

  @Test
  void rootInAContainerThatMayMakeUserNamespacesHasAll(@TempDir Path directory) throws Exception {
    List<String> command = new ArrayList<>(DOCKERS_ROOT);
    command.addAll(contract(directory, directory.resolve("store")));
    assertPasses(Command.of(command));
  }

  @Test
  void rootInAContainerHasAllButMountsByChroot(@TempDir Path directory) throws Exception {
    List<String> command = new ArrayList<>(DOCKERS_ROOT);
    List<String> java = contract(directory, directory.resolve("store"));
    java.add(1, "-Dbaci.test.kind=CHROOT");
    command.addAll(java);
    command.add(EngineContract.NAMESPACES);
    assertPasses(Command.of(command));
  }

  @Test
  void anOrdinaryUserWithoutARangeHasAllByTracingInNamespaces() throws Exception {
    try (TestUser user = TestUser.withoutSubordinateIds()) {
      List<String> java = contract(user.home(), user.home().resolve("store"));
      java.add(1, "-Dbaci.test.kind=TRACED");
      java.addAll(List.of(EngineContract.UNTRACED, EngineContract.DEEP_PATHS));
      assertPasses(user.command(java));
    }
  }

  @Test
  void whoMayDoNothingHasAllButIsolationByTracing() throws Exception {
    try (TestUser user = TestUser.withoutSubordinateIds()) {
      List<String> command = new ArrayList<>(WITHOUT_USER_NAMESPACES);
      List<String> java = contract(user.home(), user.home().resolve("store"));
      java.add(1, "-Dbaci.test.kind=TRACED");
      command.addAll(java);
      command.addAll(List.of(EngineContract.ISOLATION, EngineContract.DEEP_PATHS));
      assertPasses(user.command(command));
    }
  }

  private static void assertPasses(Command command) {
    Command.Result result = command.run();

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).containsPattern("passed: [1-9]");
  }

  /**
   * Returns the command that runs the contract.
   *
   * @param classes where the classes are copied to, so that every user can read them
   */
  private static List<String> contract(Path classes, Path store) throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ArrayList<>(
        List.of(
            java.toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-Dbaci.test.store=" + store,
            "-cp",
            String.join(File.pathSeparator, copiedClasspath(classes)),
            ContractMain.class.getName()));
  }

  private static List<String> copiedClasspath(Path target)
      throws IOException, ClassNotFoundException, URISyntaxException {
    Set<Path> places = new LinkedHashSet<>();
    for (String name : CLASSES) {
      Class<?> type = Class.forName(name);
      places.add(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
    }
    List<String> copies = new ArrayList<>();
    for (Path place : places) {
      Path copy = target.resolve("cp-" + copies.size() + "-" + place.getFileName());
      Command.of("cp", "-r", place.toString(), copy.toString()).succeed();
      Command.of("chmod", "-R", "a+rX", copy.toString()).succeed();
      copies.add(copy.toString());
    }
    return copies;
  }
}
