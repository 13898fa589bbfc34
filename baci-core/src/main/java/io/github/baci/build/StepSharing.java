package io.github.baci.build;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.ImageReference;
import io.github.baci.api.LayerCompression;
import io.github.baci.build.parts.ContextFiles;
import io.github.baci.build.shared.SharedImages;
import io.github.baci.build.shared.SharedSteps;
import io.github.baci.build.shared.SharedSteps.RegistryImage;
import io.github.baci.layer.LayerStore;
import io.github.baci.oci.CompressedLayers;
import io.github.baci.plan.EvaluatedPlan;
import io.github.baci.plan.StageInput;
import io.github.baci.registry.Registries;
import io.github.baci.source.pull.KnownDocuments;
import io.github.baci.store.Store;
import java.util.List;
import java.util.Optional;

/** Shares the steps of one build with other machines, if the request says where. */
final class StepSharing implements AutoCloseable {
  private final Optional<SharedSteps> shared;
  private final Optional<CompressedLayers> compressed;
  private final ContextFiles context;

  private StepSharing(
      Optional<SharedSteps> shared, Optional<CompressedLayers> compressed, ContextFiles context) {
    this.shared = shared;
    this.compressed = compressed;
    this.context = context;
  }

  /**
   * Prepares for a build, and begins to find out whether the repositories answer.
   *
   * @param inputs the images and directories that the build is given
   * @throws io.github.baci.api.BaciException if the request names no repositories
   */
  static StepSharing open(
      BuildRequest request,
      List<StageInput> inputs,
      Store store,
      LayerStore layers,
      BuildListener listener) {
    if (!request.stepCache().isOn() || request.sources().offline()) {
      return new StepSharing(Optional.empty(), Optional.empty(), new ContextFiles());
    }
    LayerCompression compression = request.formats().oci().compression();
    CompressedLayers compressed = new CompressedLayers(store, compression, 1);
    ContextFiles context = new ContextFiles();
    SharedSteps shared =
        new SharedSteps(
            request.stepCache(),
            Registries.impatient(request.sources(), request.stepCache().patience(), listener),
            store,
            layers,
            compressed,
            context,
            listener);
    shared.knock(request.noCache() ? Optional.empty() : firstOfRegistry(inputs));
    return new StepSharing(Optional.of(shared), Optional.of(compressed), context);
  }

  /** Returns the first image of a registry; nothing if there is none, or its name is wrong. */
  private static Optional<RegistryImage> firstOfRegistry(List<StageInput> inputs) {
    for (StageInput input : inputs) {
      if (input instanceof StageInput.Image image && !image.reference().contains("://")) {
        try {
          return Optional.of(
              new RegistryImage(ImageReference.parse(image.reference()), image.platform()));
        } catch (BaciException e) {
          return Optional.empty(); // whoever loads it says so
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Returns what is known of base images without asking their registries.
   *
   * @param mayRead whether anything may be taken
   */
  KnownDocuments bases(boolean mayRead) {
    return mayRead && shared.isPresent() ? shared.get().bases() : KnownDocuments.NONE;
  }

  /** Hears what the steps of the build are: what they take from the context, nobody need send. */
  void plan(EvaluatedPlan plan, StepWorks works) {
    context.are(() -> works.contextFiles(plan, ContextFiles.LEAST));
  }

  /** Returns the whole images that are shared, if they are. */
  Optional<SharedImages> images() {
    return shared.flatMap(SharedSteps::images);
  }

  /**
   * Looks for what is known.
   *
   * @param mayRead whether results may be taken
   */
  Optional<SharedResults> results(EvaluatedPlan plan, AheadKeys keys, boolean mayRead)
      throws InterruptedException {
    return shared.isEmpty()
        ? Optional.empty()
        : Optional.of(SharedResults.of(plan, keys, shared.get(), mayRead));
  }

  /** Waits until what was made has been put where it is shared. */
  void finish() throws InterruptedException {
    if (shared.isPresent()) {
      shared.get().finish();
    }
  }

  @Override
  public void close() {
    shared.ifPresent(SharedSteps::close);
    compressed.ifPresent(CompressedLayers::close);
  }
}
