package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.AciOptions;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildRequest;
import io.github.baci.dockerfile.DockerfileException;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.TreeNode;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CopyOnlyBuildTest extends CopyOnlyFixture {
  @Test
  void copiesFilesOfTheContext() throws Exception {
    write("hello.txt", "hello");
    write("Dockerfile", "FROM scratch\nWORKDIR /srv\nCOPY hello.txt .\nCMD [\"/srv/hello.txt\"]\n");

    CompletedBuild result = build();

    assertThat(content(result, "srv/hello.txt")).isEqualTo("hello");
    assertThat(result.image().config().workingDir()).isEqualTo("/srv");
    assertThat(result.result().size()).isEqualTo(Files.size(output()));
    assertThat(result.result().upToDate()).isFalse();
    assertThat(outcomes).containsExactly("1 DONE", "2 DONE", "3 DONE");
  }

  @Test
  void parentsMakeTheirDestinationIfThereIsAPlaceToLookIn() throws Exception {
    write("a/b1/f", "1");
    write(
        "Dockerfile",
        """
        FROM scratch
        COPY --parents none* /whole/
        COPY --parents a/*/./none* /below/
        COPY --parents none*/./f /nowhere/
        """);

    CompletedBuild result = build();

    assertThat(FileTree.of(result.image().layers()).root().children())
        .extracting(TreeNode::name)
        .containsExactly("below", "whole");
  }

  @Test
  void aNumberIsTheGroupOfAWorkingDirectoryToo() throws Exception {
    write("Dockerfile", "FROM scratch\nUSER 12\nWORKDIR /w\nUSER 13:14\nWORKDIR x\n");

    CompletedBuild result = build();

    FileTree tree = FileTree.of(result.image().layers());
    Attributes first = tree.lookup("w").orElseThrow().attributes();
    assertThat(List.of(first.uid(), first.gid())).containsExactly(12L, 12L);
    Attributes second = tree.lookup("w/x").orElseThrow().attributes();
    assertThat(List.of(second.uid(), second.gid())).containsExactly(13L, 14L);
  }

  @Test
  void aSourceThatBuildsWriteIsSaidToBeOne() throws Exception {
    write("Dockerfile", "FROM scratch\nCOPY image.aci /\n");
    write("image.aci", "of the build before");

    assertThatThrownBy(
            () ->
                build(
                    BuildRequest.builder(
                            context(),
                            context().resolve("image.aci"),
                            AciOptions.named("example.com/test"))
                        .storeDirectory(directory.resolve("store"))))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("\"/image.aci\": not found: it is left out, because builds write it");
  }

  @Test
  void aSourceThatIsNotThereIsExplained() throws Exception {
    write("lib/app.jar", "x");

    write("Dockerfile", "FROM scratch\nCOPY lib/appp.jar /\n");
    assertThatThrownBy(this::build)
        .isInstanceOf(DockerfileException.class)
        .hasMessageContaining("Dockerfile:2:1: \"/lib/appp.jar\": not found")
        .hasMessageContaining("(did you mean lib/app.jar?)");

    write("Dockerfile", "FROM scratch\nCOPY ../other /\n");
    assertThatThrownBy(this::build).hasMessageContaining("'..' does not lead out of the context");
  }

  @Test
  void aQuotedNameIsToldOfTheJsonForm() throws Exception {
    write("Dockerfile", "FROM scratch\nCOPY \"my file\" /x\n");

    assertThatThrownBy(this::build)
        .isInstanceOf(DockerfileException.class)
        .hasMessageContaining("Dockerfile:2:6: ")
        .hasMessageContaining("need the JSON form for the whole list: COPY [\"a b\", \"/c\"]");
  }

  @Test
  void copiesBetweenStagesAndLeavesTheOthersOut() throws Exception {
    write("a", "from the first");
    write(
        "Dockerfile",
        """
        FROM scratch AS first
        COPY a /dir/a
        FROM scratch AS unused
        COPY missing /
        FROM scratch
        COPY --from=first /dir /copied
        """);

    CompletedBuild result = build();

    assertThat(content(result, "copied/a")).isEqualTo("from the first");
    assertThat(FileTree.of(result.image().layers()).lookup("dir")).isEmpty();
  }

  @Test
  void takesADirectoryAsNamedContextAndAsBase() throws Exception {
    Files.createDirectories(directory.resolve("elsewhere"));
    Files.writeString(directory.resolve("elsewhere/file"), "elsewhere");
    write("Dockerfile", "FROM other\nCOPY --from=other file /again\n");

    CompletedBuild result =
        build(request().namedContexts(Map.of("other", directory.resolve("elsewhere").toString())));

    assertThat(content(result, "file")).isEqualTo("elsewhere");
    assertThat(content(result, "again")).isEqualTo("elsewhere");
  }

  @Test
  void saysWhichIgnorePatternHidesASource() throws Exception {
    write("a.log", "1");
    write(".dockerignore", "*.log\n");
    write("Dockerfile", "FROM scratch\nCOPY a.log /\n");

    assertThatThrownBy(this::build).hasMessageContaining("*.log");
  }

  @Test
  void saysThatThereIsNoDockerfile() {
    assertThatThrownBy(this::build)
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("there is no Dockerfile");
  }

  @Test
  void readsALowerCaseDockerfile() throws Exception {
    write("dockerfile", "FROM scratch\nCOPY dockerfile /d\n");

    assertThat(content(build(), "d")).startsWith("FROM scratch");
  }

  @Test
  void tellsBuildChecks() throws Exception {
    write("Dockerfile", "FROM scratch\nMAINTAINER me\n");

    build();

    assertThat(warnings).anyMatch(warning -> warning.contains("MaintainerDeprecated"));
  }

  @Test
  void leavesNothingTemporaryInTheStore() throws Exception {
    write("a", "1");
    write("Dockerfile", "FROM scratch\nCOPY a /a\n");

    build();

    try (var left = Files.list(directory.resolve("store/tmp"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void warningsOfBuildChecksFailTheBuildIfTheyShall() throws Exception {
    write("Dockerfile", "FROM scratch AS unused\nENV a b\nFROM scratch\nWORKDIR x\n");
    build();
    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("Dockerfile:4:9: WorkdirRelativePath: ");
    assertThatThrownBy(() -> build(request().failOnWarning(true)))
        .isInstanceOf(BaciException.class)
        .hasMessageStartingWith("lint violation found for rules: WorkdirRelativePath\n");
  }
}
