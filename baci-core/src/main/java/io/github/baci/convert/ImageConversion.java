package io.github.baci.convert;

import io.github.baci.aci.manifest.ImageManifest;
import io.github.baci.api.AciMode;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BaseSplit;
import io.github.baci.api.BuildListener;
import io.github.baci.api.ConvertRequest;
import io.github.baci.api.ConvertResult;
import io.github.baci.api.ImageForm;
import io.github.baci.api.OciOptions;
import io.github.baci.api.WrittenImage;
import io.github.baci.image.AppSettings;
import io.github.baci.image.Image;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.LayerStack;
import io.github.baci.output.OutputBase;
import io.github.baci.output.OutputFormat;
import io.github.baci.output.OutputImage;
import io.github.baci.output.OutputSettings;
import io.github.baci.source.NamedImage;
import io.github.baci.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes an image in another form. */
public final class ImageConversion {
  private final Store store;
  private final ConvertRequest request;
  private final BuildListener listener;

  /** Prepares a conversion. */
  public ImageConversion(Store store, ConvertRequest request, BuildListener listener) {
    this.store = store;
    this.request = request;
    this.listener = listener;
  }

  /**
   * Writes the file.
   *
   * @throws io.github.baci.api.BaciException if an ACI has no name, or the file cannot be written
   */
  public ConvertResult write(NamedImage given) throws IOException, InterruptedException {
    TargetName name = TargetName.of(given, request.name(), request.form());
    if (request.form() != ImageForm.ACI) {
      warnOfLosses(given.image());
    }
    Optional<ImageManifest> manifest =
        given
            .aci()
            .filter(aci -> request.name().isEmpty())
            .map(aci -> aci.manifest().withDependencies(List.of(), List.of()));
    boolean needsName = request.form() == ImageForm.ACI && manifest.isEmpty();
    OutputSettings settings =
        new OutputSettings(
            store,
            AciOptions.named(
                needsName ? request.name().orElseGet(name::toAci) : "", request.aciCompression()),
            AciMode.FLAT,
            BaseSplit.IMAGE,
            new OciOptions(name.toRepository(), name.toTag(), Map.of(), request.layerCompression()),
            listener);
    LayerStack stack =
        LayerStack.empty(new DirectoryLayerStore(store)).pushAll(given.image().layers());
    try (OutputFormat format = OutputFormat.of(request.form(), settings)) {
      WrittenImage written =
          format.write(
              new OutputImage(given.image(), stack, OutputBase.NONE, manifest), request.file());
      return new ConvertResult(written.file(), written.size(), written.id());
    }
  }

  private void warnOfLosses(Image image) {
    AppSettings settings = image.config().appSettings();
    if (!settings.isolators().isEmpty()) {
      listener.warning(
          "the isolators of the image are left out: OCI's config has no field for them");
    }
    if (!settings.eventHandlers().isEmpty()) {
      listener.warning(
          "the event handlers of the image are left out: OCI's config has no field for them");
    }
  }
}
