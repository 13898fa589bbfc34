package io.github.baci.source.jlink;

import io.github.baci.api.BaciException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.InvalidModuleDescriptorException;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The modules of one JDK, read from its run-time image. */
final class JdkModules implements Closeable {
  private final FileSystem image;
  private final boolean own;
  private final Map<String, List<String>> byPackage = new HashMap<>();
  private final Map<String, Set<String>> requirements = new HashMap<>();

  private JdkModules(FileSystem image, boolean own) {
    this.image = image;
    this.own = own;
  }

  /**
   * Opens the modules of a JDK.
   *
   * @throws BaciException if it has no run-time image
   */
  static JdkModules of(Path jdkHome) throws IOException {
    Path running = Path.of(System.getProperty("java.home")).toRealPath();
    if (Files.exists(jdkHome) && jdkHome.toRealPath().equals(running)) {
      return new JdkModules(FileSystems.getFileSystem(URI.create("jrt:/")), false);
    }
    if (!Files.isReadable(jdkHome.resolve("lib/jrt-fs.jar"))
        || !Files.isReadable(jdkHome.resolve("lib/modules"))) {
      throw new BaciException(
          "jlink://auto needs the modules of a JDK, and '%s' has no lib/modules and lib/jrt-fs.jar; use a JDK, or name the modules"
              .formatted(jdkHome));
    }
    Map<String, String> environment = Map.of("java.home", jdkHome.toString());
    return new JdkModules(FileSystems.newFileSystem(URI.create("jrt:/"), environment), true);
  }

  /** Returns whether the JDK has a module. */
  boolean has(String module) {
    return Files.exists(image.getPath("/modules", module, "module-info.class"));
  }

  /**
   * Returns the module that has a class.
   *
   * @param className the binary name, with {@code /}
   */
  Optional<String> of(String className) throws IOException {
    int end = className.lastIndexOf('/');
    if (end <= 0) {
      return Optional.empty();
    }
    String packageName = className.substring(0, end).replace('/', '.');
    List<String> candidates = byPackage.get(packageName);
    if (candidates == null) {
      candidates = modulesOfPackage(packageName);
      byPackage.put(packageName, candidates);
    }
    return candidates.stream()
        .filter(module -> Files.exists(image.getPath("/modules", module, className + ".class")))
        .findFirst();
  }

  private List<String> modulesOfPackage(String packageName) throws IOException {
    Path links = image.getPath("/packages", packageName);
    if (!Files.isDirectory(links)) {
      return List.of();
    }
    try (Stream<Path> modules = Files.list(links)) {
      return modules.map(link -> link.getFileName().toString()).sorted().toList();
    }
  }

  /** Returns the modules that come along with a module: those it requires, and theirs. */
  Set<String> closure(String module) throws IOException {
    Set<String> result = new TreeSet<>();
    close(module, result);
    return result;
  }

  private void close(String module, Set<String> result) throws IOException {
    if (!result.add(module)) {
      return;
    }
    for (String required : requirements(module)) {
      close(required, result);
    }
  }

  private Set<String> requirements(String module) throws IOException {
    Set<String> known = requirements.get(module);
    if (known == null) {
      Path declaration = image.getPath("/modules", module, "module-info.class");
      try (InputStream in = Files.newInputStream(declaration)) {
        known = required(in);
      }
      requirements.put(module, known);
    }
    return known;
  }

  /**
   * Returns the modules that a declaration requires for running. {@code requires static} is for
   * compiling: such a module may be missing.
   */
  static Set<String> required(InputStream moduleInfo) throws IOException {
    Set<String> result = new TreeSet<>();
    try {
      ModuleDescriptor.read(moduleInfo).requires().stream()
          .filter(each -> !each.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
          .map(ModuleDescriptor.Requires::name)
          .forEach(result::add);
    } catch (InvalidModuleDescriptorException e) {
      return Set.of(); // as damaged classes are passed over
    }
    return result;
  }

  @Override
  public void close() throws IOException {
    if (own) {
      image.close();
    }
  }
}
