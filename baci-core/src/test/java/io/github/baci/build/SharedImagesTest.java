package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.BuildRequestBuilder;
import io.github.baci.api.BuildResult;
import io.github.baci.api.ImageForm;
import io.github.baci.api.OciOptions;
import io.github.baci.api.OutputFormats;
import io.github.baci.api.Platform;
import io.github.baci.api.StepCacheOptions;
import io.github.baci.json.JsonTree;
import io.github.baci.testing.SampleLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Agents with empty stores that share whole images: counted by what they ask the registry for. */
@Timeout(120)
class SharedImagesTest {
  private static final String BLOBS = "GET /v2/cache/app/blobs/";

  @TempDir private Path directory;
  private SharedAgents agents;

  @BeforeEach
  void start() throws IOException {
    agents = new SharedAgents(directory);
    agents.images = true;
    agents.write("c", random(1, 100_000));
  }

  @AfterEach
  void stop() {
    agents.close();
  }

  /** Returns text that gets no shorter than three quarters by compression. */
  private static String random(int seed, int bytes) {
    byte[] content = new byte[bytes];
    new Random(seed).nextBytes(content);
    return Base64.getEncoder().encodeToString(content);
  }

  private static BuildRequestBuilder both(BuildRequestBuilder request) {
    return request.formats(
        OutputFormats.of(List.of(ImageForm.ACI, ImageForm.OCI), OciOptions.DEFAULT));
  }

  @Test
  void anImageInWhichNothingHasChangedIsNotComposed() throws Exception {
    agents.build("one", agents.both());
    agents.registry.requests.clear();

    BuildResult second = agents.build("two", agents.both());

    agents.assertThatNothingIsExecuted();
    assertThat(agents.hasLayers("two")).isFalse();
    assertThat(agents.registry.asked(BLOBS)).as("the image in one piece").hasSize(1);
    assertThat(agents.registry.asked("PUT ")).as("nothing is written again").isEmpty();
    agents.assertThatTheImageIsRight(second, UnaryOperator.identity());
  }

  @Test
  void whoTakesAnImageIsWarnedAsWhoeverBuiltIt() throws Exception {
    agents.write("Dockerfile", "FROM scratch\nCOPY c /c\nCMD [\"nowhere\"]\n");
    agents.build("one", agents.both());
    List<String> first = List.copyOf(agents.warnings);

    BuildResult second = agents.build("two", agents.both());

    assertThat(agents.hasLayers("two")).isFalse();
    assertThat(first).singleElement().asString().contains("'nowhere'");
    assertThat(agents.warnings).isEqualTo(first);
    agents.assertThatTheImageIsRight(second, UnaryOperator.identity());
  }

  @Test
  void anOciArchiveIsTakenAndItsLayersAreThoseOfTheSteps() throws Exception {
    agents.build("one", agents.both(), SharedAgents::oci);
    int kept = agents.registry.blobs.size();
    agents.registry.requests.clear();

    BuildResult second = agents.build("two", agents.both(), SharedAgents::oci);

    agents.assertThatNothingIsExecuted();
    assertThat(agents.hasLayers("two")).isFalse();
    assertThat(agents.registry.asked(BLOBS))
        .as("the one large layer, and all that is small")
        .hasSizeBetween(1, 2);
    assertThat(kept)
        .as("layers and records of five steps, the image's record, and what of it is small")
        .isLessThanOrEqualTo(12);
    agents.assertThatTheImageIsRight(second, SharedAgents::oci);
  }

  @Test
  void whatCostsFewerBytesAsLayersIsComposed() throws Exception {
    agents.build("one", agents.both(), SharedImagesTest::both);
    agents.registry.requests.clear();

    // Two files of it are twice the bytes of its layers, as an ACI has other ones.
    BuildResult second = agents.build("two", agents.both(), SharedImagesTest::both);

    assertThat(agents.hasLayers("two")).isTrue();
    assertThat(second.imageId()).isEqualTo(agents.expected().imageId());
  }

  @Test
  void whatTheStoreHasIsNotFetched() throws Exception {
    agents.build("one", agents.both());
    agents.registry.requests.clear();

    agents.build("one", agents.both());

    assertThat(agents.registry.asked(BLOBS)).isEmpty();
    agents.assertThatNothingIsExecuted();
  }

  /** Returns the digest of the piece that the one image in the registry begins with. */
  private String firstPiece() throws IOException {
    byte[] manifest =
        agents.registry.manifests.entrySet().stream()
            .filter(entry -> entry.getKey().contains("baci-image-"))
            .findAny()
            .orElseThrow()
            .getValue();
    byte[] config =
        Base64.getDecoder().decode(JsonTree.read(manifest).path("config").path("data").asText());
    return JsonTree.read(config).path("files").path(0).findPath("digest").asText();
  }

  @Test
  void anImageIsWrittenWhileItComes() throws Exception {
    agents.write("c", random(1, 9_000_000));
    agents.build("one", agents.both());
    String first = firstPiece();
    AtomicBoolean begun = agents.holdBack(BLOBS + "(?!" + first + ").*", 1);

    BuildResult second = agents.build("two", agents.both());

    assertThat(begun).as("the first piece is in the file before the others are there").isTrue();
    agents.assertThatNothingIsExecuted();
    agents.assertThatTheImageIsRight(second, UnaryOperator.identity());
  }

