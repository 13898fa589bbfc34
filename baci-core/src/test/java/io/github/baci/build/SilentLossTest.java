package io.github.baci.build;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.github.baci.api.AciOptions;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildRequestBuilder;
import io.github.baci.api.ImageForm;
import io.github.baci.api.OciOptions;
import io.github.baci.api.OutputFormats;
import io.github.baci.api.Platform;
import io.github.baci.api.SecretSource;
import io.github.baci.layer.FileTree;
import io.github.baci.testing.SampleLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong without an error is told, and all that is missing is told at once. */
class SilentLossTest {
  @TempDir private Path directory;

  private final List<String> warnings = new ArrayList<>();

  @Test
  void aPatternThatMatchesNothingIsToldInEveryBuild() throws Exception {
    write("a.txt", "a");
    write("Dockerfile", "FROM scratch\nCOPY target/app-*.jar a.* /app/\n");

    build(request());
    assertThat(warnings)
        .containsExactly(
            "Dockerfile:2: \"target/app-*.jar\" matches nothing, and nothing is copied for it");
    warnings.clear();
    build(request());
    assertThat(warnings).hasSize(1);
  }

  @Test
  void argumentsThatNoArgTakesAreTold() throws Exception {
    write("Dockerfile", "ARG TAG=1\nFROM scratch AS a\nARG FOO\nFROM scratch\nCOPY Dockerfile /\n");

    build(request().buildArgs(Map.of("TAG", "2", "FOO", "1", "http_proxy", "", "TARGETARCH", "x")));
    assertThat(warnings).isEmpty();
    build(request().buildArgs(Map.of("FOOO", "1")));
    assertThat(warnings)
        .containsExactly(
            "build arguments were not used: FOOO (did you mean FOO?); no ARG of Dockerfile takes"
                + " them");
  }

  @Test
  void aNameOfOneLetterIsNotLikeAnother() throws Exception {
    write("Dockerfile", "FROM scratch\nARG A\nCOPY Dockerfile /\n");

    build(request().buildArgs(Map.of("B", "1")));

    assertThat(warnings)
        .containsExactly("build arguments were not used: B; no ARG of Dockerfile takes them");
  }

  @Test
  void contextsAndSecretsAndAgentsThatNothingNamesAreTold() throws Exception {
    write("Dockerfile", "FROM scratch\nCOPY --from=files f /\n");
    write("files/f", "f");
    String files = directory.resolve("context/files").toString();

    build(
        request()
            .namedContexts(Map.of("files", files, "flies", files))
            .secrets(Map.of("token", new SecretSource.FromEnvironment("TOKEN")))
            .sshAgents(Map.of("default", directory.resolve("agent"))));

    assertThat(warnings)
        .containsExactly(
            "named contexts were not used: flies; no FROM, COPY or mount of the stages that are"
                + " built names them",
            "secrets were not used: token; no RUN --mount=type=secret of the stages that are built"
                + " names them",
            "SSH agents were not used: default; no RUN --mount=type=ssh of the stages that are"
                + " built names them");
  }

  @Test
  void portsThatAnAciCannotHaveAreToldAtTheirExpose() throws Exception {
    write("a", "a");
    write(
        "Dockerfile",
        """
        FROM scratch AS a
        ARG PORT=0
        EXPOSE 80 $PORT/udp
        FROM a AS b
        COPY a /
        FROM scratch AS c
        COPY --from=a . /
        """);

    assertThatThrownBy(() -> build(request().target("b")))
        .isInstanceOf(BaciException.class)
        .hasMessageStartingWith("Dockerfile:3:1: the image exposes port 0/udp, but")
        .hasMessageContaining("3 | >>> EXPOSE 80 $PORT/udp");
    build(request().target("c"));
    build(
        request()
            .target("b")
            .formats(OutputFormats.of(List.of(ImageForm.OCI), OciOptions.DEFAULT)));
  }

