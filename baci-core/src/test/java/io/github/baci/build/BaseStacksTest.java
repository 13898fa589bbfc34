package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.aci.archive.TestLayers;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseStacksTest {
  @TempDir private Path directory;

  @Test
  void theTreeOfAnImageIsMergedOnceForAllStages() throws Exception {
    try (TestLayers layers = new TestLayers(directory)) {
      layers.layer(entries -> entries.file("etc/passwd", "root:x:0:0::/:/bin/sh\n"));
      layers.layer(entries -> entries.file("etc/group", "root:x:0:\n"));
      Layer low = layers.layers().get(0);
      List<Layer> image = List.copyOf(layers.layers());
      BaseStacks bases = new BaseStacks(LayerStack.empty(layers.layerStore()));

      FileTree one = bases.of(image).tree();
      FileTree other = bases.of(new ArrayList<>(image)).push(low.diffId()).tree();

      assertThat(bases.of(image).tree()).isSameAs(one);
      assertThat(other.lookup("etc/group")).containsSame(one.lookup("etc/group").orElseThrow());
      assertThat(bases.of(List.of(low)).tree().lookup("etc/group")).isEmpty();
      assertThat(bases.of(List.of()).diffIds()).isEmpty();
    }
  }
}
