package io.github.baci.engine;

import io.github.baci.aci.archive.WrittenAci;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest.EngineOptions;
import io.github.baci.container.Engine;
import io.github.baci.container.host.EmbeddedEngine;
import io.github.baci.container.rkt.BuilderAci;
import io.github.baci.container.rkt.RktEngine;
import io.github.baci.container.rkt.RktRunner;
import io.github.baci.container.rkt.RktSettings;
import io.github.baci.layer.LayerStore;
import io.github.baci.store.Store;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses the engine that starts the builder, and says what else engines do. This is where they are
 * registered.
 */
public final class EngineChoice {
  private final Store store;
  private final LayerStore layers;
  private final BuildListener listener;
  private final Path jdkHome;

  /**
   * Takes what engines are made with.
   *
   * @param store keeps the builder's image, for rkt
   * @param jdkHome the JDK that this image has its Java runtime from; by default the running one
   */
  public EngineChoice(
      Store store, LayerStore layers, BuildListener listener, Optional<Path> jdkHome) {
    this.store = store;
    this.layers = layers;
    this.listener = listener;
    this.jdkHome = jdkHome.orElseGet(() -> Path.of(System.getProperty("java.home")));
  }

  /**
   * Returns the engine that is asked for. With {@code auto}, rkt is taken by root where its path is
   * given or it is on the PATH, and the embedded engine everywhere else.
   *
   * @param source the directory that commands may have mounted: of the build, or of the image
   * @param shared other files and directories that commands may have mounted
   */
  public Engine of(EngineOptions options, Path source, Collection<Path> shared) {
    Engine embedded = embedded(EnumSet.allOf(EngineOptions.Kind.class), shared);
    return switch (options.kind()) {
      case RKT -> rkt(options, source, shared);
      case AUTO -> {
        boolean isWanted =
            options.rktPath().isPresent() || RktEngine.isAtHand(RktSettings.of(options));
        yield isWanted ? new PreferredEngine(rkt(options, source, shared), embedded) : embedded;
      }
      default -> embedded(EnumSet.of(options.kind()), shared);
    };
  }

  private Engine rkt(EngineOptions options, Path source, Collection<Path> shared) {
    BuilderAci.Maker image =
        () -> {
          WrittenAci file = new BuilderImage(store, layers, listener).file(jdkHome);
          return new BuilderAci(file.file(), file.imageId().toString(), BuilderManifest.NAME);
        };
    return new RktEngine(RktSettings.of(options), image, source, List.copyOf(shared));
  }

  private static Engine embedded(Set<EngineOptions.Kind> kinds, Collection<Path> shared) {
    return new EmbeddedEngine(kinds, shared);
  }

  /**
   * Returns what runs apps in pods of their own, if the engine that is asked for does: rkt does,
   * and every other engine has its builder run them.
   */
  public Optional<RktRunner> pods(EngineOptions options) {
    return options.kind() == EngineOptions.Kind.RKT
        ? Optional.of(new RktRunner(RktSettings.of(options), store, new EngineEvents(listener)))
        : Optional.empty();
  }
}
