package io.github.baci.maven.agents;

import io.github.baci.testing.BusyboxBase;
import io.github.baci.testing.Command;
import io.github.baci.testing.DebianBase;
import io.github.baci.testing.DebianPackages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The image of a CI agent, made by baci: a JDK and Maven, those that run the tests, a local
 * repository with the plugin, and base images. Beside it, what this machine made of the projects.
 *
 * @param directory where all of it lies
 */
record AgentImage(Path directory) {
  private static final List<String> RESOURCES =
      List.of(
          "Dockerfile",
          "row",
          "settings.xml",
          "projects/pom.xml",
          "projects/copying/pom.xml",
          "projects/copying/Dockerfile",
          "projects/copying/src/main/java/com/example/hello/ManyFiles.java");
  private static final String MAVEN_OPTS =
      "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m -Djava.io.tmpdir=";

  /** The projects whose images are compared, in the order in which they are built. */
  static final List<String> PROJECTS =
      List.of("copying", "busybox", "device", "stages", "packages", "java");

  /** What belongs to no project, or fails. */
  private static final List<String> PACKAGED =
      List.of("runtime", "busybox", "device", "stages", "packages", "java", "failing", "killed");

  /** Builds the projects on this machine, and the image. */
  static AgentImage make(Path directory) throws IOException {
    AgentImage made = new AgentImage(directory);
    made.writeProjects();
    made.writeBases();
    made.buildProjects();
    made.buildImage();
    return made;
  }

  /** Returns the image's files. */
  Path rootfs() {
    return directory.resolve("unpacked/rootfs");
  }

  /** Returns a project's image in both forms, made below a directory with all projects. */
  static List<Path> images(Path directory, String project) {
    Path target = directory.resolve("projects").resolve(project).resolve("target");
    String name = project.equals("copying") ? "hello" : project;
    return List.of(target.resolve(name + "-1.0.aci"), target.resolve(name + "-1.0.oci.tar"));
  }

  /** Returns a new directory with the projects and the example, as they are before a build. */
  Path checkOut(String name) throws IOException {
    Path work = Files.createDirectory(directory.resolve(name));
    for (String part : List.of("projects", "example")) {
      Command.of("cp", "-r", directory.resolve("sources").resolve(part).toString())
          .with(work.toString())
          .succeed();
    }
    return work;
  }

  private Path context() {
    return directory.resolve("context");
  }

  private void writeProjects() throws IOException {
    Files.createDirectories(context());
    Path sources = directory.resolve("sources");
    for (String name : RESOURCES) {
      copy(name, (name.startsWith("projects") ? sources : context()).resolve(name));
    }
    for (String project : PACKAGED) {
      for (String name : List.of("pom.xml", "Dockerfile")) {
        String file = "projects/%s/%s".formatted(project, name);
        copy(file, sources.resolve(file));
      }
    }
    Command.of("chmod", "755", context().resolve("row").toString()).succeed();
    Path hello = Path.of(System.getProperty("baci.test.examples"), "hello");
    Path example = Files.createDirectory(sources.resolve("example"));
    Command.of("cp", "-r", hello.resolve("src").toString()).with(example.toString()).succeed();
    Files.copy(hello.resolve("pom.xml"), example.resolve("pom.xml"));
    Files.copy(hello.resolve("Dockerfile"), example.resolve("Dockerfile"));
    Command.of("cp", "-r", hello.resolve("src").toString())
        .with(sources.resolve("projects/copying").toString())
        .succeed();
  }

  private static void copy(String name, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    try (InputStream in = AgentImage.class.getResourceAsStream("/agents/" + name)) {
      String text = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      Files.writeString(target, text.replace("@version@", System.getProperty("baci.test.version")));
    }
  }

  private void writeBases() throws IOException {
    Path bases = Files.createDirectory(context().resolve("bases"));
    copyTree(BusyboxBase.image().layout(), bases.resolve("busybox"));
    copyTree(DebianBase.image().layout(), bases.resolve("debian"));
    copyTree(DebianPackages.directory(), bases.resolve("debs"));
    Command.of("chmod", "-R", "a+rX", bases.toString()).succeed();
  }

  private static void copyTree(Path from, Path to) {
    Command.of("cp", "-r", from.toString(), to.toString()).succeed();
  }

  /** Builds all on this machine; what Maven needs for it is in the local repository then. */
  private void buildProjects() throws IOException {
    Path plugin = Files.createDirectories(context().resolve("m2/io/github"));
    copyTree(
        Path.of(System.getProperty("baci.test.repository"), "io/github/baci"),
        plugin.resolve("baci"));
    Path work = checkOut("machine");
    Path projects = work.resolve("projects");
    maven(projects, "package", "-pl", "runtime");
    Files.copy(
        projects.resolve("runtime/target/runtime-1.0.oci.tar"),
        context().resolve("bases/runtime.oci.tar"));
    maven(projects, "package", "-pl", String.join(",", PROJECTS));
    maven(work.resolve("example"), "package");
  }

  private void buildImage() throws IOException {
    // Without these, Maven takes all that is there, wherever it came from.
    Command.of("find", context().resolve("m2").toString(), "(", "-name", "_remote.repositories")
        .with("-o", "-name", "resolver-status.properties", "-o", "-name", "*.lastUpdated", ")")
        .with("-delete")
        .succeed();
    // With files in place of links: distributions keep parts of both elsewhere.
    copyFollowing(Path.of(System.getProperty("java.home")), context().resolve("jdk"));
    copyFollowing(Path.of(System.getProperty("baci.test.maven")), context().resolve("maven"));
    Path aci = directory.resolve("agent.aci");
    maven(
        context(),
        "io.github.baci:baci-maven-plugin:%s:build"
            .formatted(System.getProperty("baci.test.version")),
        "-Dbaci.name=example.com/agent",
        "-Dbaci.compression=none",
        "-Dbaci.outputFile=" + aci);
    Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
    Command.of("tar", "--numeric-owner", "-xpf", aci.toString(), "-C", unpacked.toString())
        .succeed();
    Command.of("rm", "-rf", aci.toString(), context().toString(), store()).succeed();
  }

  private static void copyFollowing(Path from, Path to) {
    // Links that lead nowhere, as Debian's JDK has for its pages of documentation, are passed over.
    Command.of("cp", "-rL", "--preserve=mode,timestamps", from.toString(), to.toString()).run();
  }

  private String store() {
    return directory.resolve("store").toString();
  }

  private void maven(Path project, String... arguments) throws IOException {
    Command.of(Path.of(System.getProperty("baci.test.maven"), "bin", "mvn").toString(), "-B")
        .with("-ntp", "-s", settings().toString())
        .with("-Dmaven.repo.local=" + context().resolve("m2"))
        .with("-Dbaci.storeDirectory=" + store(), "-Dbases=" + context().resolve("bases"))
        .with(arguments)
        .in(project)
        .env("MAVEN_OPTS", MAVEN_OPTS + System.getProperty("java.io.tmpdir"))
        .env("JAVA_HOME", System.getProperty("java.home"))
        .succeed();
  }

  /** As the stories do, takes Maven's own plugins from the repository of the user. */
  private Path settings() throws IOException {
    String template = Files.readString(Path.of(System.getProperty("baci.test.settings")));
    String repository = Path.of(System.getProperty("baci.test.localRepository")).toUri().toString();
    return Files.writeString(
        directory.resolve("settings.xml"), template.replace("@localRepositoryUrl@", repository));
  }
}
