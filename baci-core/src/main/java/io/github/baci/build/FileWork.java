package io.github.baci.build;

import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildListener.StepId;
import io.github.baci.api.Digest;
import io.github.baci.build.copy.CopyOperation;
import io.github.baci.build.copy.CopyResult;
import io.github.baci.build.copy.LayerCopy;
import io.github.baci.dockerfile.Origin;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStack;
import io.github.baci.layer.LayerStore;
import io.github.baci.plan.Placement;
import io.github.baci.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

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
    tell(origin, copy.warnings());
    return ready(copy.inputDigest(), () -> copy, key);
  }

  /** As {@link #ready(Origin, CopyOperation, StepKey.Writer)}, for files of layers. */
  StepWork.Ready ready(Origin origin, LayerCopy copy, StepKey.Writer key) {
    Digest taken = copy.inputDigest();
    tell(origin, copy.warnings());
    return ready(taken, copy::operation, key);
  }

  private void tell(Origin origin, List<String> warnings) {
    for (String warning : warnings) {
      listener.warning(origin.file() + ":" + origin.startLine() + ": " + warning);
    }
  }

  private StepWork.Ready ready(Digest taken, Supplier<CopyOperation> copy, StepKey.Writer key) {
    key.input("the files that it takes", taken);
    return new StepWork.Ready() {
      @Override
      public Layer make(StepId id, LayerStack below, Consumer<LayerStack> busy) throws IOException {
        CopyResult result = copy.get().execute(below.tree(), layers, store);
        result.warnings().forEach(listener::warning);
        return result.layer();
      }
    };
  }
}
