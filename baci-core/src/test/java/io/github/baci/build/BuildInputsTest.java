package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.BuildInput;
import io.github.baci.api.BuildRequestBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which files of this machine a build says that an image was made of. */
class BuildInputsTest extends CopyOnlyFixture {
  @BeforeEach
  void writeFiles() throws IOException {
    for (String file : List.of("conf/a.yml", "conf/b.sh", "conf/sub/c.yml", "run.sh", "docs/d")) {
      write(file, file);
    }
  }

  private List<BuildInput> inputs(BuildRequestBuilder request) throws Exception {
    return build(request.listInputs(true)).result().inputs();
  }

  private BuildInput input(String place, String... files) {
    return new BuildInput(
        context().resolve(place), Stream.of(files).map(context()::resolve).toList());
  }

  @Test
  void namesWhatInstructionsTakeAndWhereTheyLook() throws Exception {
    write(
        "Dockerfile",
        """
        FROM scratch AS one
        COPY conf/a.yml /a
        FROM scratch
        COPY --exclude=*.sh conf /conf/
        COPY conf/*.sh *.sh no* /sh/
        ADD --link docs /docs/
        COPY --parents ./conf/./sub/*.yml /p/
        COPY --from=one /a /b
        """);

    assertThat(inputs(request()))
        .containsExactlyInAnyOrder(
            input("conf/a.yml", "conf/a.yml"),
            input("conf", "conf/a.yml", "conf/b.sh", "conf/sub/c.yml"),
            input("", "run.sh"),
            input("docs", "docs/d"),
            input("conf/sub", "conf/sub/c.yml"));
  }

  @Test
  void namesTheSameWhereNothingIsDoneAnew() throws Exception {
    write(".dockerignore", "docs\nDockerfile\n.dockerignore\n");
    write("Dockerfile", "FROM scratch\nCOPY . /all\nCOPY --exclude=** docs* /none\n");
    BuildInput all = input("", "conf/a.yml", "conf/b.sh", "conf/sub/c.yml", "run.sh");
    assertThat(inputs(request())).containsExactly(all);
    assertThat(build(request()).result().inputs()).isEmpty();

    assertThat(new ImageBuild(request().listInputs(true).build(), listener()).result().inputs())
        .containsExactly(all);
  }

  @Test
  void namesDirectoriesAndImagesInFiles() throws Exception {
    Path other = Files.createDirectory(directory.resolve("other"));
    Files.writeString(other.resolve("x"), "x");
    write("base/Dockerfile", "FROM scratch\nCOPY run.sh /run.sh\n");
    build(request().dockerfile(context().resolve("base/Dockerfile")));
    Files.move(output(), context().resolve("base.aci"));
    write("Dockerfile", "FROM aci://base.aci\nCOPY --from=other x /x\n");

    assertThat(inputs(request().namedContexts(Map.of("other", other.toString()))))
        .containsExactlyInAnyOrder(
            input("base.aci", "base.aci"),
            new BuildInput(other.resolve("x"), List.of(other.resolve("x"))));
  }
}
