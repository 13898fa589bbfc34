package io.github.baci.build;

import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildListener.StepId;
import io.github.baci.build.copy.CopyOperation;
import io.github.baci.build.copy.CopyResult;
import io.github.baci.dockerfile.Origin;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStack;
import io.github.baci.layer.LayerStore;
import io.github.baci.plan.Placement;
import io.github.baci.store.Store;
import java.io.IOException;
import java.util.function.Consumer;

/** What COPY and ADD have in common: where files go, and how they become a layer. */
final class FileWork {
  private final Store store;
  private final LayerStore layers;
  private final BuildListener listener;

  FileWork(Store store, LayerStore layers, BuildListener listener) {
    this.store = store;
    this.layers = layers;
    this.listener = listener;
  }

  /** Adds where files go. */
  static void describe(Placement placement, InstructionText text) {
    text.field("destination", placement.destination().path())
        .field("directory", placement.destination().directory())
        .field("chown", placement.chown().orElse(""))
        .field("chmod", placement.chmod().orElse(""))
        .list("excludes", placement.excludes())
        .field("link", placement.link());
  }

  /** Returns the work of copying what was found; adds the digest of it to the key. */
  StepWork.Ready ready(Origin origin, CopyOperation copy, StepKey.Writer key) {
    for (String warning : copy.warnings()) {
      listener.warning(origin.file() + ":" + origin.startLine() + ": " + warning);
    }
    key.input("the files that it takes", copy.inputDigest());
    return new StepWork.Ready() {
      @Override
      public Layer make(StepId id, LayerStack below, Consumer<LayerStack> busy) throws IOException {
        CopyResult result = copy.execute(below.tree(), layers, store);
        result.warnings().forEach(listener::warning);
        return result.layer();
      }
    };
  }
}
