package io.github.baci.source;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.Platform;
import io.github.baci.api.SourceOptions;
import io.github.baci.image.Image;
import io.github.baci.image.ImageException;
import io.github.baci.image.ImageOrigin;
import io.github.baci.layer.LayerStore;
import io.github.baci.source.jlink.JavaRuntime;
import io.github.baci.source.jlink.JavaRuntimeLayers;
import io.github.baci.source.jlink.ModuleDependencies;
import io.github.baci.store.StorageFailure;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Java runtimes of this machine's JDK, {@code jlink://MODULE,MODULE…}, {@code jlink://auto} and
 * {@code jlink://auto,MODULE…}: the smallest base for a Java application, without a shell, and made
 * without any registry.
 */
final class JlinkSource implements ImageSource {
  private static final String AUTO = "auto";

  private final Store store;
  private final JavaRuntimeLayers runtimes;
  private final ModuleDependencies dependencies;
  private final SourceOptions options;

  JlinkSource(Store store, LayerStore layers, SourceOptions options, BuildListener listener) {
    this.store = store;
    this.options = options;
    this.runtimes = new JavaRuntimeLayers(store, layers, listener);
    this.dependencies = new ModuleDependencies(store, listener);
  }

  @Override
  public String scheme() {
    return "jlink";
  }

  @Override
  public Image load(String reference, Platform platform) throws InterruptedException {
    if (!System.getProperty("os.name").equals("Linux")) {
      throw new BaciException(
          "jlink:// takes the Java runtime and the shared libraries of this machine, which is no"
              + " Linux; take a base image from a registry instead");
    }
    if (!platform.equals(Platform.current())) {
      throw new ImageException(
          scheme() + "://" + reference,
          " is made from this machine's JDK and cannot be for %s, only for %s"
              .formatted(platform, Platform.current()));
    }
    Path jdkHome = options.jdkHome().orElse(Path.of(System.getProperty("java.home")));
    try {
      List<String> modules = modules(reference, jdkHome);
      return new Image(
          platform,
          JavaRuntime.config(),
          List.of(runtimes.layer(new JavaRuntime(jdkHome, modules))),
          ImageOrigin.NONE);
    } catch (IOException e) {
      throw StorageFailure.unchecked(e, store);
    }
  }

  private List<String> modules(String reference, Path jdkHome)
      throws IOException, InterruptedException {
    List<String> modules = Stream.of(reference.split(",", -1)).map(String::strip).toList();
    for (String module : modules) {
      if (!module.matches("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*+")) {
        throw new ImageException(
            scheme() + "://" + reference,
            " must have the form jlink://MODULE,MODULE…, jlink://auto or jlink://auto,MODULE…: '%s' is no module name"
                .formatted(module));
      }
    }
    return modules.contains(AUTO)
        ? automatic(jdkHome, modules.stream().filter(module -> !module.equals(AUTO)).toList())
        : modules;
  }

  private List<String> automatic(Path jdkHome, List<String> further)
      throws IOException, InterruptedException {
    List<Path> jars = options.jars().stream().filter(Files::exists).toList();
    if (jars.isEmpty()) {
      throw new BaciException(
          "jlink://auto finds no jar or class directory of the project to take the modules from;"
              + " build the project first, or name the modules");
    }
    return dependencies.of(jdkHome, jars, further);
  }
}
