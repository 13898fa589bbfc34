package io.github.baci.run;

import io.github.baci.aci.manifest.AciImage;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.Option;
import io.github.baci.api.OutputListener;
import io.github.baci.api.RunRequest;
import io.github.baci.api.RunningApp;
import io.github.baci.container.Builder;
import io.github.baci.container.RunningCommand;
import io.github.baci.container.rkt.RktRunner;
import io.github.baci.engine.EngineChoice;
import io.github.baci.engine.EngineEvents;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.LayerStore;
import io.github.baci.source.aci.AciImages;
import io.github.baci.store.DamagedEntryException;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * Runs App Container Images in a container, as their manifests say. What the application changes in
 * its files is gone when it ends, but for its volumes. With the engine {@code rkt}, rkt runs them,
 * in a pod of their own; with every other, a builder does, which may be in a pod itself.
 *
 * <p>An image that depends on others is rendered; they are looked for in the store and in the
 * directory of the image. rkt renders by itself, with what it has in its own store or finds.
 *
 * <p>Limits: builders run no event handlers and apply no isolators, which a warning says.
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
    return DamagedEntryException.healing(() -> once(request, listener), listener::warning);
  }

  private static RunningApp once(RunRequest request, BuildListener listener)
      throws InterruptedException {
    Resources resources = new Resources();
    try {
      Store store = resources.add(DirectoryStore.open(request.storeDirectory(), listener::warning));
      LayerStore layers = new DirectoryLayerStore(store);
      AciImage image = new AciImages(store, layers).read(request.image());
      FileTree tree = FileTree.of(image.layers());
      AppContainer container = new AppContainer(image.manifest(), tree, request);
      EngineChoice engines = new EngineChoice(store, layers, listener, Optional.empty());
      Optional<RktRunner> pods = engines.pods(request.engine());
      RunningCommand command =
          resources.add(
              pods.isPresent()
                  ? pods.get()
                      .start(
                          new AppPod(image.manifest(), tree, container, request).app(store),
                          request.input())
                  : inContainer(
                      container, image, engines, store, layers, request, listener, resources));
      RunningApp app = new Started(command, resources);
      resources.handOver();
      return app;
    } catch (IOException e) {
      throw new BaciException("cannot read %s: %s".formatted(request.image(), e.getMessage()), e);
    } finally {
      resources.closeUnlessHandedOver();
    }
  }

  private static RunningCommand inContainer(
      AppContainer container,
      AciImage image,
      EngineChoice engines,
      Store store,
      LayerStore layers,
      RunRequest request,
      BuildListener listener,
      Resources resources)
      throws InterruptedException {
    if (!request.ports().isEmpty()) {
      throw new BaciException(
          "ports are forwarded by rkt alone (%s=rkt): leave out %s, and the ports of the application are those of the machine"
              .formatted(Option.ENGINE, Option.PORTS));
    }
    container.warnings().forEach(listener::warning);
    Builder builder =
        resources.add(
            engines
                .of(
                    request.engine(),
                    Objects.requireNonNull(
                        request.image().toAbsolutePath().getParent(), "a file is in a directory"),
                    request.volumes().values())
                .start(store, layers, new EngineEvents(listener)));
    return builder.start(container.spec(image.layers()), request.input());
  }

  /** A command, and what it needs until it has ended. */
  private record Started(RunningCommand command, Resources resources) implements RunningApp {
    @Override
    public void signal(int number) {
      command.signal(number);
    }

    @Override
    public int await(OutputListener output) throws InterruptedException {
      try {
        return command.await(output).exitCode();
      } catch (DamagedEntryException e) {
        throw new BaciException(e.getMessage(), e);
      }
    }

    @Override
    public void close() {
      resources.close();
    }
  }
}
