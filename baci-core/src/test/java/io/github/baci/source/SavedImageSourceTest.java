package io.github.baci.source;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.Digest;
import io.github.baci.api.Platform;
import io.github.baci.image.Image;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.LayerStore;
import io.github.baci.oci.MediaTypes;
import io.github.baci.source.SavedImageSource.Form;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SavedImageSourceTest {
  private static final Platform AMD64 = Platform.parse("linux/amd64");

  @TempDir Path directory;
  private Store store;
  private int saved;
  private LayerStore layers;

  @BeforeEach
  void open() {
    store = DirectoryStore.open(directory.resolve("store"));
    layers = new DirectoryLayerStore(store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Image load(Form form, String reference) throws InterruptedException {
    return new SavedImageSource(form, store, layers, directory, BuildListener.SILENT)
        .load(reference, AMD64);
  }

  private static Map<String, byte[]> layout(Map<String, SampleImage> byTag) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    StringBuilder entries = new StringBuilder();
    byTag.forEach(
        (tag, image) -> {
          image.blobs.forEach((digest, blob) -> files.put("blobs/sha256/" + digest.hex(), blob));
          files.put("blobs/sha256/" + Digest.sha256Of(image.manifest).hex(), image.manifest);
          entries
              .append(entries.length() == 0 ? "" : ",")
              .append(
                  SampleImage.descriptor(MediaTypes.OCI_MANIFEST, image.manifest)
                      .replaceFirst(
                          "}$",
                          ",\"annotations\":{\"org.opencontainers.image.ref.name\":\""
                              + tag
                              + "\"}}"));
        });
    files.put("oci-layout", SampleImage.utf8("{\"imageLayoutVersion\":\"1.0.0\"}"));
    files.put(
        "index.json", SampleImage.utf8("{\"schemaVersion\":2,\"manifests\":[" + entries + "]}"));
    return files;
  }

  private void writeDirectory(String name, Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = directory.resolve(name).resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  /** Writes a tar; content that begins with {@code ->} makes a symbolic link. */
  private void writeTar(String name, Map<String, byte[]> files) throws IOException {
    try (OutputStream out = Files.newOutputStream(directory.resolve(name));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        byte[] content = file.getValue();
        boolean link = content.length > 2 && content[0] == '-' && content[1] == '>';
        TarArchiveEntry entry =
            link
                ? new TarArchiveEntry(file.getKey(), TarConstants.LF_SYMLINK)
                : new TarArchiveEntry(file.getKey());
        if (link) {
          entry.setLinkName(
              new String(content, 2, content.length - 2, java.nio.charset.StandardCharsets.UTF_8));
        } else {
          entry.setSize(content.length);
        }
        tar.putArchiveEntry(entry);
        if (!link) {
          tar.write(content);
        }
        tar.closeArchiveEntry();
      }
    }
  }

  @Test
  void readsALayoutByTag() throws Exception {
    SampleImage one = new SampleImage("amd64", "one");
    SampleImage two = new SampleImage("amd64", "two", "three");
    writeDirectory("layout", layout(Map.of("v1", one, "v2", two)));

    Image image = load(Form.OCI_LAYOUT, "layout:v2");

    assertThat(image.layers()).extracting(layer -> layer.diffId()).isEqualTo(two.diffIds);
    assertThat(image.origin().annotations())
        .containsEntry("appc.io/docker/tag", "v2")
        .containsEntry("appc.io/docker/imageid", Digest.sha256Of(two.config).toString());
    assertThat(store.find(Store.Area.BLOBS, two.layerBlobs.get(0).hex())).isPresent();
    assertThatThrownBy(() -> load(Form.OCI_LAYOUT, "layout"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("v1, v2");
    assertThatThrownBy(() -> load(Form.OCI_LAYOUT, "layout:v3"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("'v3'");
  }

  @Test
  void blobsThatWerePrunedAreTakenFromTheFileAgain() throws Exception {
    SampleImage sample = new SampleImage("amd64", "one");
    writeTar("oci.tar", layout(Map.of("v1", sample)));
    load(Form.OCI_ARCHIVE, "oci.tar");
    Digest blob = sample.layerBlobs.get(0);
    store.discard(Store.Area.BLOBS, blob.hex());

    new SavedImageSource(Form.OCI_ARCHIVE, store, layers, directory, BuildListener.SILENT)
        .bringBlobs("oci.tar", AMD64);

    assertThat(store.find(Store.Area.BLOBS, blob.hex()).orElseThrow())
        .hasBinaryContent(sample.blobs.get(blob));
  }

  @Test
  void aSecondLoadReadsNoLayerAgain() throws Exception {
    SampleImage sample = new SampleImage("amd64", "one");
    Map<String, byte[]> files = layout(Map.of("v1", sample));
    writeDirectory("layout", files);
    Image first = load(Form.OCI_LAYOUT, "layout");
    for (Digest blob : sample.layerBlobs) {
      Files.delete(directory.resolve("layout/blobs/sha256/" + blob.hex()));
    }

    assertThat(load(Form.OCI_LAYOUT, "layout")).isEqualTo(first);
  }

  @Test
  void aDamagedBlobOfALayoutIsRefused() throws Exception {
    SampleImage sample = new SampleImage("amd64", "one");
    Map<String, byte[]> files = layout(Map.of("v1", sample));
    byte[] blob =
        requireNonNull(files.get("blobs/sha256/" + sample.layerBlobs.get(0).hex())).clone();
    blob[blob.length / 2] ^= 1;
    files.put("blobs/sha256/" + sample.layerBlobs.get(0).hex(), blob);
    writeDirectory("layout", files);

    assertThatThrownBy(() -> load(Form.OCI_LAYOUT, "layout"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("layer 1 of");
  }

  @Test
  void readsAnOciArchive() throws Exception {
    SampleImage sample = new SampleImage("amd64", "one", "two");
    writeTar("image.tar", layout(Map.of("latest", sample)));

    assertThat(load(Form.OCI_ARCHIVE, "image.tar").layers())
        .extracting(layer -> layer.diffId())
        .isEqualTo(sample.diffIds);
  }

  @Test
  void readsACompressedArchive() throws Exception {
    SampleImage sample = new SampleImage("amd64", "one");
    writeTar("image.tar", layout(Map.of("latest", sample)));
    Files.write(
        directory.resolve("image.tar.gz"),
        SampleImage.gzip(Files.readAllBytes(directory.resolve("image.tar"))));

    assertThat(load(Form.OCI_ARCHIVE, "image.tar.gz").layers()).hasSize(1);
  }

  private static Map<String, byte[]> oldDockerArchive(SampleImage image, String tag)
      throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    byte[] tar = SampleImage.tar("one", SampleImage.content("one"));
    files.put("0001/layer.tar", tar);
    files.put("0002/layer.tar", SampleImage.utf8("->../0001/layer.tar"));
    String config = Digest.sha256Of(image.config).hex() + ".json";
    files.put(config, image.config);
    files.put(
        "manifest.json",
        SampleImage.utf8(
            "[{\"Config\":\"%s\",\"RepoTags\":[\"%s\"],\"Layers\":[\"0002/layer.tar\"]}]"
                .formatted(config, tag)));
    return files;
  }

  @Test
  void readsWhatOldDockersSaved() throws Exception {
    SampleImage sample = new SampleImage("amd64", "one");
    writeTar("saved.tar", oldDockerArchive(sample, "example.com/app:3"));

    Image image = load(Form.DOCKER_ARCHIVE, "saved.tar");

    assertThat(image.layers()).extracting(layer -> layer.diffId()).isEqualTo(sample.diffIds);
    assertThat(image.origin().annotations())
        .containsEntry("appc.io/docker/originalname", "example.com/app:3")
        .containsEntry("appc.io/docker/repository", "app")
        .containsEntry("appc.io/docker/tag", "3");
    assertThat(load(Form.DOCKER_ARCHIVE, "saved.tar:example.com/app:3")).isEqualTo(image);
  }

  @Test
  void readsWhatNewDockersSave() throws Exception {
    SampleImage sample = new SampleImage("amd64", "one");
    Map<String, byte[]> files = layout(Map.of("latest", sample));
    files.put(
        "manifest.json",
        SampleImage.utf8(
            "[{\"Config\":\"blobs/sha256/%s\",\"RepoTags\":null,\"Layers\":[\"blobs/sha256/%s\"]}]"
                .formatted(Digest.sha256Of(sample.config).hex(), sample.layerBlobs.get(0).hex())));
    writeTar("saved.tar", files);

    assertThat(load(Form.DOCKER_ARCHIVE, "saved.tar").layers())
        .extracting(layer -> layer.diffId())
        .isEqualTo(sample.diffIds);
  }

  @Test
  void aChangedConfigOrATruncatedArchiveIsRefused() throws Exception {
    SampleImage sample = new SampleImage("amd64", "one");
    Map<String, byte[]> files = oldDockerArchive(sample, "app:1");
    files.replaceAll(
        (name, content) ->
            name.length() == 69 ? SampleImage.utf8("{\"architecture\":\"amd64\"}") : content);
    writeTar("changed.tar", files);
    assertThatThrownBy(() -> load(Form.DOCKER_ARCHIVE, "changed.tar"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("digest of its config");

    writeTar("cut.tar", oldDockerArchive(sample, "app:1"));
    byte[] whole = Files.readAllBytes(directory.resolve("cut.tar"));
    Files.write(directory.resolve("cut.tar"), java.util.Arrays.copyOf(whole, 100_000));
    assertThatThrownBy(() -> load(Form.DOCKER_ARCHIVE, "cut.tar"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("cut.tar");
  }

  @Test
  void aMissingFileIsNamedWithItsWholePath() {
    assertThatThrownBy(() -> load(Form.OCI_ARCHIVE, "nowhere.tar"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining(directory.resolve("nowhere.tar").toString())
        .hasMessageContaining("build context");
  }

  /** Returns a layout of a document that its index names once, and of what that leads to. */
  private static Map<String, byte[]> layout(byte[] index, byte[][] manifests, SampleImage... all) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (SampleImage image : all) {
      image.blobs.forEach((digest, blob) -> files.put("blobs/sha256/" + digest.hex(), blob));
    }
    for (byte[] manifest : manifests) {
      files.put("blobs/sha256/" + Digest.sha256Of(manifest).hex(), manifest);
    }
    files.put("oci-layout", SampleImage.utf8("{\"imageLayoutVersion\":\"1.0.0\"}"));
    files.put("index.json", index);
    return files;
  }

  private Image load(Form form, Map<String, byte[]> files) throws Exception {
    String name = "image" + saved++;
    if (form == Form.OCI_LAYOUT) {
      writeDirectory(name, files);
    } else {
      writeTar(name, files);
    }
    return load(form, name);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void anIndexThatNamesNoPlatformsIsLookedInto(Form form) throws Exception {
    SampleImage arm = new SampleImage("arm64", "arm");
    SampleImage amd = new SampleImage("amd64", "amd");
    byte[] artifact = SampleImage.artifact();
    byte[] index = SampleImage.silentIndex(artifact, arm.manifest, amd.manifest);
    byte[] outer = SampleImage.silentIndex(index);
    byte[][] manifests = {artifact, arm.manifest, amd.manifest, index};

    assertThat(load(form, layout(index, manifests, arm, amd)).layers())
        .extracting(layer -> layer.diffId())
        .isEqualTo(amd.diffIds);
    assertThat(load(form, layout(outer, manifests, arm, amd)).layers())
        .extracting(layer -> layer.diffId())
        .isEqualTo(amd.diffIds);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void imagesForOtherPlatformsThatAnIndexDoesNotNameAreListed(Form form) throws Exception {
    SampleImage arm = new SampleImage("arm64", "arm");
    SampleImage s390x = new SampleImage("s390x", "s390x");
    byte[] index = SampleImage.silentIndex(s390x.manifest, arm.manifest);
    byte[][] manifests = {arm.manifest, s390x.manifest};

    assertThatThrownBy(() -> load(form, layout(index, manifests, arm, s390x)))
        .isInstanceOf(BaciException.class)
        .hasMessageEndingWith(
            "' has no image for linux/amd64; it has images for linux/arm64, linux/s390x");
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void theOnlyImageIsTakenWhateverItIsFor(Form form) throws Exception {
    SampleImage arm = new SampleImage("arm64", "arm");
    byte[] artifact = SampleImage.artifact();
    byte[][] manifests = {artifact, arm.manifest};

    assertThat(load(form, layout(SampleImage.silentIndex(arm.manifest), manifests, arm)).platform())
        .isEqualTo(Platform.parse("linux/arm64"));
    assertThat(
            load(form, layout(SampleImage.silentIndex(artifact, arm.manifest), manifests, arm))
                .platform())
        .isEqualTo(Platform.parse("linux/arm64"));
    assertThatThrownBy(() -> load(form, layout(SampleImage.silentIndex(artifact), manifests, arm)))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining(
            "is no container image but an artifact of type 'application/vnd.example.sbom'");
  }
}