  @Test
  void allMissingSourcesAreToldAtOnceWithWhatMayBeMeant() throws Exception {
    write("README.md", "x");
    write("Dockerfile", "FROM scratch\nCOPY Readme.md ghost /x/\n");

    assertThatThrownBy(() -> build(request()))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("\"/Readme.md\": not found")
        .hasMessageContaining("(did you mean README.md?)")
        .hasMessageContaining("\"/ghost\": not found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          target/helo.jar            | target/hello-1.0.jar
          target/hello.jar           | target/hello-1.0.jar
          target/hello-2.0.jar       | target/hello-1.0.jar
          target/hello-1.0-SNAPSHOT.jar | target/hello-1.0.jar
          Traget/hello-1.0.jar       | target/hello-1.0.jar
          traget/Hello.jar           | target/hello-1.0.jar
          target/lib/comons.jar      | target/lib/commons_v3.12.jar
          target/hello.war           |
          target/other.jar           |
          target/.jar                |
          targets/lib/x/a            |
          """)
  void aNameWithoutItsVersionOrInAMisspeltDirectoryIsSuggested(
      String source, @Nullable String meant) throws Exception {
    write("target/hello-1.0.jar", "j");
    write("target/hello-1.0-sources.jar", "j");
    write("target/original-hello-1.0.jar", "j");
    write("target/lib/commons_v3.12.jar", "j");
    write("Dockerfile", "FROM scratch\nCOPY " + source + " /x\n");

    assertThatThrownBy(() -> build(request()))
        .hasMessageContaining(
            meant == null ? "name a path relative to the context" : "(did you mean %s?)", meant)
        .extracting(Object::toString, as(STRING))
        .matches(text -> text.contains("did you mean") == (meant != null));
  }

  @Test
  void whatMayBeMeantIsToldAlsoIfItIsIgnored() throws Exception {
    write("target/hello-1.0.jar", "j");
    write(".dockerignore", "target\n");
    write(
        "Dockerfile", "FROM scratch\nCOPY target/helo.jar target/hello-1.0.jar target/gone /x/\n");
    String excluded =
        "excluded by the pattern 'target' in " + directory.resolve("context/.dockerignore:1");

    assertThatThrownBy(() -> build(request()))
        .hasMessageContaining("\"/target/helo.jar\": not found: it is not in the build context")
        .hasMessageContaining("(did you mean target/hello-1.0.jar, which is " + excluded + "?)")
        .hasMessageContaining("\"/target/hello-1.0.jar\": not found: it is " + excluded)
        .hasMessageContaining(
            "\"/target/gone\": not found: it is not there, and would be " + excluded);
  }

  @Test
  void aListThatIsNoJsonIsTakenAsWordsAndTold() throws Exception {
    write("a", "a");
    write("Dockerfile", "FROM scratch\nCOPY a /a\nVOLUME [\"/a\" \"/b\"]\nCMD ['/a', 'b']\n");

    build(request());

    assertThat(warnings)
        .filteredOn(warning -> warning.contains("is no JSON list"))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("Dockerfile:3: VOLUME begins with '['"),
            second -> assertThat(second).startsWith("Dockerfile:4: CMD begins with '['"));
  }

  @Test
  void aListThatIsNoJsonIsToldBeforeTheFailureThatFollows() throws Exception {
    write("a", "a");
    write("Dockerfile", "FROM scratch\nCOPY [\"a\", \"/a\",]\n");

    assertThatThrownBy(() -> build(request())).isInstanceOf(BaciException.class);
    assertThat(warnings).singleElement(as(STRING)).startsWith("Dockerfile:2: COPY begins with '['");
  }

  @Test
  void patternsAndTestsOfTheShellAreNoLists() throws Exception {
    write("a", "a");
    write(
        "Dockerfile",
        "FROM scratch\nCOPY [a-z] /x/\nCMD [ \"$A\" = b ]\nVOLUME [\"/v\"]\nENTRYPOINT []\n");

    build(request());

    assertThat(warnings).noneMatch(warning -> warning.contains("is no JSON list"));
  }

  @Test
  void aNameOfOneLetterIsNotLikeAnyOther() throws Exception {
    write("a", "a");
    write("Dockerfile", "FROM scratch\nCOPY x /x\n");

    assertThatThrownBy(() -> build(request()))
        .hasMessageContaining("\"/x\": not found")
        .hasMessageNotContaining("did you mean");
  }

  @Test
  void aLinkThatLeadsOutOfTheContextIsSaidToBeOne() throws Exception {
    write("Dockerfile", "FROM scratch\nCOPY --exclude=b passwd out/f /x/\n");
    Files.createSymbolicLink(directory.resolve("context/passwd"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(directory.resolve("context/out"), Path.of("../elsewhere"));

    assertThatThrownBy(() -> build(request()))
        .hasMessageContaining("\"/passwd\": not found: 'passwd' is a symbolic link to '")
        .hasMessageContaining("\"/out/f\": not found: 'out' is a symbolic link to '../elsewhere'")
        .hasMessageNotContaining("did you mean");
  }

  @Test
  void swappedLettersAreTheNearestWord() throws Exception {
    write("Dockerfile", "FROM scratch\nRNU x\n");

    assertThatThrownBy(() -> build(request())).hasMessageContaining("(did you mean RUN?)");
  }

  @Test
  void anImageOnABaseOfAnotherCpuIsSaidToBeForThatCpu() throws Exception {
    Path base =
        new SampleLayout().layer(Map.of("bin", "of amd64")).write(directory.resolve("base"));
    write("Dockerfile", "FROM base\nCOPY Dockerfile /\n");

    CompletedBuild result =
        build(
            request()
                .platform(Platform.parse("linux/arm64"))
                .namedContexts(Map.of("base", "oci-layout://" + base + ":latest")));

    assertThat(result.image().platform().architecture()).isEqualTo("amd64");
    assertThat(warnings)
        .singleElement(as(STRING))
        .contains("InvalidBaseImagePlatform", "\"linux/amd64\"", "\"linux/arm64\"");
  }

  @Test
  void filesOfAnImageForAnotherCpuAreToldOnce() throws Exception {
    Path tools =
        new SampleLayout().layer(Map.of("bin", "of amd64")).write(directory.resolve("tools"));
    write("Dockerfile", "FROM scratch\nCOPY --from=tools /bin /bin\n");

    build(
        request()
            .platform(Platform.parse("linux/arm64"))
            .namedContexts(Map.of("tools", "oci-layout://" + tools + ":latest")));

    assertThat(warnings)
        .singleElement(as(STRING))
        .endsWith("is made for linux/amd64, and files of it are used for linux/arm64");
  }

  @Test
  void parentsAreKeptAfterAPivotWhateverStandsBeforeIt() throws Exception {
    write("a/b1/c/f1", "1");
    write("a/b2/c/f2", "2");
    write("a/b3", "no directory");
    write(
        "Dockerfile",
        """
        FROM scratch
        COPY --parents a/b*/./c /out/
        COPY --parents a/b*/./*/f2 /one/
        COPY --parents nope* /none/
        """);

    FileTree tree = FileTree.of(build(request()).image().layers());

    assertThat(tree.lookup("out/c/f1")).isPresent();
    assertThat(tree.lookup("out/c/f2")).isPresent();
    assertThat(tree.lookup("one/c").orElseThrow().children()).hasSize(1);
    assertThat(tree.lookup("none").orElseThrow().isDirectory()).isTrue();
  }

  @Test
  void anEntryOfAnArchiveWithoutANameIsPassedOver() throws Exception {
    write("Dockerfile", "FROM scratch\nADD odd.tar /\n");
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(Files.newOutputStream(directory.resolve("context/odd.tar")))) {
      for (String name : List.of("", "after")) {
        tar.putArchiveEntry(new TarArchiveEntry(name));
        tar.closeArchiveEntry();
      }
    }

    FileTree tree = FileTree.of(build(request()).image().layers());

    assertThat(tree.root().children()).hasSize(1);
    assertThat(tree.lookup("after")).isPresent();
  }

  @Test
  void specialBitsOfAModeAreNotForDirectoriesThatAreMade() throws Exception {
    write("Dockerfile", "FROM scratch\nCOPY --chmod=2755 Dockerfile /new/dir/\n");

    FileTree tree = FileTree.of(build(request()).image().layers());

    assertThat(tree.lookup("new").orElseThrow().attributes().mode()).isEqualTo(0755);
    assertThat(tree.lookup("new/dir").orElseThrow().attributes().mode()).isEqualTo(0755);
    assertThat(tree.lookup("new/dir/Dockerfile").orElseThrow().attributes().mode())
        .isEqualTo(02755);
  }

  @Test
  void theTimeOfAContextThatIsADirectoryIsNotSet() throws Exception {
    write("Dockerfile", "FROM scratch\nCOPY Dockerfile /\n");

    CompletedBuild result = build(request().buildArgs(Map.of("SOURCE_DATE_EPOCH", "context")));

    assertThat(FileTree.of(result.image().layers()).lookup("Dockerfile")).isPresent();
  }

  @Test
  void anOptionOfAGitUrlNeedsAValue() throws Exception {
    write("Dockerfile", "FROM scratch\nADD https://git.example/r.git?x /r\n");

    assertThatThrownBy(() -> build(request())).hasMessageContaining("query \"x\" has no value");
  }

  private CompletedBuild build(BuildRequestBuilder request) throws Exception {
    return new ImageBuild(
            request.build(),
            new BuildListener() {
              @Override
              public synchronized void warning(String message) {
                warnings.add(message);
              }
            })
        .run();
  }

  private BuildRequestBuilder request() {
    return BuildRequest.builder(
            directory.resolve("context"),
            directory.resolve("out.aci"),
            AciOptions.named("example.com/test"))
        .storeDirectory(directory.resolve("store"));
  }

  private void write(String path, String text) throws IOException {
    Path file = directory.resolve("context").resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
