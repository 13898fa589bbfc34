package io.github.baci.aci.archive;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.baci.aci.manifest.AciImage;
import io.github.baci.aci.manifest.ImageManifest;
import io.github.baci.api.BaciException;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerPath;
import io.github.baci.layer.TarChecksums;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Whatever bytes there are, they are an ACI or a manifest, or are refused. */
class AciFuzz {
  @TempDir private Path directory;

  @FuzzTest
  void manifest(byte[] data) {
    try {
      ImageManifest.parse(data, "manifest");
    } catch (BaciException expected) {
      // no manifest
    }
  }

  @FuzzTest
  void archive(byte[] data) throws IOException, InterruptedException {
    try (Store store = DirectoryStore.open(directory.resolve("store"))) {
      AciImage image =
          new AciReader(new DirectoryLayerStore(store))
              .read(new ByteArrayInputStream(TarChecksums.repaired(data)), "image.aci");
      for (Layer layer : image.layers()) {
        for (LayerEntry entry : layer.entries()) {
          if (!LayerPath.isClean(entry.path())) {
            throw new AssertionError("a path outside: " + entry);
          }
        }
      }
    } catch (BaciException expected) {
      // no image
    }
  }
}
