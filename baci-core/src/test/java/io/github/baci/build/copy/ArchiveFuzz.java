package io.github.baci.build.copy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.baci.api.BaciException;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerPath;
import io.github.baci.layer.TarChecksums;
import java.io.IOException;
import java.nio.file.Files;

/** Whatever an archive holds, ADD puts nothing outside its destination. */
class ArchiveFuzz extends CopyFixture {

  @FuzzTest
  void extraction(byte[] data) throws IOException {
    Files.write(context.resolve("a.tar"), TarChecksums.repaired(data));
    Layer layer;
    try {
      FileTree base = tree(dir("jail", 0755), link("jail/out", "/etc"), link("jail/up", ".."));
      layer = onto(base).extract().to("/jail").layer("a.tar");
    } catch (BaciException expected) {
      return;
    }
    requireInside(layer);
  }

  static void requireInside(Layer layer) {
    for (LayerEntry entry : layer.entries()) {
      requireInside(entry.path());
      if (entry instanceof LayerEntry.HardLink link) {
        requireInside(link.target());
      }
    }
  }

  private static void requireInside(String path) {
    if (!LayerPath.isClean(path) || !(path.equals("jail") || path.startsWith("jail/"))) {
      throw new AssertionError("a path outside: " + path);
    }
  }
}
