package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequestBuilder;
import io.github.baci.api.Platform;
import io.github.baci.dockerfile.DockerfileException;
import io.github.baci.testing.SampleLayout;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While the layers of a base image come in, what needs none of them is done. */
class BaseOnItsWayTest extends CopyOnlyFixture {
  private BaseOnItsWay base;

  @BeforeEach
  void serve() throws IOException {
    base =
        new BaseOnItsWay(
            new SampleLayout()
                .layer(Map.of("of-base", "base"))
                .write(directory.resolve("base-image")));
  }

  @AfterEach
  void stop() {
    base.close();
  }

  @Override
  BuildListener listener() {
    return new BuildListener() {
      @Override
      public void stepEnded(StepId step, Outcome outcome, Duration took) {
        if (step.stage().equals("early") && step.number() == 2) {
          base.seen();
        }
      }
    };
  }

  @Override
  BuildRequestBuilder request() {
    return super.request().platform(Platform.parse("linux/amd64"));
  }

  @Test
  void aStageOnSomethingElseIsDoneMeanwhile() throws Exception {
    write("a", "of the context");
    write(
        "Dockerfile",
        """
        FROM scratch AS early
        COPY a /a
        FROM %s
        COPY --from=early /a /b
        """
            .formatted(base.name()));

    CompletedBuild build = build();

    assertThat(base.isLate()).isFalse();
    assertThat(content(build, "b")).isEqualTo("of the context");
    assertThat(content(build, "of-base")).isEqualTo("base");
    assertThat(base.registry.asked("GET /v2/base/manifests/")).hasSize(1);
  }

  @Test
  void aLayerThatCannotBeHadIsAFaultOfItsFrom() throws Exception {
    base.registry.fault(base.layer(), 404, Integer.MAX_VALUE);
    write("Dockerfile", "ARG NOTHING\nFROM %s\nCOPY Dockerfile /\n".formatted(base.name()));

    assertThatThrownBy(this::build)
        .isInstanceOf(DockerfileException.class)
        .hasMessageStartingWith("Dockerfile:2:6: unknown name: " + base.name());
  }
}
