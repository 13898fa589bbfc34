package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.Baci;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.testing.BusyboxBase;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The builder of a RUN starts while the image is pulled that the RUN stands on. */
class BuilderBeforeBaseIT {
  @TempDir private Path directory;

  @Test
  void theBuilderStartsWhileTheBaseComesIn() throws Exception {
    try (BaseOnItsWay base = new BaseOnItsWay(BusyboxBase.image().layout())) {
      Path context = Files.createDirectory(directory.resolve("context"));
      Files.writeString(
          context.resolve("Dockerfile"), "FROM %s\nRUN true\n".formatted(base.name()));
      BuildListener listener =
          new BuildListener() {
            @Override
            public void note(String message) {
              if (message.startsWith("Commands run ")) {
                base.seen();
              }
            }
          };

      new Baci()
          .build(
              BuildRequest.builder(
                      context, directory.resolve("image.aci"), AciOptions.named("example.com/test"))
                  .storeDirectory(directory.resolve("store"))
                  .build(),
              listener);

      assertThat(base.isLate()).isFalse();
    }
  }
}
