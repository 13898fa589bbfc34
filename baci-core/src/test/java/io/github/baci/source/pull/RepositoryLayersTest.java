package io.github.baci.source.pull;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.Digest;
import io.github.baci.api.ImageReference;
import io.github.baci.api.SourceOptions;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.LayerWriter;
import io.github.baci.oci.Descriptor;
import io.github.baci.registry.PlayedRegistry;
import io.github.baci.registry.Registries;
import io.github.baci.registry.Repository;
import io.github.baci.store.DirectoryStore;
import io.github.baci.testing.SampleLayout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RepositoryLayersTest {
  @TempDir private Path directory;
  private final Work work = new Work();

  /** Notes whether this process works on layers that have come whole. */
  private static final class Work implements RepositoryLayers.Arrival {
    final CountDownLatch begun = new CountDownLatch(1);
    final AtomicInteger running = new AtomicInteger();

    @Override
    public void answered() {}

    @Override
    public void came(long bytes, long nanos) {}

    @Override
    public void working() {
      running.incrementAndGet();
      begun.countDown();
    }

    @Override
    public void worked() {
      running.decrementAndGet();
    }
  }

  /** Takes a layer in only when its last byte has come and the work on it is known. */
  private record Slow(LayerStore layers, Work work) implements LayerStore {
    @Override
    public Optional<Layer> find(Digest diffId) {
      return layers.find(diffId);
    }

    @Override
    public Layer require(Digest diffId) {
      return layers.require(diffId);
    }

    @Override
    public LayerWriter newLayer() throws IOException {
      return layers.newLayer();
    }

    @Override
    public Layer add(InputStream tar, String origin) throws IOException {
      Layer added = layers.add(tar, origin);
      try {
        work.begun.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      assertThat(work.running).hasValue(1);
      return added;
    }
  }

  private void bring(PlayedRegistry registry) throws Exception {
    Path layout = new SampleLayout().layer(Map.of("file", "content")).write(directory.resolve("l"));
    String digest = registry.keep(layout, "app").get(0);
    JsonNode manifest =
        new ObjectMapper().readTree(requireNonNull(registry.manifests.get("app:latest")));
    JsonNode config =
        new ObjectMapper()
            .readTree(
                requireNonNull(
                    registry.blobs.get("app@" + manifest.path("config").path("digest").asText())));
    JsonNode described = manifest.path("layers").path(0);
    Descriptor blob =
        new Descriptor(
            described.path("mediaType").asText(),
            Digest.parse(digest),
            described.path("size").asLong(),
            List.of(),
            Map.of(),
            Optional.empty());
    Digest diffId = Digest.parse(config.path("rootfs").path("diff_ids").path(0).asText());
    try (DirectoryStore store = DirectoryStore.open(directory.resolve("store"))) {
      LayerStore layers = new DirectoryLayerStore(store);
      Repository repository =
          Registries.standard(SourceOptions.DEFAULT, BuildListener.SILENT)
              .open(ImageReference.parse(registry.host() + "/app"));
      new RepositoryLayers(store, new Slow(layers, work), new NoRecipe())
          .bring(repository, List.of(blob), List.of(diffId), "a layer", work);
      assertThat(layers.find(diffId)).isPresent();
    }
  }

  @Test
  void noRegistryIsWaitedForWhileALayerThatHasComeIsUnpacked() throws Exception {
    try (PlayedRegistry registry = new PlayedRegistry()) {
      bring(registry);

      assertThat(work.begun.getCount()).isZero();
      assertThat(work.running).hasValue(0);
    }
  }

  @Test
  void theWorkOnALayerThatIsAnotherOneEndsToo() throws Exception {
    try (PlayedRegistry registry = new PlayedRegistry()) {
      registry.fault(
          "GET .*/blobs/.*",
          (exchange, body) -> {
            String path = exchange.getRequestURI().getPath().replaceFirst(".*/", "app@");
            byte[] changed = requireNonNull(registry.blobs.get(path)).clone();
            changed[changed.length - 1] ^= 1;
            PlayedRegistry.send(exchange, 200, changed);
            return true;
          });

      assertThatThrownBy(() -> bring(registry))
          .isInstanceOf(BaciException.class)
          .hasMessageContaining("is damaged");
      assertThat(registry.asked("/blobs/")).hasSize(2);
      assertThat(work.begun.getCount()).isZero();
      assertThat(work.running).hasValue(0);
    }
  }

  /** Every layer comes as its bytes. */
  private static final class NoRecipe implements RepositoryLayers.Recipe {
    @Override
    public boolean isFor(String mediaType) {
      return false;
    }

    @Override
    public long largest() {
      return 0;
    }

    @Override
    public InputStream open(byte[] document) throws IOException {
      throw new IOException("there is none");
    }
  }
}
