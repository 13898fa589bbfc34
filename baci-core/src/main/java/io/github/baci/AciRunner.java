package io.github.baci;

import io.github.baci.aci.AciImage;
import io.github.baci.container.Builder;
import io.github.baci.container.Builder.OutputListener;
import io.github.baci.container.RunningCommand;
import io.github.baci.engine.EngineChoice;
import io.github.baci.engine.EngineEvents;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.LayerStore;
import io.github.baci.source.aci.AciImages;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import java.io.IOException;
import java.util.Optional;

/**
 * Runs App Container Images in a container, as their manifests say. What the application changes in
 * its files is gone when it ends, but for its volumes.
 *
 * <p>An image that depends on others is rendered; they are looked for in the store and in the
 * directory of the image.
 *
 * <p>Limits: event handlers are not run and isolators not applied, which a warning says.
 */
public final class AciRunner {

  /**
   * Starts the application of an image.
   *
   * @param listener hears of warnings
   * @throws BaciException if the image is damaged or no image, asks for what is not there, or this
   *     machine cannot run containers
   */
  public RunningApp start(RunRequest request, BuildListener listener) throws InterruptedException {
    Resources resources = new Resources();
    try {
      Store store = resources.add(DirectoryStore.open(request.storeDirectory()));
      LayerStore layers = new DirectoryLayerStore(store);
      AciImage image = new AciImages(store, layers).read(request.image());
      FileTree tree = FileTree.of(image.layers());
      AppContainer container = new AppContainer(image.manifest(), tree, request);
      container.warnings().forEach(listener::warning);
      Builder builder =
          resources.add(
              new EngineChoice(store, layers, listener, Optional.empty())
                  .of(
                      request.engine(),
                      request.image().toAbsolutePath().getParent(),
                      request.volumes().values())
                  .start(store, layers, new EngineEvents(listener)));
      RunningCommand command =
          resources.add(builder.start(container.spec(image.layers()), request.input()));
      RunningApp app = new Started(command, resources);
      resources.handOver();
      return app;
    } catch (IOException e) {
      throw new BaciException("cannot read %s: %s".formatted(request.image(), e.getMessage()), e);
    } finally {
      resources.closeUnlessHandedOver();
    }
  }

  /** A command, and what it needs until it has ended. */
  private record Started(RunningCommand command, Resources resources) implements RunningApp {
    @Override
    public void signal(int number) {
      command.signal(number);
    }

    @Override
    public int await(OutputListener output) throws InterruptedException {
      return command.await(output).exitCode();
    }

    @Override
    public void close() {
      resources.close();
    }
  }
}
