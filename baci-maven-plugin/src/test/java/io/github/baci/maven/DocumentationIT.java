package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.testing.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs the commands of the documentation as their readers do. */
class DocumentationIT {

  /** A project as any other, of a reader who has never heard of baci. */
  private static final String FRESH_PROJECT =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>com.example</groupId>
        <artifactId>app</artifactId>
        <version>1.0</version>
        <properties>
          <maven.compiler.release>17</maven.compiler.release>
          <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
        </properties>
        <build>
          <pluginManagement>
            <plugins>
              <plugin>
                <artifactId>maven-resources-plugin</artifactId>
                <version>3.3.1</version>
              </plugin>
              <plugin>
                <artifactId>maven-compiler-plugin</artifactId>
                <version>3.14.1</version>
              </plugin>
              <plugin>
                <artifactId>maven-surefire-plugin</artifactId>
                <version>3.5.4</version>
              </plugin>
              <plugin>
                <artifactId>maven-jar-plugin</artifactId>
                <version>3.4.2</version>
              </plugin>
            </plugins>
          </pluginManagement>
          <plugins>
      @PASTED@
          </plugins>
        </build>
      </project>
      """;

  private static List<DocumentedBlock> marked(String marker) throws IOException {
    List<DocumentedBlock> blocks =
        DocumentedBlock.all().stream().filter(block -> block.marker().equals(marker)).toList();
    assertThat(blocks).as(marker).isNotEmpty();
    return blocks;
  }

  private static String run(MavenRun maven, Path directory, DocumentedBlock block)
      throws IOException {
    Command.Result result = maven.shell(directory, block.text()).run();
    assertThat(result.exitCode()).as(block.place() + "\n" + result.output()).isZero();
    return result.output();
  }

  @Test
  void theQuickStartWorksWhenItIsPastedAndSoDoesWhatBuildsOnIt() throws Exception {
    try (MavenRun maven = MavenRun.asMyself()) {
      Path project = maven.empty("app");
      Files.writeString(
          project.resolve("pom.xml"),
          FRESH_PROJECT.replace("@PASTED@", marked("tested: quick start, plugin").get(0).text()));
      Files.writeString(
          project.resolve("Dockerfile"), marked("tested: quick start, Dockerfile").get(0).text());
      Path sources = Files.createDirectories(project.resolve("src/main/java/com/example"));
      Files.writeString(
          sources.resolve("App.java"),
          """
          package com.example;
          public class App {
            public static void main(String[] args) {
              System.out.println("Hello World!");
            }
          }
          """);
      List<DocumentedBlock> blocks = marked("tested: quick start");

      assertThat(run(maven, project, blocks.get(0)))
          .contains("target/app-1.0.aci")
          .contains("Image ID sha512-")
          .contains("Hello World!");
      for (DocumentedBlock block : blocks.subList(1, blocks.size())) {
        run(maven, project, block);
      }
      assertThat(project.resolve("target/app-1.0.oci.tar")).exists();
      assertThat(project.resolve("target/app.docker.tar")).exists();
    }
  }

  @Test
  void whatNeedsNoProjectWorksAnywhere() throws Exception {
    try (MavenRun maven = MavenRun.asMyself()) {
      Path directory = maven.empty("nothing");
      for (DocumentedBlock block : marked("tested: in nothing")) {
        run(maven, directory, block);
      }
      Path context = Files.createDirectories(directory.resolve("DIR"));
      Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
      for (DocumentedBlock block : marked("tested: in nothing with DIR")) {
        run(maven, directory, block);
      }
      assertThat(directory.resolve("out.aci")).exists();
    }
  }
}
