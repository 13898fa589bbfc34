package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.BuildInput;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.Dependency;
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
  private final List<BuildInput> taken = new ArrayList<>();
  private final List<String> namedContexts = new ArrayList<>();
  private final List<MavenProject> reactor = new ArrayList<>();

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
    session.setProjects(reactor.isEmpty() ? List.of(project) : reactor);
    return new BuildCache(new ProjectLayout(project, directory), project, session)
        .warning(
            new BuildCache.Given(
                context == null ? null : new File(context),
                dockerfile == null ? null : new File(dockerfile),
                namedContexts),
            taken);
  }

  /** Has the image made of files too. */
  private void take(String place, String... files) {
    taken.add(
        new BuildInput(
            directory.resolve(place), Stream.of(files).map(directory::resolve).toList()));
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
                        "<maven.build.cache.input.image1>Dockerfile</maven.build.cache.input.image1>"));
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

  /** What is to be added to the POM, one line each. */
  private List<String> told() {
    List<String> lines = new ArrayList<>();
    for (String line : warning(null, null).orElse("").split("\\R")) {
      if (line.startsWith("  ")) {
        lines.add(line.replaceAll("</?maven.build.cache.input.image[0-9]+>", "").strip());
      }
    }
    return lines;
  }

  @Test
  void whatIsCopiedFromElsewhereThanTheSourcesIsToldAsItIsDeclared() {
    project.getProperties().setProperty("maven.build.cache.input.image1", "Dockerfile");
    take("src/main/java", "src/main/java/A.java");
    take("target", "target/app.jar");
    take("conf", "conf/app.yml", "conf/more/b.yml", "conf/.hidden");
    take("run.sh", "run.sh");
    take("nothing-yet");

    assertThat(warning(null, null))
        .contains(
            """
            the maven-build-cache-extension will leave the old image when conf, conf/.hidden, run.sh, nothing-yet change, which are no inputs to it; add to the <properties> of the POM:
              <maven.build.cache.input.image2>conf</maven.build.cache.input.image2>
              <maven.build.cache.input.image3>conf/.hidden</maven.build.cache.input.image3>
              <maven.build.cache.input.image4>run.sh</maven.build.cache.input.image4>
              <maven.build.cache.input.image5>nothing-yet</maven.build.cache.input.image5>""");
  }

  @Test
  void ofAWholeContextEachDirectoryIsToldAndFilesOnce() {
    take("", "Dockerfile", "README.md", "src/main/java/A.java", "src/more/b", "x/y/z", "target/a");

    assertThat(told()).containsExactly("Dockerfile", ".", "src", "x");
  }

  @Test
  void whatIsToldIsEnough() {
    take("", ".mvn/x", "README.md", "a/.b/c", "a/b", "src/main/java/A.java", "src/more/b", "t&t/u");
    take("../beside", "../beside/f", "../beside/.g");
    List<String> told = told();

    for (String path : told) {
      project
          .getProperties()
          .setProperty("maven.build.cache.input." + path, path.replace("&amp;", "&"));
    }
    assertThat(told).contains(".mvn/x", "a/.b/c", "t&amp;t", "../beside", "../beside/.g");
    assertThat(warning(null, null)).isEmpty();
  }

  @Test
  void aHiddenDirectoryThatIsDeclaredIsNoHelp() {
    project.getProperties().setProperty("maven.build.cache.input.1", ".");
    project.getProperties().setProperty("maven.build.cache.input.2", ".conf");
    take(".conf", ".conf/a");

    assertThat(told()).containsExactly(".conf/a");
  }

  @Test
  void whereThereIsTooMuchToDeclareTheGoalIsToRunAlways() {
    for (int i = 0; i < 12; i++) {
      take(".conf" + i, ".conf" + i + "/a");
    }

    assertThat(warning(null, null).orElseThrow())
        .contains(".conf8/a or 3 others change", "<runAlways>")
        .doesNotContain(".conf9");
  }

  @Test
  void whatADependencyOfTheSameRunMakesIsNoInputOfItsOwn() {
    MavenProject other = new MavenProject();
    other.setGroupId("com.example");
    other.setArtifactId("other");
    Build build = new Build();
    build.setDirectory(directory.resolveSibling("other/target").toString());
    other.setBuild(build);
    project.getProperties().setProperty("maven.build.cache.input.1", "Dockerfile");
    reactor.add(other);
    take("../other/target", "../other/target/other.jar");

    assertThat(told()).containsExactly("../other/target");

    Dependency dependency = new Dependency();
    dependency.setGroupId("com.example");
    dependency.setArtifactId("other");
    project.setDependencies(List.of(dependency));
    assertThat(warning(null, null)).isEmpty();
  }

  @Test
  void namedDirectoriesOfThePomAreInputs() {
    namedContexts.addAll(List.of("../named", "debian:bookworm"));
    project.getProperties().setProperty("maven.build.cache.input.1", "Dockerfile");
    take("../named", "../named/a");

    assertThat(warning(null, null)).isEmpty();

    project.getProperties().setProperty("maven.build.cache.processPlugins", "false");
    assertThat(told()).containsExactly("../named");
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
