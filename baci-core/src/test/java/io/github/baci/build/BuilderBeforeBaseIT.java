package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.Baci;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.testing.BusyboxBase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The builder of a RUN starts while the image is pulled that the RUN stands on. */
class BuilderBeforeBaseIT {
  @TempDir private Path directory;

  private final List<String> notes = new CopyOnWriteArrayList<>();

  private void build(String dockerfile, Runnable atStart) throws Exception {
    Path context = Files.createDirectories(directory.resolve("context"));
    Files.writeString(context.resolve("Dockerfile"), dockerfile);
    BuildListener listener =
        new BuildListener() {
          @Override
          public void note(String message) {
            if (message.startsWith("Commands run ")) {
              notes.add(message);
              atStart.run();
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
  }

  @Test
  void theBuilderStartsWhileTheBaseComesIn() throws Exception {
    try (BaseOnItsWay base = new BaseOnItsWay(BusyboxBase.image().layout())) {
      build("FROM %s\nRUN true\n".formatted(base.name()), base::seen);

      assertThat(base.isLate()).isFalse();
    }
  }

  @Test
  void theBuilderStartsBeforeItIsTheTurnOfARunThatIsNew() throws Exception {
    try (BaseOnItsWay base = new BaseOnItsWay(BusyboxBase.image().layout())) {
      build(
          "FROM %s AS base\nFROM scratch\nCOPY --from=base / /\nRUN true\n".formatted(base.name()),
          base::seen);

      assertThat(base.isLate()).isFalse();
    }
  }

  @Test
  void theBuilderDoesNotStartWhereWhatHasChangedComesAfterAllRuns() throws Exception {
    Path file = Files.createDirectory(directory.resolve("context")).resolve("file");
    try (BaseOnItsWay base = new BaseOnItsWay(BusyboxBase.image().layout())) {
      base.seen();
      String dockerfile = "FROM %s\nRUN true\nCOPY file /file\n".formatted(base.name());
      Files.writeString(file, "one");
      build(dockerfile, () -> {});
      assertThat(notes).hasSize(1);

      Files.writeString(file, "another");
      build(dockerfile, () -> {});
      build(dockerfile + "COPY file /again\n", () -> {});

      assertThat(notes).hasSize(1);
    }
  }
}
