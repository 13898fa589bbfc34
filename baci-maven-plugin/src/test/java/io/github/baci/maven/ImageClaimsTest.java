package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.AciOptions;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.junit.jupiter.api.Test;

class ImageClaimsTest {
  @SuppressWarnings("deprecation") // the way to have a session without a container
  private final MavenSession session =
      new MavenSession(
          null, new DefaultRepositorySystemSession(), new DefaultMavenExecutionRequest(), null);

  @Test
  void twoExecutionsMayNotWriteOneFile() {
    assertThat(claims("app", "full", false).claim(request("app.aci", "app:1"))).isEmpty();

    assertThatThrownBy(() -> claims("app", "slim", false).claim(request("app.aci", "slim:1")))
        .isInstanceOf(BaciException.class)
        .hasMessage(
            "%s is what the execution 'full' of app writes already: give each image a baci.outputFile or a <classifier> of its own",
            file("app.aci"));
  }

  @Test
  void norMayTwoModulesAlthoughTheirExecutionsAreCalledTheSame() {
    assertThat(claims("app", "default-cli", true).claim(request("app.aci", "app:1"))).isEmpty();

    assertThatThrownBy(() -> claims("web", "default-cli", true).claim(request("app.aci", "web:1")))
        .hasMessageContaining("the execution 'default-cli' of app");
  }

  @Test
  void anExecutionMayBuildAgainAndTheCommandLineAnew() {
    for (int i = 0; i < 2; i++) {
      assertThat(claims("app", "full", false).claim(request("app.aci", "app:1"))).isEmpty();
    }
    assertThat(claims("app", "default-cli", true).claim(request("app.aci", "app:1"))).isEmpty();
  }

  /** A goal of the command line may have another class loader than the one of the POM. */
  @Test
  void whatTheRunKeepsHasNoClassOfThePlugin() {
    assertThat(claims("app", "full", false).claim(request("app.aci", "app:1"))).isEmpty();

    Map<?, ?> kept =
        (Map<?, ?>) session.getRepositorySession().getData().get(ImageClaims.class.getName());
    assertThat(kept).hasSize(2);
    kept.forEach(
        (key, value) -> {
          assertThat(key).isInstanceOf(String.class);
          assertThat((List<?>) value).allMatch(String.class::isInstance);
        });
  }

  @Test
  void twoImagesOfOneNameAreTold() {
    assertThat(claims("app", "full", false).claim(request("app.aci", "app:1"))).isEmpty();

    assertThat(claims("app", "slim", false).claim(request("app-slim.aci", "app:1")))
        .containsExactly(
            "the image has the name and the labels of app.aci, which the execution 'full' of app"
                + " wrote: to tell them apart by name give each a <name>, or <labels>, of its own");
    assertThat(claims("app", "other", false).claim(request("app-other.aci", "app:1,flavour=other")))
        .isEmpty();
    assertThat(
            claims("app", "arm", false)
                .claim(
                    BuildRequest.builder(
                            Path.of("").toAbsolutePath(),
                            file("app-arm.aci"),
                            AciOptions.named("example.com/app:1"))
                        .platform(Platform.parse("linux/arm64"))
                        .build()))
        .isEmpty();
    assertThat(
            claims("app", "labelled", false)
                .claim(
                    BuildRequest.builder(
                            Path.of("").toAbsolutePath(),
                            file("app-labelled.aci"),
                            AciOptions.builder("example.com/app:1")
                                .labels(Map.of("channel", "beta"))
                                .build())
                        .build()))
        .isEmpty();
  }

  private ImageClaims claims(String artifactId, String execution, boolean commandLine) {
    MavenProject project = new MavenProject();
    project.setArtifactId(artifactId);
    return new ImageClaims(
        session,
        project,
        new MojoExecution(
            new MojoDescriptor(),
            execution,
            commandLine ? MojoExecution.Source.CLI : MojoExecution.Source.LIFECYCLE));
  }

  private static BuildRequest request(String file, String name) {
    return BuildRequest.builder(
            Path.of("").toAbsolutePath(), file(file), AciOptions.named("example.com/" + name))
        .build();
  }

  private static Path file(String name) {
    return Path.of(name).toAbsolutePath();
  }
}