  @Test
  void piecesWhichAnotherImageHasInCommonAreNotFetchedAgain() throws Exception {
    agents.write("c", random(1, 9_000_000));
    agents.build("one", agents.both());
    agents.build("two", agents.both());
    agents.write("a", "changed");
    agents.build("one", agents.both());
    agents.registry.requests.clear();

    BuildResult changed = agents.build("two", agents.both());

    agents.assertThatNothingIsExecuted();
    assertThat(agents.registry.asked(BLOBS).size()).isBetween(1, 2);
    agents.assertThatTheImageIsRight(changed, UnaryOperator.identity());
  }

  @Test
  void whatHasChangedIsBuilt() throws Exception {
    agents.build("one", agents.both());
    agents.write("c", random(2, 100_000));

    BuildResult second = agents.build("two", agents.both());

    assertThat(agents.outcomes).contains("stage-1 3 CACHED", "stage-1 4 DONE");
    agents.assertThatTheImageIsRight(second, UnaryOperator.identity());
  }

  @Test
  void whatChangesTheFilesAloneChangesTheKey() throws Exception {
    agents.build("one", agents.both());

    BuildResult labelled =
        agents.build("two", agents.both(), request -> request.labels(Map.of("label", "value")));
    BuildResult other =
        agents.build(
            "three", agents.both(), request -> request.platform(Platform.parse("linux/arm64")));

    assertThat(agents.hasLayers("two")).isTrue();
    assertThat(agents.hasLayers("three")).isTrue();
    assertThat(List.of(labelled.imageId(), other.imageId()))
        .doesNotContain(agents.expected().imageId())
        .doesNotHaveDuplicates();
  }

  @Test
  void imagesAreNotSharedWhereThatIsNotWanted() throws Exception {
    agents.images = false;

    agents.build("one", agents.both());

    assertThat(agents.registry.asked("baci-image-")).isEmpty();
  }

  @Test
  void aPieceThatIsDamagedIsNoReasonToFailAndIsMended() throws Exception {
    agents.build("one", agents.both());
    agents.registry.blobs.replaceAll(
        (name, blob) -> {
          byte[] changed = blob.clone();
          if (changed.length > 50_000) {
            changed[changed.length / 2] ^= 1;
          }
          return changed;
        });

    BuildResult second = agents.build("two", agents.both());

    assertThat(agents.warnings).anyMatch(text -> text.contains("the image is composed, because"));
    agents.assertThatTheImageIsRight(second, UnaryOperator.identity());
    BuildResult third = agents.build("three", agents.both());
    BuildResult fourth = agents.build("four", agents.both());
    agents.assertThatNothingIsExecuted();
    agents.assertThatTheImageIsRight(third, UnaryOperator.identity());
    agents.assertThatTheImageIsRight(fourth, UnaryOperator.identity());
  }

  @Test
  void piecesThatHaveExpiredAreNoReasonToFail() throws Exception {
    agents.build("one", agents.both());
    agents.registry.blobs.values().removeIf(blob -> blob.length > 50_000);

    BuildResult second = agents.build("two", agents.both());

    agents.assertThatTheImageIsRight(second, UnaryOperator.identity());
  }

  @Test
  void recordsOfOtherImagesAndWhatIsNoneAreNotTaken() throws Exception {
    agents.build("one", agents.both());
    Map<String, byte[]> records = agents.registry.manifests;
    String tag =
        records.keySet().stream()
            .filter(name -> name.contains("baci-image-"))
            .findAny()
            .orElseThrow();
    byte[] mine = records.get(tag);
    agents.write("c", random(2, 100_000));
    agents.build("one", agents.both());
    byte[] other =
        records.entrySet().stream()
            .filter(entry -> entry.getKey().contains("baci-image-") && !entry.getKey().equals(tag))
            .findAny()
            .orElseThrow()
            .getValue();
    agents.write("c", random(1, 100_000));

    for (byte[] bad :
        List.of(other, new byte[0], "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8), mine)) {
      records.put(tag, bad);
      agents.assertThatTheImageIsRight(
          agents.build(
              "agent-" + bad.length,
              new StepCacheOptions(List.of(agents.cache()), Optional.empty())),
          UnaryOperator.identity());
    }
  }

  @Test
  void aBaseThatNothingNeedsIsNotPulled() throws Exception {
    Path layout =
        new SampleLayout()
            .layer(Map.of("of-base", random(3, 10_000)))
            .write(directory.resolve("base"));
    List<String> layers = agents.registry.keep(layout, "library/base");
    agents.write("Dockerfile", "FROM " + agents.registry.host() + "/library/base\nCOPY c /c\n");
    UnaryOperator<BuildRequestBuilder> settings =
        request -> request.platform(Platform.parse("linux/amd64"));
    agents.build("one", agents.both(), settings);
    agents.registry.requests.clear();

    BuildResult second = agents.build("two", agents.both(), settings);

    assertThat(agents.registry.asked("GET /v2/library/base/blobs/" + layers.get(0))).isEmpty();
    assertThat(second.imageId())
        .isEqualTo(agents.build("alone", StepCacheOptions.NONE, settings).imageId());
  }
}
