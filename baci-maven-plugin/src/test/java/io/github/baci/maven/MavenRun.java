package io.github.baci.maven;

import io.github.baci.testing.Command;
import io.github.baci.testing.TestUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Runs Maven as a user would, with the plugin that was just built and a store of its own. Works in
 * one directory, which holds projects, local repository and store.
 */
final class MavenRun implements AutoCloseable {
  /** What makes short runs of Java shorter. */
  private static final String QUICK = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1";

  private final Path directory;
  private final Path home;
  private final Optional<TestUser> user;

  private MavenRun(Path directory, Path home, Optional<TestUser> user) {
    this.directory = directory;
    this.home = home;
    this.user = user;
  }

  /** Runs Maven as the user of the tests, in a directory that is deleted afterwards. */
  static MavenRun asMyself() {
    return new MavenRun(newDirectory(), ownHome(), Optional.empty());
  }

  /** Runs Maven 4, whose archive the build has fetched, otherwise as {@link #asMyself}. */
  static MavenRun ofMaven4() {
    Path directory = newDirectory();
    Command.of("tar", "-xzf", System.getProperty("baci.test.maven4"), "--strip-components=1")
        .with("--one-top-level=" + directory.resolve("maven-4"))
        .succeed();
    return new MavenRun(directory, directory.resolve("maven-4"), Optional.empty());
  }

  /** Runs Maven as another user, in the home directory. */
  static MavenRun as(TestUser user) {
    return new MavenRun(user.home(), ownHome(), Optional.of(user)).withRepository();
  }

  private static Path newDirectory() {
    try {
      return Files.createTempDirectory("baci-maven");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The Maven that runs the tests. */
  private static Path ownHome() {
    return Path.of(System.getProperty("baci.test.maven"));
  }

  /** Returns a copy of one of the examples. */
  Path example(String name) {
    return copy(Path.of(System.getProperty("baci.test.examples"), name));
  }

  /** Returns a copy of a project. */
  Path copy(Path project) {
    Path copy = directory.resolve(project.getFileName().toString());
    Command.of("cp", "-r", project.toString(), copy.toString()).succeed();
    Command.of("rm", "-rf", copy.resolve("target").toString()).succeed();
    user.ifPresent(each -> each.own(copy));
    return copy;
  }

  /** Makes a project of packaging aci with a Dockerfile. */
  Path project(String name, String dockerfile) throws IOException {
    Path project = Files.createDirectories(directory.resolve(name));
    Files.writeString(project.resolve("Dockerfile"), dockerfile);
    Files.writeString(
        project.resolve("pom.xml"),
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>org.example</groupId>
          <artifactId>%s</artifactId>
          <version>1</version>
          <packaging>aci</packaging>
          <properties>
            <project.build.outputTimestamp>2026-01-31T12:00:00Z</project.build.outputTimestamp>
          </properties>
          <build>
            <plugins>
              <plugin>
                <groupId>io.github.baci</groupId>
                <artifactId>baci-maven-plugin</artifactId>
                <version>%s</version>
                <extensions>true</extensions>
              </plugin>
            </plugins>
          </build>
        </project>
        """
            .formatted(name, System.getProperty("baci.test.version")));
    user.ifPresent(each -> each.own(project));
    return project;
  }

  /** Returns Maven's command line for a project. */
  Command command(Path project, String... arguments) {
    List<String> words = words();
    words.addAll(List.of(arguments));
    return user.map(each -> each.command(words))
        .orElseGet(() -> Command.of(words))
        .in(project)
        .env("MAVEN_OPTS", QUICK);
  }

  /** Returns an empty directory. */
  Path empty(String name) throws IOException {
    return Files.createDirectories(directory.resolve(name));
  }

  /** Returns a command that runs lines for a shell, in which {@code mvn} is this Maven. */
  Command shell(Path project, String lines) throws IOException {
    String options =
        words().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    return Command.of("sh", "-euc", "mvn() { %s \"$@\"; }\n%s".formatted(options, lines))
        .in(project)
        .env("MAVEN_OPTS", QUICK);
  }

  private List<String> words() {
    List<String> words = new ArrayList<>();
    words.add(home.resolve("bin/mvn").toString());
    words.addAll(List.of("-B", "-ntp"));
    if (user.isEmpty()) {
      words.addAll(List.of("-s", settings().toString()));
    }
    words.add("-Dmaven.repo.local=" + repository());
    words.add("-Dbaci.storeDirectory=" + directory.resolve("store"));
    return words;
  }

  /** As the stories do, takes Maven's own plugins from the repository of the user. */
  private Path settings() {
    try {
      String template = Files.readString(Path.of(System.getProperty("baci.test.settings")));
      String repository =
          Path.of(System.getProperty("baci.test.localRepository")).toUri().toString();
      return Files.writeString(
          directory.resolve("settings.xml"), template.replace("@localRepositoryUrl@", repository));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every user has a repository of the own; the tests' own one is used as it is. */
  private MavenRun withRepository() {
    user.ifPresent(
        each -> {
          Command.of("cp", "-r", System.getProperty("baci.test.repository"))
              .with(repository().toString())
              .succeed();
          each.own(repository());
        });
    return this;
  }

  private Path repository() {
    return user.isPresent()
        ? directory.resolve("repository")
        : Path.of(System.getProperty("baci.test.repository"));
  }

  @Override
  public void close() {
    if (user.isEmpty()) {
      Command.of("rm", "-rf", directory.toString()).succeed();
    }
  }
}
