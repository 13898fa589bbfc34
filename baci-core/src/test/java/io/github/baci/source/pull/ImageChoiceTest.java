package io.github.baci.source.pull;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.Digest;
import io.github.baci.api.Platform;
import io.github.baci.image.ImageException;
import io.github.baci.oci.Descriptor;
import io.github.baci.oci.Manifest;
import io.github.baci.oci.MediaTypes;
import io.github.baci.oci.NotAnImage;
import io.github.baci.oci.OciConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageChoiceTest {
  private static final Platform AMD64 = Platform.parse("linux/amd64");

  private final Map<Digest, byte[]> documents = new HashMap<>();
  private final List<Digest> read = new ArrayList<>();

  private String kept(String mediaType, String document) {
    byte[] bytes = document.getBytes(UTF_8);
    Digest digest = Digest.sha256Of(bytes);
    documents.put(digest, bytes);
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(mediaType, digest, bytes.length);
  }

  private String manifest(String configType, String config) {
    return kept(
        MediaTypes.OCI_MANIFEST,
        "{\"schemaVersion\":2,\"config\":%s,\"layers\":[]}".formatted(kept(configType, config)));
  }

  /** Returns an entry of an image whose config alone says what it is for. */
  private String image(String architecture) {
    return manifest(
        MediaTypes.OCI_CONFIG,
        "{\"os\":\"linux\",\"architecture\":\"%s\"}".formatted(architecture));
  }

  private String artifact() {
    return manifest("application/vnd.example.sbom", "{}");
  }

  /** Lets an entry say a platform. */
  private static String saying(String architecture, String entry) {
    return entry.replaceFirst(
        "}$", ",\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}}");
  }

  private static String listing(String... entries) {
    return "{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(String.join(",", entries));
  }

  private String index(String... entries) {
    return kept(MediaTypes.OCI_INDEX, listing(entries));
  }

  private ImageChoice choice() {
    ImageChoice.Documents given =
        new ImageChoice.Documents() {
          @Override
          public byte[] manifest(Descriptor entry) {
            read.add(entry.digest());
            return requireNonNull(documents.get(entry.digest()));
          }

          @Override
          public OciConfig config(Descriptor config) {
            return ImageDocuments.config(
                requireNonNull(documents.get(config.digest())), "the image");
          }
        };
    return new ImageChoice(given, AMD64, "the image");
  }

  private ImageChoice.Chosen chosen(String... entries) throws Exception {
    return choice().among((Manifest.Index) Manifest.read(listing(entries).getBytes(UTF_8), "x"));
  }

  private static boolean isOf(ImageChoice.Chosen chosen, String entry) {
    return entry.contains(chosen.descriptor().digest().toString());
  }

  @Test
  void configsSayWhatAnIndexDoesNot() throws Exception {
    String amd = image("amd64");

    assertThat(isOf(chosen(image("arm64"), amd, image("s390x")), amd)).isTrue();
    assertThat(read).hasSize(2);
    assertThat(isOf(chosen(artifact(), index(image("arm64"), index(amd))), amd)).isTrue();
  }

  @Test
  void whatAnIndexSaysComesFirstAndIsBelieved() throws Exception {
    String said = saying("amd64", image("mips"));

    assertThat(isOf(chosen(image("amd64"), said), said)).isTrue();
    assertThat(read).hasSize(1);
    String inner = image("ppc64le");
    assertThat(isOf(chosen(image("amd64"), saying("amd64", index(inner))), inner)).isTrue();
  }

  @Test
  void anArtifactForThePlatformDoesNotHideAnImage() throws Exception {
    String silent = image("amd64");
    String said = saying("amd64", silent);

    assertThat(isOf(chosen(saying("amd64", artifact()), said), silent)).isTrue();
    assertThat(isOf(chosen(saying("amd64", artifact()), silent), silent)).isTrue();
  }

  @Test
  void theOnlyImageIsTakenWhateverItIsFor() throws Exception {
    String arm = image("arm64");

    assertThat(isOf(chosen(arm), arm)).isTrue();
    assertThat(isOf(chosen(index(index(arm))), arm)).isTrue();
    assertThat(isOf(chosen(artifact(), index(artifact(), arm)), arm)).isTrue();
  }

  @Test
  void theEntryThatLedToAnImageIsThatOfTheOutermostIndex() throws Exception {
    String outer = index(image("arm64"), image("amd64"));

    assertThat(outer).contains(chosen(artifact(), outer).entry().digest().toString());
  }

  @Test
  void whereNoneIsForThePlatformAllAreListed() {
    assertThatThrownBy(
            () ->
                chosen(
                    artifact(),
                    saying("s390x", image("s390x")),
                    index(image("arm64"), saying("mips", image("mips")))))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            "the image has no image for linux/amd64; it has images for linux/arm64, linux/mips,"
                + " linux/s390x");
    assertThatThrownBy(() -> chosen(artifact(), saying("s390x", image("s390x"))))
        .hasMessage("the image has no image for linux/amd64; it has images for linux/s390x");
    assertThatThrownBy(() -> chosen(saying("s390x", image("s390x")), image("arm64")))
        .hasMessage(
            "the image has no image for linux/amd64; it has images for linux/arm64, linux/s390x");
    assertThatThrownBy(() -> chosen(index(), index()))
        .hasMessage("the image holds no image for linux/amd64, nor for any other platform");
  }

  @Test
  void onlyWhereThereIsNoImageAtAllAnArtifactIsTold() {
    assertThatThrownBy(() -> chosen(artifact(), index(artifact())))
        .isInstanceOf(NotAnImage.class)
        .hasMessage(
            "the manifest of the image is no container image but an artifact of type"
                + " 'application/vnd.example.sbom'; FROM needs an image");
  }

  @Test
  void noMoreIsReadThanIsReasonable() {
    String deep = index(image("amd64"));
    for (int i = 0; i < 4; i++) {
      deep = index(deep);
    }
    String deepest = deep;
    assertThatThrownBy(() -> chosen(deepest))
        .isInstanceOf(ImageException.class)
        .hasMessage("the image is an index of indexes of indexes");

    read.clear();
    String[] many = new String[1000];
    for (int i = 0; i < many.length; i++) {
      many[i] = image("arch" + i);
    }
    assertThatThrownBy(() -> chosen(many))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            "the image has more than 32 images that do not say what platform they are for; take"
                + " one by its digest");
    assertThat(read).hasSize(32);
  }
}
