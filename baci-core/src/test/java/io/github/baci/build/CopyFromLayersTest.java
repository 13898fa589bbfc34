package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.AciOptions;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A COPY from a stage of many files, of which a store remembers what was taken. */
class CopyFromLayersTest {
  private static final int MANY = 1100;
  private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);

  @TempDir private Path directory;

  @Test
  void whateverTheInstructionNamesMakesAnotherImage() throws Exception {
    for (int i = 0; i < MANY; i++) {
      write("context/tree/d" + i % 7 + "/f" + i, "");
    }
    write("context/tree/a", "1");
    write("context/tree/b", "2");
    List<String> copies =
        List.of(
            "COPY --from=big /tree/a /out/",
            "COPY --from=big /tree/b /out/",
            "COPY --from=big /tree/a /tree/b /out/",
            "COPY --from=big --parents /tree/a /out/",
            "COPY --from=big /tree/d1 /out/",
            "COPY --from=big --exclude=f1 /tree/d1 /out/",
            "COPY --from=big /tree/a /elsewhere/");
    List<String> images = new ArrayList<>();
    for (int i = 0; i < copies.size(); i++) {
      String image = build(copies.get(i), "store", "out");
      assertThat(image).as(copies.get(i)).isEqualTo(build(copies.get(i), "store-" + i, "fresh"));
      images.add(image);
    }
    assertThat(images).doesNotHaveDuplicates();

    write("context/tree/a", "3");
    assertThat(build(copies.get(0), "store", "out"))
        .isNotIn(images)
        .isEqualTo(build(copies.get(0), "store-changed", "fresh"));
  }

  private String build(String copy, String store, String output) throws Exception {
    write(
        "context/Dockerfile",
        "FROM scratch AS big\nCOPY tree /tree\nFROM scratch\n" + copy + "\nLABEL a=b\n");
    BuildRequest request =
        BuildRequest.builder(
                directory.resolve("context"),
                directory.resolve(output).resolve("image.aci"),
                AciOptions.named("example.com/test"))
            .timestamp(TIME)
            .storeDirectory(directory.resolve(store))
            .build();
    BuildResult result = new ImageBuild(request, BuildListener.SILENT).result();
    return result.images().get(0).digests().toString();
  }

  private void write(String path, String content) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
