package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.testing.AciContents;
import io.github.baci.testing.Actool;
import io.github.baci.testing.Command;
import io.github.baci.testing.DebianBase;
import io.github.baci.testing.LoopbackRegistry;
import io.github.baci.testing.TestUser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The examples that come with baci, built and run as their readers do. */
class ExamplesIT {
  @Test
  void theJavaApplicationRunsFromItsImage() {
    try (MavenRun maven = MavenRun.asMyself()) {
      helloWorks(maven);
    }
  }

  @Test
  void theJavaApplicationRunsForAnOrdinaryUserToo() {
    try (TestUser user = TestUser.withSubordinateIds();
        MavenRun maven = MavenRun.as(user)) {
      helloWorks(maven);
    }
  }

  @Test
  void theDatabaseAnswersAQueryAndEndsWhenItIsTold() throws Exception {
    try (MavenRun maven = MavenRun.asMyself()) {
      Path project = databaseWorks(maven);
      Process server = maven.command(project, "baci:run").start();
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
        String ready = "database system is ready to accept connections";
        assertThat(readUntil(lines, ready)).contains(ready);
        // Process.destroy would close the output as well.
        server.toHandle().destroy();
        String ended = "database system is shut down";
        assertThat(readUntil(lines, ended)).contains(ended);
      } finally {
        server.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void theDatabaseIsBuiltAndRunByAnOrdinaryUserToo() {
    try (TestUser user = TestUser.withSubordinateIds();
        MavenRun maven = MavenRun.as(user)) {
      databaseWorks(maven);
    }
  }

  @Test
  void aWholeSystemComesFromOneArchive() {
    try (MavenRun maven = MavenRun.asMyself()) {
      Path project = maven.example("rootfs");
      Path archive = project.resolve("rootfs.tar.xz");
      Command.of("sh", "-c", "xz -T2 -1 <\"$1\" >\"$2\"", "sh")
          .with(DebianBase.rootTar().toString(), archive.toString())
          .succeed();

      maven.command(project, "package").succeed();

      Path aci = project.resolve("target/rootfs-12.aci");
      isValid(aci);
      hasAllOf(AciContents.of(archive), AciContents.of(aci));
    }
  }

  private static void hasAllOf(AciContents archive, AciContents image) {
    assertThat(image.entries()).hasSize(archive.entries().size() + 1);
    archive
        .entries()
        .forEach(
            (path, entry) -> {
              AciContents.Entry copy = image.file(path.isEmpty() ? "" : "/" + path);
              if (path.isEmpty() || path.equals(".")) {
                // The destination was there before the archive, and stays what it is.
                assertThat(copy.mode()).isEqualTo(0755);
                return;
              }
              assertThat(copy.mode()).as(path).isEqualTo(entry.mode());
              assertThat(copy.uid()).as(path).isEqualTo(entry.uid());
              assertThat(copy.gid()).as(path).isEqualTo(entry.gid());
              assertThat(copy.mtime()).as(path).isEqualTo(entry.mtime());
              assertThat(copy.xattrs()).as(path).isEqualTo(entry.xattrs());
            });
  }

  private static void helloWorks(MavenRun maven) {
    Path project = maven.example("hello");

    String output = maven.command(project, "package", "baci:run", "-Dbaci.args=Ada").succeed();

    assertThat(output).contains("Hello, Ada, from Java").contains(" as nobody.");
    Path aci = project.resolve("target/hello-1.0.aci");
    isValid(aci);
    assertThat(AciContents.of(aci).file("/app/hello.jsa").content()).isNotEmpty();
  }

  private static Path databaseWorks(MavenRun maven) {
    Path project = maven.example("postgresql");
    try (LoopbackRegistry registry = LoopbackRegistry.start()) {
      DebianBase.image().pushTo(registry, "debian:bookworm");
      maven
          .command(
              project, "package", "-Dbaci.registryMirrors=docker.io/library=" + registry.host())
          .succeed();
    }
    isValid(project.resolve("target/postgresql-15.aci"));

    String answer = maven.command(project, "baci:run", "-Dbaci.args='select 6 * 7'").succeed();

    assertThat(answer.lines()).contains("42");
    return project;
  }

  private static void isValid(Path aci) {
    assertThat(aci).exists();
    assertThat(Actool.validate(aci)).isEqualTo(new Command.Result(0, ""));
    assertThat(Files.isRegularFile(aci)).isTrue();
  }

  private static String readUntil(BufferedReader lines, String text) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      all.append(line).append('\n');
      if (line.contains(text)) {
        break;
      }
    }
    return all.toString();
  }
}
