package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.testing.AciContents;
import io.github.baci.testing.BusyboxBase;
import io.github.baci.testing.Command;
import io.github.baci.testing.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OrdinaryUserIT {
  private static final String WITH_RUN =
      """
      FROM oci-layout://base:latest
      COPY --chown=12:34 content /content
      RUN mkdir -p /srv/made && echo made >/srv/made/file && chown 7:8 /srv/made/file \
       && ln /srv/made/file /srv/made/link && rm -r /var/spool
      """;

  @Test
  void withoutARangeOfIdsWhatNeedsNoContainerHasItsOwners() throws Exception {
    try (TestUser user = TestUser.withoutSubordinateIds();
        MavenRun maven = MavenRun.as(user)) {
      Path project =
          maven.project(
              "copy-only",
              """
              FROM scratch
              COPY --chown=0:0 --chmod=4755 Dockerfile /bin/tool
              COPY --chown=70000:80000 pom.xml /srv/
              WORKDIR /srv
              """);

      maven.command(project, "package").succeed();

      AciContents aci = AciContents.of(project.resolve("target/copy-only-1.aci"));
      assertThat(aci.file("/bin/tool").mode()).isEqualTo(04755);
      assertThat(aci.file("/bin/tool").uid()).isZero();
      assertThat(aci.file("/srv/pom.xml").uid()).isEqualTo(70000);
      assertThat(aci.file("/srv/pom.xml").gid()).isEqualTo(80000);
    }
  }

  @Test
  void twoUsersAtDifferentTimesGetTheSameBytes() throws Exception {
    try (TestUser user = TestUser.withSubordinateIds();
        MavenRun ours = MavenRun.asMyself();
        MavenRun theirs = MavenRun.as(user)) {
      Path earlier = prepare(ours, Instant.parse("2001-02-03T04:05:06Z"));
      Path later = prepare(theirs, Instant.parse("2019-10-11T12:13:14Z"));
      user.own(later);

      assertThat(build(theirs, later)).isEqualTo(build(ours, earlier));
    }
  }

  @Test
  void pruningDeletesWhatBelongsToSubordinateIdsToo() throws Exception {
    try (TestUser user = TestUser.withSubordinateIds();
        MavenRun maven = MavenRun.as(user)) {
      Path project = prepare(maven, Instant.parse("2019-10-11T12:13:14Z"));
      Files.writeString(
          project.resolve("Dockerfile"),
          """
          FROM oci-layout://base:latest
          RUN mkdir -p -m 700 /secret/more && head -c 2000000 /dev/zero >/secret/more/file \
           && chown -R 7:8 /secret
          RUN echo a second run unpacks the layer of the first
          """);
      user.own(project);
      maven.command(project, "package").succeed();
      Path store = user.home().resolve("store");
      assertThat(store.resolve("unpacked")).isNotEmptyDirectory();

      String byRkt =
          maven.command(project, "baci:prune", "-Dbaci.prune.all", "-Dbaci.engine=rkt").succeed();
      assertThat(byRkt)
          .containsPattern("unpacked layers +[2-9] ")
          .containsPattern(
              "WARN.* belong to subordinate uids.*: rkt runs containers for root alone");
      assertThat(store.resolve("tmp")).isNotEmptyDirectory();

      String log = maven.command(project, "baci:prune", "-Dbaci.prune.all").succeed();

      assertThat(log).doesNotContain("WARN");
      assertThat(filesIn(store.resolve("unpacked"))).isEmpty();
      assertThat(filesIn(store.resolve("layers"))).isEmpty();
      assertThat(store.resolve("tmp")).isEmptyDirectory();
    }
  }

  private static List<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(path -> directory.relativize(path).getNameCount() > 1).toList();
    }
  }

  private static byte[] build(MavenRun maven, Path project) throws Exception {
    maven.command(project, "package").succeed();
    return Files.readAllBytes(project.resolve("target/same-1.aci"));
  }

  private static Path prepare(MavenRun maven, Instant time) throws Exception {
    Path project = maven.project("same", WITH_RUN);
    Command.of("cp", "-r", BusyboxBase.image().layout().toString())
        .with(project.resolve("base").toString())
        .succeed();
    Path file = Files.createDirectories(project.resolve("content/sub")).resolve("file");
    Files.writeString(file, "content");
    Files.setLastModifiedTime(file, FileTime.from(time));
    Files.setLastModifiedTime(file.getParent(), FileTime.from(time));
    return project;
  }
}
