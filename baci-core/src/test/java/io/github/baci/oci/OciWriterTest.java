package io.github.baci.oci;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.Digest;
import io.github.baci.api.LayerCompression;
import io.github.baci.api.OciOptions;
import io.github.baci.api.Platform;
import io.github.baci.api.SourceOptions;
import io.github.baci.image.Image;
import io.github.baci.image.ImageConfig;
import io.github.baci.image.ImageOrigin;
import io.github.baci.image.PulledBlob;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerWriter;
import io.github.baci.layer.Mtime;
import io.github.baci.source.ImageSources;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OciWriterTest {
  private static final Platform ARM = Platform.parse("linux/arm/v7");

  @TempDir Path directory;
  private Store store;
  private DirectoryLayerStore layers;

  @BeforeEach
  void open() {
    store = DirectoryStore.open(directory.resolve("store"));
    layers = new DirectoryLayerStore(store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** A layer with one file, half of it random. */
  private Layer layer(String path, int size) throws IOException {
    byte[] content = new byte[size];
    new Random(path.hashCode()).nextBytes(content);
    for (int i = 0; i < size; i += 2) {
      content[i] = 'x';
    }
    try (LayerWriter writer = layers.newLayer()) {
      writer.addFile(
          path, Attributes.of(0644, 0, 0, Mtime.EPOCH), size, new ByteArrayInputStream(content));
      return writer.commit();
    }
  }

  private Image image(ImageConfig config, Layer... of) {
    return new Image(ARM, config, List.of(of), ImageOrigin.NONE);
  }

  private Path write(Image image, OciOptions options, String name, int threads) throws Exception {
    Path file = directory.resolve(name);
    try (OciWriter writer = new OciWriter(store, options.compression(), threads)) {
      WrittenOciArchive written = writer.write(image, options, file);
      assertThat(written.size()).isEqualTo(Files.size(file));
    }
    return file;
  }

  private static OciOptions options(LayerCompression compression) {
    return new OciOptions(
        Optional.of("example.com/app"), "1.0", Map.of("org.example", "yes"), compression);
  }

  private static Map<String, byte[]> files(Path archive) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(archive);
        TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        assertThat(entry.getLongUserId() + entry.getLongGroupId()).isZero();
        assertThat(entry.getLastModifiedTime().toMillis()).isZero();
        files.put(entry.getName(), tar.readAllBytes());
      }
    }
    return files;
  }

  private static JsonNode json(byte[] bytes) throws IOException {
    return new ObjectMapper().readTree(bytes);
  }

  private static JsonNode blob(Map<String, byte[]> files, JsonNode descriptor) throws IOException {
    String digest = descriptor.path("digest").asText();
    byte[] bytes = requireNonNull(files.get("blobs/" + digest.replace(':', '/')));
    assertThat(Digest.sha256Of(bytes)).hasToString(digest);
    assertThat(descriptor.path("size").asInt()).isEqualTo(bytes.length);
    return json(bytes);
  }

  @ParameterizedTest
  @EnumSource(LayerCompression.class)
  void whatIsWrittenIsReadAgain(LayerCompression compression) throws Exception {
    Image image =
        image(
            ImageConfig.EMPTY.toBuilder().env("A", "b").cmd(Optional.of(List.of("/a"))).build(),
            layer("small", 100),
            layer("large", 9 << 20));

    Path file = write(image, options(compression), "x.oci.tar", 2);

    try (Store other = DirectoryStore.open(directory.resolve("other"))) {
      Image read =
          ImageSources.standard(
                  other,
                  new DirectoryLayerStore(other),
                  SourceOptions.DEFAULT,
                  directory,
                  BuildListener.SILENT)
              .load("oci-archive://" + file + ":1.0", ARM);
      assertThat(read.layers()).isEqualTo(image.layers());
      assertThat(read.config().env()).isEqualTo(image.config().env());
      assertThat(read.config().cmd()).isEqualTo(image.config().cmd());
      assertThat(read.platform()).isEqualTo(ARM);
      assertThat(read.origin().annotations())
          .containsEntry("appc.io/docker/originalname", "example.com/app:1.0");
    }
  }

  @ParameterizedTest
  @EnumSource(LayerCompression.class)
  void theBytesDependOnTheImageAlone(LayerCompression compression) throws Exception {
    Image image = image(ImageConfig.EMPTY, layer("a", 9 << 20), layer("b", 500_000));
    byte[] first = Files.readAllBytes(write(image, options(compression), "1", 1));

    assertThat(write(image, options(compression), "2", 3)).hasBinaryContent(first);
    try (Store other = DirectoryStore.open(directory.resolve("other"))) {
      Path file = directory.resolve("3");
      try (OciWriter writer = new OciWriter(other, compression, 4)) {
        writer.compressAhead(image.layers());
        writer.write(image, options(compression), file);
      }
      assertThat(file).hasBinaryContent(first);
    }
  }

  @Test
  void theDocumentsAreThoseOfTheSpecification() throws Exception {
    ImageConfig config =
        ImageConfig.EMPTY.toBuilder()
            .created(Optional.of(Instant.parse("2000-01-02T03:04:05Z")))
            .history(history("COPY a /", false))
            .history(
                new ImageConfig.History(
                    Optional.of(Instant.parse("2026-01-02T03:04:05Z")),
                    "CMD /a",
                    Optional.empty(),
                    Optional.empty(),
                    true))
            .build();
    Layer base = layer("base", 10);
    Layer top = layer("top", 10);

    Map<String, byte[]> files =
        files(write(image(config, base, top), options(LayerCompression.ZSTD), "x", 1));

    assertThat(files.keySet())
        .startsWith("oci-layout", "index.json", "blobs/", "blobs/sha256/")
        .hasSize(8);
    JsonNode entry = json(requireNonNull(files.get("index.json"))).path("manifests").path(0);
    assertThat(entry.path("platform"))
        .isEqualTo(json(bytes("{'architecture':'arm','os':'linux','variant':'v7'}")));
    assertThat(entry.path("annotations"))
        .isEqualTo(
            json(
                bytes(
                    "{'io.containerd.image.name':'example.com/app:1.0',"
                        + "'org.opencontainers.image.ref.name':'1.0'}")));
    JsonNode manifest = blob(files, entry);
    assertThat(manifest.path("schemaVersion").asInt()).isEqualTo(2);
    assertThat(manifest.path("mediaType").asText()).isEqualTo(MediaTypes.OCI_MANIFEST);
    assertThat(manifest.path("annotations"))
        .isEqualTo(
            json(
                bytes(
                    "{'org.example':'yes',"
                        + "'org.opencontainers.image.created':'2026-01-02T03:04:05Z'}")));
    assertThat(manifest.path("layers").findValuesAsText("mediaType"))
        .containsExactly(MediaTypes.OCI_LAYER_ZSTD, MediaTypes.OCI_LAYER_ZSTD);
    JsonNode written = blob(files, manifest.path("config"));
    assertThat(written.path("rootfs").path("diff_ids").findValuesAsText("")).isEmpty();
    assertThat(written.path("rootfs").path("diff_ids").path(1).asText())
        .isEqualTo(top.diffId().toString());
    // The base image told nothing of its layer, and gets a line that stands for it.
    assertThat(written.path("history"))
        .isEqualTo(
            json(
                bytes(
                    "[{'comment':'from the base image'},{'created_by':'COPY a /'},"
                        + "{'created':'2026-01-02T03:04:05Z','created_by':'CMD /a',"
                        + "'empty_layer':true}]")));
    assertThat(written.path("created").asText()).isEqualTo("2026-01-02T03:04:05Z");
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static ImageConfig.History history(String by, boolean empty) {
    return new ImageConfig.History(Optional.empty(), by, Optional.empty(), Optional.empty(), empty);
  }

  @Test
  void aHistoryOfTooManyLayersIsDropped() {
    ImageConfig config =
        ImageConfig.EMPTY.toBuilder()
            .history(history("1", false))
            .history(history("2", false))
            .build();

    assertThat(ImageHistory.of(config, 1).history()).isEmpty();
    assertThat(ImageHistory.of(config, 2)).isSameAs(config);
    assertThat(ImageHistory.of(config, 3).history()).hasSize(3).endsWith(history("2", false));
  }

  @Test
  void theBlobOfABaseImageIsPassedOnAsItIs() throws Exception {
    Layer layer = layer("base", 300_000);
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      Files.copy(layer.tar(), out);
    }
    Digest digest = Digest.sha256Of(gzip.toByteArray());
    Image image =
        new Image(
            ARM,
            ImageConfig.EMPTY,
            List.of(layer, layer("own", 300_000)),
            ImageOrigin.NONE,
            Map.of(
                layer.diffId(),
                new PulledBlob(digest, gzip.size(), "application/vnd.docker.image.rootfs.diff")));
    OciOptions zstd = options(LayerCompression.ZSTD);
    Digest wanted = OciFingerprint.of(image, zstd);
    try (OciWriter writer = new OciWriter(store, LayerCompression.ZSTD, 2)) {
      assertThat(writer.available(image).blobs()).isEmpty();
      assertThat(OciFingerprint.of(writer.available(image), zstd)).isNotEqualTo(wanted);
    }
    try (Store.Staged staged = store.stage(Store.Area.BLOBS)) {
      Files.write(staged.path(), gzip.toByteArray());
      staged.commit(digest.hex());
    }

    Map<String, byte[]> files = files(write(image, zstd, "x", 2));

    JsonNode written =
        blob(files, json(requireNonNull(files.get("index.json"))).path("manifests").path(0))
            .path("layers");
    assertThat(written.findValuesAsText("mediaType"))
        .containsExactly(MediaTypes.OCI_LAYER_GZIP, MediaTypes.OCI_LAYER_ZSTD);
    assertThat(files.get("blobs/sha256/" + digest.hex())).isEqualTo(gzip.toByteArray());
  }

  @Test
  void aLayerIsCompressedOnceAndKept() throws Exception {
    Layer layer = layer("a", 300_000);
    byte[] first =
        Files.readAllBytes(write(image(ImageConfig.EMPTY, layer), OciOptions.DEFAULT, "1", 1));
    // What is not read cannot be compressed again.
    Files.write(layer.tar(), new byte[Math.toIntExact(Files.size(layer.tar()))]);

    assertThat(write(image(ImageConfig.EMPTY, layer), OciOptions.DEFAULT, "2", 1))
        .hasBinaryContent(first);
  }

  @Test
  void theLastGoodFileStaysUntilTheNewOneIsWhole() throws Exception {
    Layer good = layer("a", 300_000);
    Path file = write(image(ImageConfig.EMPTY, good), OciOptions.DEFAULT, "x", 1);
    byte[] before = Files.readAllBytes(file);
    Layer gone = layer("b", 300_000);
    Files.delete(gone.tar());

    assertThatThrownBy(
            () -> write(image(ImageConfig.EMPTY, good, gone), OciOptions.DEFAULT, "x", 1))
        .isInstanceOf(IOException.class);

    assertThat(file).hasBinaryContent(before);
    try (var left = Files.list(directory)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("store", "x");
    }
  }

  @Test
  void aWrongTagIsRefused() {
    assertThatThrownBy(
            () -> new OciOptions(Optional.empty(), "1+2", Map.of(), LayerCompression.GZIP))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("'1+2'");
  }
}
