package io.github.baci.source;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.Digest;
import io.github.baci.api.Platform;
import io.github.baci.api.SourceOptions;
import io.github.baci.api.SourceOptions.Credential;
import io.github.baci.image.Image;
import io.github.baci.image.ImageException;
import io.github.baci.layer.LayerEntry;
import io.github.baci.oci.MediaTypes;
import io.github.baci.registry.PlayedRegistry;
import io.github.baci.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistrySourceTest extends RegistryFixture {

  @Test
  void pullsConfigAndLayersOfATag() throws Exception {
    SampleImage sample = new SampleImage("amd64", "one", "two", "three", "four");
    registry.put("app", "latest", sample);

    Image image = source().load(name("app"), AMD64);

    assertThat(image.platform()).isEqualTo(AMD64);
    assertThat(image.config().env()).containsExactly(Map.entry("A", "1"), Map.entry("B", "x=y"));
    assertThat(image.layers()).extracting(layer -> layer.diffId()).isEqualTo(sample.diffIds);
    LayerEntry.RegularFile file = (LayerEntry.RegularFile) image.layers().get(0).entries().get(0);
    byte[] tar = Files.readAllBytes(image.layers().get(0).tar());
    assertThat(Arrays.copyOfRange(tar, (int) file.offset(), (int) (file.offset() + file.size())))
        .isEqualTo(SampleImage.content("one"));
    assertThat(image.origin().annotations())
        .containsEntry("appc.io/docker/repository", "app")
        .containsEntry("appc.io/docker/tag", "latest")
        .containsEntry("appc.io/docker/registryurl", registry.host())
        .containsEntry("appc.io/docker/imageid", Digest.sha256Of(sample.config).toString())
        .containsEntry("appc.io/docker/manifesthash", Digest.sha256Of(sample.manifest).toString());
  }

  @Test
  void keepsTheCompressedBlobsAsTheyCame() throws Exception {
    SampleImage sample = new SampleImage("amd64", "one");
    registry.put("app", "latest", sample);

    source().load(name("app"), AMD64);

    Path blob = store.find(Store.Area.BLOBS, sample.layerBlobs.get(0).hex()).orElseThrow();
    assertThat(blob).hasBinaryContent(sample.blobs.get(sample.layerBlobs.get(0)));
  }

  @Test
  void tellsAllBytesAsProgress() throws Exception {
    SampleImage sample = new SampleImage("amd64", "one", "two");
    registry.put("app", "latest", sample);
    long total =
        sample.layerBlobs.stream()
            .mapToLong(id -> requireNonNull(sample.blobs.get(id)).length)
            .sum();

    source().load(name("app"), AMD64);

    assertThat(progress).endsWith(total, total);
  }

  @Test
  void asksNothingAgainWithinADay() throws Exception {
    registry.put("app", "latest", new SampleImage("amd64", "one"));
    Image first = source().load(name("app"), AMD64);
    registry.requests.clear();

    Image second =
        source(SourceOptions.DEFAULT, NOW.plus(Duration.ofHours(23))).load(name("app"), AMD64);

    assertThat(second).isEqualTo(first);
    assertThat(registry.requests).isEmpty();
  }

  @Test
  void aTagStandsForItsImageUntilItIsAskedForAgain() throws Exception {
    SampleImage old = new SampleImage("amd64", "one");
    registry.put("app", "latest", old);
    ImageSource first = source();
    Image image = first.load(name("app"), AMD64);

    Standing standing = first.standing(name("app"), AMD64, image).orElseThrow();

    assertThat(standing.until()).isEqualTo(NOW.plus(Duration.ofDays(1)));
    assertThat(first.standing(name("app"), AMD64, image)).contains(standing);
    String digest = "app@" + Digest.sha256Of(old.manifest);
    Image pinned = first.load(name(digest), AMD64);
    assertThat(first.standing(name(digest), AMD64, pinned).orElseThrow().until())
        .isEqualTo(Instant.MAX);

    registry.put("app", "latest", new SampleImage("amd64", "two"));
    ImageSource later = source(SourceOptions.DEFAULT, NOW.plus(Duration.ofHours(25)));
    Image changed = later.load(name("app"), AMD64);

    assertThat(later.standing(name("app"), AMD64, image)).isEmpty();
    assertThat(later.standing(name("app"), AMD64, changed).orElseThrow().content())
        .isNotEqualTo(standing.content());
  }

  @Test
  void asksForATagAgainAfterADayAndPullsOnlyWhatIsNew() throws Exception {
    SampleImage old = new SampleImage("amd64", "base", "old");
    SampleImage changed = new SampleImage("amd64", "base", "new");
    registry.put("app", "latest", old);
    source().load(name("app"), AMD64);
    registry.put("app", "latest", changed);
    registry.requests.clear();

    Image image =
        source(SourceOptions.DEFAULT, NOW.plus(Duration.ofHours(25))).load(name("app"), AMD64);

    assertThat(image.layers()).extracting(layer -> layer.diffId()).isEqualTo(changed.diffIds);
    assertThat(registry.asked(changed.layerBlobs.get(0).toString())).isZero();
    assertThat(registry.asked(changed.layerBlobs.get(1).toString())).isEqualTo(1);
  }

  @Test
  void anUnchangedTagCostsOneRequest() throws Exception {
    registry.put("app", "latest", new SampleImage("amd64", "one"));
    source().load(name("app"), AMD64);
    registry.requests.clear();

    source(SourceOptions.DEFAULT, NOW.plus(Duration.ofDays(2))).load(name("app"), AMD64);

    assertThat(registry.requests).containsExactly("/v2/app/manifests/latest");
  }

  @Test
  void neverAsksForADigestAgain() throws Exception {
    SampleImage sample = new SampleImage("amd64", "one");
    registry.put("app", "latest", sample);
    String byDigest = name("app") + "@" + Digest.sha256Of(sample.manifest);
    source().load(byDigest, AMD64);
    registry.requests.clear();

    source(SourceOptions.DEFAULT, NOW.plus(Duration.ofDays(900))).load(byDigest, AMD64);

    assertThat(registry.requests).isEmpty();
  }

  @Test
  void offlineTakesWhatIsInTheStoreHoweverOld() throws Exception {
    registry.put("app", "latest", new SampleImage("amd64", "one"));
    Image first = source().load(name("app"), AMD64);
    registry.close();

    SourceOptions offline = options(Map.of(), Map.of(), true);
    assertThat(source(offline, NOW.plus(Duration.ofDays(30))).load(name("app"), AMD64))
        .isEqualTo(first);
    assertThatThrownBy(() -> source(offline, NOW).load(name("other"), AMD64))
        .isInstanceOfSatisfying(
            ImageException.class, e -> assertThat(e.image()).isEqualTo(name("other")))
        .hasMessage(
            name("other") + " is not in the store, and the build is offline; build once online");
  }

  @Test
  void offlineAnotherSpellingOfTheNameServes() throws Exception {
    registry.put("app", "latest", new SampleImage("amd64", "one"));
    Image first = source().load(name("app"), AMD64);
    registry.close();

    SourceOptions offline = options(Map.of(), Map.of(), true);
    Image second = source(offline, NOW).load(name("app") + ":latest", AMD64);

    assertThat(second.layers()).isEqualTo(first.layers());
    assertThat(second.origin().name()).contains(name("app") + ":latest");
    assertThat(second.origin().manifest()).isEqualTo(first.origin().manifest());
  }

  @Test
  void anOldAnswerServesWhereTheRegistryIsAway() throws Exception {
    registry.put("app", "latest", new SampleImage("amd64", "one"));
    Image first = source().load(name("app"), AMD64);
    registry.close();

    Image second =
        source(SourceOptions.DEFAULT, NOW.plus(Duration.ofDays(3))).load(name("app"), AMD64);

    assertThat(second).isEqualTo(first);
    assertThat(warnings).singleElement().asString().contains("does not answer");
  }

  @Test
  void choosesThePlatformInAnIndex() throws Exception {
    SampleImage amd = new SampleImage("amd64", "amd");
    SampleImage arm = new SampleImage("arm64", "arm");
    registry.putBlobs("app", amd);
    registry.putBlobs("app", arm);
    byte[] index =
        SampleImage.utf8(
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s,%s]}"
                .formatted(
                    MediaTypes.OCI_INDEX, forPlatform(amd, "amd64"), forPlatform(arm, "arm64")));
    registry.putManifest("app", "latest", index);

    assertThat(source().load(name("app"), Platform.parse("linux/arm64")).layers())
        .extracting(layer -> layer.diffId())
        .isEqualTo(arm.diffIds);
    assertThatThrownBy(() -> source().load(name("app"), Platform.parse("linux/s390x")))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("linux/s390x")
        .hasMessageContaining("linux/amd64, linux/arm64");
  }

  private static String forPlatform(SampleImage image, String architecture) {
    return SampleImage.descriptor(MediaTypes.OCI_MANIFEST, image.manifest)
        .replaceFirst(
            "}$", ",\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}}");
  }

  @Test
  void mirrorsReplaceTheLongestPrefix() throws Exception {
    registry.put("mirrored/app", "latest", new SampleImage("amd64", "one"));
    SourceOptions options =
        options(
            Map.of(
                "docker.io", "nowhere.invalid", "docker.io/library", registry.host() + "/mirrored"),
            Map.of(),
            false);

    Image image = source(options, NOW).load("app", AMD64);

    assertThat(image.origin().annotations())
        .containsEntry("appc.io/docker/registryurl", "registry-1.docker.io")
        .containsEntry("appc.io/docker/repository", "library/app");
  }

  @Test
  void anIndexThatNamesNoPlatformsIsLookedInto() throws Exception {
    SampleImage arm = new SampleImage("arm64", "arm");
    SampleImage amd = new SampleImage("amd64", "amd");
    registry.putBlobs("app", arm);
    registry.putBlobs("app", amd);
    byte[] index =
        SampleImage.utf8(
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s,%s,%s]}"
                .formatted(
                    MediaTypes.OCI_INDEX,
                    SampleImage.descriptor(MediaTypes.OCI_MANIFEST, SampleImage.utf8("{}"))
                        .replaceFirst(
                            "}$",
                            ",\"platform\":{\"os\":\"unknown\",\"architecture\":\"unknown\"}}"),
                    SampleImage.descriptor(MediaTypes.OCI_MANIFEST, arm.manifest),
                    SampleImage.descriptor(MediaTypes.OCI_MANIFEST, amd.manifest)));
    registry.putManifest("app", "latest", index);

    assertThat(source().load(name("app"), AMD64).layers())
        .extracting(layer -> layer.diffId())
        .isEqualTo(amd.diffIds);
    assertThat(warnings).isEmpty();
  }

  @Test
  void imagesForOtherPlatformsThatAnIndexDoesNotNameAreListed() throws Exception {
    SampleImage arm = new SampleImage("arm64", "arm");
    SampleImage s390x = new SampleImage("s390x", "s390x");
    registry.putBlobs("app", arm);
    registry.putBlobs("app", s390x);
    registry.putManifest("app", "latest", SampleImage.silentIndex(s390x.manifest, arm.manifest));

    assertThatThrownBy(() -> source().load(name("app"), AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessage(
            name("app:latest")
                + " has no image for linux/amd64; it has images for linux/arm64, linux/s390x");
  }

  @Test
  void anArtifactBesideAnImageIsPassedOver() throws Exception {
    SampleImage sample = new SampleImage("amd64", "one");
    registry.putBlobs("app", sample);
    byte[] artifact = SampleImage.artifact();
    registry.putManifest("app", Digest.sha256Of(artifact).toString(), artifact);
    registry.putManifest("app", "latest", SampleImage.silentIndex(artifact, sample.manifest));
    registry.putManifest("app", "alone", SampleImage.silentIndex(artifact));

    assertThat(source().load(name("app"), AMD64).layers())
        .extracting(layer -> layer.diffId())
        .isEqualTo(sample.diffIds);
    assertThatThrownBy(() -> source().load(name("app:alone"), AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining(
            "is no container image but an artifact of type 'application/vnd.example.sbom'");
  }

  @Test
  void oneTokenServesForAllThatABuildPullsOfARepository() throws Exception {
    SampleImage sample = new SampleImage("amd64", "one", "two");
    SampleImage other = new SampleImage("amd64", "three");
    try (PlayedRegistry played = new PlayedRegistry()) {
      played.login = Optional.of("u:p");
      for (SampleImage image : List.of(sample, other)) {
        image.blobs.forEach((digest, blob) -> played.blobs.put("app@" + digest, blob));
      }
      played.manifests.put("app:1", sample.manifest);
      played.manifests.put("app:2", other.manifest);
      SourceOptions options =
          options(Map.of(), Map.of(played.host(), new Credential("u", "p", "here")), false);
      ImageSources sources =
          ImageSources.standard(store, layers, options, directory, BuildListener.SILENT);

      sources.describe(played.host() + "/app:1", AMD64);
      sources.load(played.host() + "/app:1", AMD64);
      sources.load(played.host() + "/app:2", AMD64);

      assertThat(played.asked("/blobs/")).hasSizeGreaterThanOrEqualTo(5);
      assertThat(played.asked("GET /token"))
          .singleElement()
          .asString()
          .contains("scope=repository:app:pull");
    }
  }
}
