package io.github.baci.convert;

import io.github.baci.aci.archive.AciWriter;
import io.github.baci.aci.archive.WrittenAci;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BuildListener;
import io.github.baci.api.ConvertRequest;
import io.github.baci.api.ConvertResult;
import io.github.baci.api.OciOptions;
import io.github.baci.image.AppSettings;
import io.github.baci.image.Image;
import io.github.baci.layer.FileTree;
import io.github.baci.oci.DockerWriter;
import io.github.baci.oci.OciWriter;
import io.github.baci.oci.WrittenDockerArchive;
import io.github.baci.oci.WrittenOciArchive;
import io.github.baci.source.NamedImage;
import io.github.baci.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.Map;

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
    return switch (request.form()) {
      case ACI -> aci(given, name);
      case OCI -> oci(given, name);
      case DOCKER -> docker(given, name);
    };
  }

  private ConvertResult aci(NamedImage given, TargetName name)
      throws IOException, InterruptedException {
    Image image = given.image();
    FileTree tree = FileTree.of(image.layers());
    try (AciWriter writer = new AciWriter(store)) {
      WrittenAci written;
      if (given.aci().isPresent() && request.name().isEmpty()) {
        written =
            writer.write(
                tree,
                given.aci().get().manifest().withDependencies(List.of(), List.of()),
                request.aciCompression(),
                request.file());
      } else {
        written =
            writer.write(
                image,
                tree,
                new AciOptions(
                    request.name().orElseGet(name::toAci),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    request.aciCompression()),
                request.file(),
                listener::warning);
      }
      return new ConvertResult(written.file(), written.size(), written.imageId().toString());
    }
  }

  private ConvertResult oci(NamedImage given, TargetName name)
      throws IOException, InterruptedException {
    warnOfLosses(given.image());
    OciOptions options =
        new OciOptions(name.toRepository(), name.toTag(), Map.of(), request.layerCompression());
    try (OciWriter writer = new OciWriter(store, request.layerCompression())) {
      WrittenOciArchive written = writer.write(given.image(), options, request.file());
      return new ConvertResult(written.file(), written.size(), written.manifest().toString());
    }
  }

  private ConvertResult docker(NamedImage given, TargetName name)
      throws IOException, InterruptedException {
    warnOfLosses(given.image());
    WrittenDockerArchive written =
        DockerWriter.write(given.image(), name.toRepository(), name.toTag(), request.file());
    return new ConvertResult(written.file(), written.size(), written.config().toString());
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
