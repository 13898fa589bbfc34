package io.github.baci.source;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.image.Image;
import io.github.baci.image.PulledBlob;
import io.github.baci.oci.MediaTypes;
import io.github.baci.store.Store.Area;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The compressed forms of a base image's layers, which an OCI archive passes on. */
class BaseBlobsTest extends RegistryFixture {

  @Test
  void anImageSaysWhatItsLayersCameAs() throws Exception {
    SampleImage sample = new SampleImage("amd64", "one");
    registry.put("app", "latest", sample);

    Image image = source().load(name("app"), AMD64);

    Digest blob = sample.layerBlobs.get(0);
    assertThat(image.blobs())
        .isEqualTo(
            Map.of(
                sample.diffIds.get(0),
                new PulledBlob(
                    blob,
                    requireNonNull(sample.blobs.get(blob)).length,
                    MediaTypes.OCI_LAYER_GZIP)));
  }

  @Test
  void blobsThatWerePrunedAreFetchedAgain() throws Exception {
    SampleImage sample = new SampleImage("amd64", "one", "two");
    registry.put("app", "latest", sample);
    source().load(name("app"), AMD64);
    String gone = sample.layerBlobs.get(1).hex();
    store.discard(Area.BLOBS, gone);

    source().bringBlobs(name("app"), AMD64);

    assertThat(store.find(Area.BLOBS, gone).orElseThrow())
        .hasBinaryContent(sample.blobs.get(sample.layerBlobs.get(1)));
    assertThat(registry.asked("/blobs/" + sample.layerBlobs.get(0))).isEqualTo(1);
    assertThat(registry.asked("/blobs/" + sample.layerBlobs.get(1))).isEqualTo(2);
  }

  @Test
  void aBlobThatIsAnotherOneIsNotKept() throws Exception {
    SampleImage sample = new SampleImage("amd64", "one");
    registry.put("app", "latest", sample);
    source().load(name("app"), AMD64);
    Digest blob = sample.layerBlobs.get(0);
    store.discard(Area.BLOBS, blob.hex());
    byte[] other = requireNonNull(sample.blobs.get(blob)).clone();
    other[100]++;
    registry.putBlob("app", blob, other);

    assertThatThrownBy(() -> source().bringBlobs(name("app"), AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("is damaged");
    assertThat(store.find(Area.BLOBS, blob.hex())).isEmpty();
  }

  @Test
  void offlineNothingIsFetched() throws Exception {
    SampleImage sample = new SampleImage("amd64", "one");
    registry.put("app", "latest", sample);
    source().load(name("app"), AMD64);
    int before = registry.requests.size();
    RegistrySource offline = source(options(Map.of(), Map.of(), true), NOW);

    assertThatThrownBy(() -> offline.bringBlobs(name("app"), AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("offline");
    assertThat(registry.requests).hasSize(before);
  }
}
