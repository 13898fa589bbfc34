package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;

@MojoTest
class PruneMojoTest {
  private static final String POM = "src/test/resources/projects/configured/pom.xml";

  @Test
  @InjectMojo(goal = "prune", pom = POM)
  @MojoParameter(name = "all", value = "true")
  @MojoParameter(name = "maxSize", value = "1G")
  @MojoParameter(name = "storeDirectory", value = "target/no-store")
  void everythingAndOnlySomeCannotBeAskedForAtOnce(PruneMojo mojo) {
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasMessage(
            "baci.prune.all deletes everything: leave out baci.prune.olderThan and"
                + " baci.prune.maxSize");
  }

  @Test
  @InjectMojo(goal = "prune", pom = POM)
  @MojoParameter(name = "cache", value = "127.0.0.1:1/cache")
  @MojoParameter(name = "maxSize", value = "1G")
  void aRepositoryGoesByAgeAlone(PruneMojo mojo) {
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasMessage(
            "baci.prune.cache goes by age: say baci.prune.olderThan, as in 30d, or baci.prune.all,"
                + " and no baci.prune.maxSize");
  }

  @Test
  @InjectMojo(goal = "prune", pom = POM)
  @MojoParameter(name = "storeDirectory", value = "target/no-store")
  void whereThereIsNoStoreNoneIsMade(PruneMojo mojo) throws Exception {
    mojo.execute();

    assertThat(Files.exists(Path.of("src/test/resources/projects/configured/target/no-store")))
        .isFalse();
    assertThat(Files.exists(Path.of("target/no-store"))).isFalse();
  }
}
