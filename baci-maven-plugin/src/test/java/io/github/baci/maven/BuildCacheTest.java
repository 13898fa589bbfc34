package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.Resource;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.classworlds.ClassWorld;
import org.codehaus.plexus.classworlds.realm.ClassRealm;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildCacheTest {
  @TempDir private Path directory;
  private final Properties given = new Properties();
  private final MavenProject project = new MavenProject();

  @BeforeEach
  void makeAProject() throws IOException {
    project.setFile(directory.resolve("pom.xml").toFile());
    Build build = new Build();
    build.setDirectory(directory.resolve("target").toString());
    build.setSourceDirectory(directory.resolve("src/main/java").toString());
    build.setTestSourceDirectory(directory.resolve("src/test/java").toString());
    Resource resource = new Resource();
    resource.setDirectory(directory.resolve("src/main/resources").toString());
    build.addResource(resource);
    project.setBuild(build);
    write("Dockerfile", "FROM scratch\n");
  }

  private void write(String path, String text) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void configure(String inside) throws IOException {
    write(
        ".mvn/maven-build-cache-config.xml",
        "<cache xmlns=\"http://maven.apache.org/BUILD-CACHE-CONFIG/1.2.0\">" + inside + "</cache>");
  }

  @SuppressWarnings("deprecation") // the way to have a session without a container
  private Optional<String> warning(@Nullable String context, @Nullable String dockerfile) {
    MavenExecutionRequest request = new DefaultMavenExecutionRequest().setUserProperties(given);
    request.setMultiModuleProjectDirectory(directory.toFile());
    MavenSession session = new MavenSession(null, null, request, new DefaultMavenExecutionResult());
    return new BuildCache(new ProjectLayout(project, directory), project, session)
        .warning(
            context == null ? null : new File(context),
            dockerfile == null ? null : new File(dockerfile));
  }

  @Test
  void anImageThatWouldGoStaleIsTold() throws IOException {
    write(".dockerignore", "*.md\n");

    assertThat(warning(null, null))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .contains(
                        "Dockerfile, .dockerignore",
                        "<maven.build.cache.input.1>Dockerfile</maven.build.cache.input.1>"));
  }

  @Test
  void theIgnoreFileOfTheDockerfileIsTheOneThatCounts() throws IOException {
    write(".dockerignore", "*.md\n");
    write("Dockerfile.dockerignore", "*.md\n");
    project.getProperties().setProperty("maven.build.cache.input.1", "Dockerfile");

    assertThat(warning(null, null))
        .hasValueSatisfying(
            text -> assertThat(text).contains(" when Dockerfile.dockerignore changes"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile", "./Dockerfile", ".", "Dockerfil"})
  void whatThePropertiesOfTheProjectNameIsAnInput(String path) {
    project.getProperties().setProperty("maven.build.cache.input.of-the-image", path);

    assertThat(warning(null, null).isPresent()).isEqualTo(path.equals("Dockerfil"));
  }

  @Test
  void directoriesHaveWhatIsBelowThemAndIsNotHidden() throws IOException {
    write("src/image/deep/Dockerfile", "FROM scratch\n");
    write("src/.image/Dockerfile", "FROM scratch\n");
    project.getProperties().setProperty("maven.build.cache.input.1", "src");

    assertThat(warning(null, "src/image/deep/Dockerfile")).isEmpty();
    given.setProperty("baci.dockerfile", "src/.image/Dockerfile");
    assertThat(warning(null, "src/.image/Dockerfile")).isPresent();
  }

  @Test
  void aGlobLeavesFilesOut() {
    project.getProperties().setProperty("maven.build.cache.input.1", ".");
    project.getProperties().setProperty("maven.build.cache.input.glob", "*.{java,xml}");

    assertThat(warning(null, null)).isPresent();
  }

  @Test
  void aPathThatThePomConfiguresIsAnInputAndOneOfAPropertyIsNot() throws IOException {
    write("image/Dockerfile", "FROM scratch\n");

    assertThat(warning(null, "image/Dockerfile")).isEmpty();
    assertThat(warning("image", null)).isEmpty();

    project.getProperties().setProperty("baci.dockerfile", "image/Dockerfile");
    given.setProperty("baci.contextDirectory", "image");
    assertThat(warning(null, "image/Dockerfile")).isPresent();
    assertThat(warning("image", null)).isPresent();
  }

  @Test
  void sourcesAndResourcesAreInputs() throws IOException {
    write("src/main/resources/Dockerfile", "FROM scratch\n");
    given.setProperty("baci.dockerfile", "src/main/resources/Dockerfile");

    assertThat(warning(null, "src/main/resources/Dockerfile")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<input><global><includes><include>Dockerfile</include></includes></global></input>",
        "<input><global><includes><include"
            + " recursive='false'>.</include></includes></global></input>",
        "<executionControl><runAlways><goalsLists><goalsList artifactId='baci-maven-plugin'>"
            + "<goals><goal>build</goal></goals></goalsList></goalsLists></runAlways></executionControl>",
        "<executionControl><runAlways><plugins><plugin artifactId='baci-maven-plugin'/></plugins>"
            + "</runAlways></executionControl>",
        "<configuration><enabled>false</enabled></configuration>"
      })
  void whatTheExtensionIsConfiguredForIsNotTold(String inside) throws IOException {
    configure(inside);

    assertThat(warning(null, null)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<input><global><includes><include>src</include></includes></global></input>",
        "<input><global><includes><include glob='*.java'>.</include></includes></global></input>",
        "<executionControl><runAlways><plugins><plugin artifactId='other'/></plugins>"
            + "</runAlways></executionControl>",
        "<configuration><enabled>true</enabled><remote enabled='false'/></configuration>",
        "<not well-formed"
      })
  void whatHasNothingToDoWithTheImageIsNoHelp(String inside) throws IOException {
    configure(inside);

    assertThat(warning(null, null)).isPresent();
  }

  @Test
  void anExtensionThatIsSwitchedOffLeavesNothing() {
    given.setProperty("maven.build.cache.enabled", "false");

    assertThat(warning(null, null)).isEmpty();
  }

  @Test
  void theExtensionIsKnownByItsRealm() throws Exception {
    ClassWorld world = new ClassWorld();
    ClassRealm plugin = world.newRealm("plugin>io.github.baci:baci-maven-plugin:1");
    assertThat(BuildCache.isThere(plugin)).isFalse();

    world.newRealm("coreExtension>org.apache.maven.extensions:maven-build-cache-extension:1.2.0");

    assertThat(BuildCache.isThere(plugin)).isTrue();
    assertThat(BuildCache.isThere(getClass().getClassLoader())).isFalse();
  }
}
