package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.AciOptions;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildRequestBuilder;
import io.github.baci.api.BuildResult;
import io.github.baci.api.ImageForm;
import io.github.baci.api.OciOptions;
import io.github.baci.api.OutputFormats;
import io.github.baci.api.WrittenImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a store and the file of the last build have, an image is byte for byte the one that a
 * build with an empty store makes: after each of many changes of a context and its Dockerfile.
 */
class IncrementalImageTest {
  private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);

  /** Longer than a file has to lie there until a build trusts that a change of it would show. */
  private static final long UNTIL_SETTLED = 120;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void isThatOfAnEmptyStoreAfterEachChange(long seed) throws Exception {
    follow(
        ChangingContext.of(context(), seed),
        seed,
        10,
        OutputFormats.of(List.of(ImageForm.ACI), OciOptions.DEFAULT));
  }

  @ParameterizedTest
  @ValueSource(longs = 4)
  void isThatOfAnEmptyStoreInAllForms(long seed) throws Exception {
    follow(
        ChangingContext.of(context(), seed),
        seed,
        4,
        OutputFormats.of(List.of(ImageForm.values()), OciOptions.DEFAULT));
  }

  @ParameterizedTest
  @ValueSource(longs = 5)
  void isThatOfAnEmptyStoreAboveLargeLayers(long seed) throws Exception {
    ChangingContext changing = ChangingContext.of(context(), seed);
    changing.addManyFiles(1_000, 9 << 20);
    follow(changing, seed, 4, OutputFormats.of(List.of(ImageForm.ACI), OciOptions.DEFAULT));
  }

  private void follow(ChangingContext changing, long seed, int changes, OutputFormats forms)
      throws Exception {
    Random chance = new Random(seed);
    List<String> story = new ArrayList<>();
    for (int i = 0; i <= changes; i++) {
      if (i > 0) {
        story.add(changing.change());
      }
      if (chance.nextInt(3) == 0) {
        story.add("built after a while");
        Thread.sleep(UNTIL_SETTLED);
        build("store", "out", forms);
      }
      if (chance.nextInt(6) == 0) {
        story.add("cleaned");
        for (ImageForm form : ImageForm.values()) {
          Files.deleteIfExists(form.beside(directory.resolve("out/image.aci")));
        }
      }
      BuildResult incremental = build("store", "out", forms);
      BuildResult fresh = build("store-" + i, "out-" + i, forms);
      for (WrittenImage image : fresh.images()) {
        WrittenImage same = incremental.image(image.form()).orElseThrow();
        assertThat(same.digests())
            .as("seed %d, %s, %s%n%s", seed, image.form(), story, changing.text())
            .isEqualTo(image.digests());
        assertThat(Files.mismatch(same.file(), image.file())).isEqualTo(-1);
      }
    }
  }

  private BuildResult build(String store, String output, OutputFormats forms)
      throws IOException, InterruptedException {
    BuildRequestBuilder request =
        BuildRequest.builder(
                context(),
                directory.resolve(output).resolve("image.aci"),
                AciOptions.named("example.com/test"))
            .formats(forms)
            .timestamp(TIME)
            .storeDirectory(directory.resolve(store));
    return new ImageBuild(request.build(), BuildListener.SILENT).result();
  }

  private Path context() throws IOException {
    return Files.createDirectories(directory.resolve("context"));
  }
}
