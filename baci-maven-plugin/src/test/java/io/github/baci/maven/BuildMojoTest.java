package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;

@MojoTest
class BuildMojoTest {
  private static final String POM = "src/test/resources/projects/configured/pom.xml";

  @Test
  @InjectMojo(goal = "build", pom = POM)
  @MojoParameter(name = "contextDirectory", value = "no/such/directory")
  void aMissingContextIsToldWithItsPath(BuildMojo mojo) {
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasMessageContaining("no/such/directory")
        .hasMessageContaining("baci.contextDirectory")
        .hasNoCause();
  }

  @Test
  @InjectMojo(goal = "build", pom = POM)
  @MojoParameter(name = "contextDirectory", value = "src/test/resources")
  @MojoParameter(name = "compression", value = "zip")
  void anUnknownCompressionIsToldWithTheKnownOnes(BuildMojo mojo) {
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasMessage("baci.compression is 'zip', but must be one of none, gzip, bzip2, xz");
  }

  @Test
  @InjectMojo(goal = "build", pom = POM)
  @MojoParameter(name = "contextDirectory", value = "src/test/resources")
  @MojoParameter(name = "mode", value = "delta")
  void anUnknownModeIsToldWithTheKnownOnes(BuildMojo mojo) {
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasMessage("baci.mode is 'delta', but must be one of flat, diff");
  }

  @Test
  @InjectMojo(goal = "build", pom = POM)
  @MojoParameter(name = "contextDirectory", value = "src/test/resources")
  @MojoParameter(name = "engine", value = "docker")
  void anUnknownEngineIsToldWithTheKnownOnes(BuildMojo mojo) {
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasMessage(
            "baci.engine is 'docker', but must be one of auto, namespaces, chroot, traced, rkt");
  }

  @Test
  @InjectMojo(goal = "build", pom = POM)
  @MojoParameter(name = "skip", value = "true")
  @MojoParameter(name = "contextDirectory", value = "no/such/directory")
  void skippedItLooksAtNothing(BuildMojo mojo) {
    assertThatCode(mojo::execute).doesNotThrowAnyException();
  }

  @Test
  @InjectMojo(goal = "run", pom = POM)
  @MojoParameter(name = "image", value = "no/such.aci")
  void aMissingImageIsToldWithItsPath(RunMojo mojo) {
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasMessageContaining("no/such.aci");
  }
}
