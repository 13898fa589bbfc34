package io.github.baci.source.jlink;

import io.github.baci.BaciException;
import io.github.baci.BuildListener;
import io.github.baci.store.Digest;
import io.github.baci.store.Records;
import io.github.baci.store.Store;
import java.io.IOException;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the modules of the JDK that jars use, with jdeps. What was found for a jar is kept in the
 * store as long as the jar does not change, so that in most builds nothing or one jar is looked
 * into.
 *
 * <p>jdeps sees what classes refer to. What they find at run time only, it does not: services and
 * reflection. Therefore a few modules are always there: {@code jdk.crypto.ec}, without which many
 * TLS servers cannot be reached, and {@code jdk.zipfs}, which reads jars as file systems.
 */
public final class ModuleDependencies {
  private static final List<String> ALWAYS = List.of("java.base", "jdk.crypto.ec", "jdk.zipfs");
  private static final Pattern EDGE =
      Pattern.compile("\\s*(?<name>\\S.*) -> (?<module>(java|jdk)\\.[\\w.]+)\\s*");
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"([0-9]+)");
  private static final String SEPARATOR = System.getProperty("path.separator");

  private final Store store;
  private final BuildListener listener;

  /** Takes where results are kept. */
  public ModuleDependencies(Store store, BuildListener listener) {
    this.store = store;
    this.listener = listener;
  }

  /**
   * Returns the modules that jars and class directories use, and those that are always there.
   *
   * @throws BaciException if a jar cannot be read
   */
  public List<String> of(Path jdkHome, List<Path> jars) throws IOException, InterruptedException {
    Set<String> modules = new TreeSet<>(ALWAYS);
    List<Path> unknown = new ArrayList<>();
    for (Path jar : jars) {
      Optional<List<String>> known = find(key(jdkHome, jar));
      if (known.isPresent()) {
        modules.addAll(known.get());
      } else {
        unknown.add(jar);
      }
    }
    if (unknown.isEmpty()) {
      return List.copyOf(modules);
    }
    listener.activity(
        unknown.size() == 1
            ? "looking for the modules that the jar uses"
            : "looking for the modules that %d jars use".formatted(unknown.size()));
    Map<String, Set<String>> byName = edges(run(jdkHome, unknown, jars));
    for (Path jar : unknown) {
      Set<String> found = byName.get(jar.getFileName().toString());
      if (found == null) {
        found = alone(jdkHome, jar, jars);
      }
      put(key(jdkHome, jar), found);
      modules.addAll(found);
    }
    return List.copyOf(modules);
  }

  private static ToolRun run(Path jdkHome, List<Path> jars, List<Path> classPath)
      throws IOException, InterruptedException {
    if (!ToolRun.isThere(jdkHome, "jdeps")) {
      throw new BaciException(
          "jlink://auto needs jdeps, which '%s' does not have; use a JDK, or name the modules"
              .formatted(jdkHome));
    }
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--multi-release", release(jdkHome), "-s", "-cp"));
    arguments.add(String.join(SEPARATOR, classPath.stream().map(Path::toString).toList()));
    jars.forEach(jar -> arguments.add(jar.toString()));
    return ToolRun.of(jdkHome, "jdeps", arguments);
  }

  /** Returns the version whose classes of multi-release jars the runtime will load. */
  private static String release(Path jdkHome) throws IOException {
    Path release = jdkHome.resolve("release");
    if (Files.isReadable(release)) {
      Matcher version = VERSION.matcher(Files.readString(release));
      if (version.find()) {
        return version.group(1);
      }
    }
    return "base";
  }

  /** Returns the modules of the JDK by the name of the jar that uses them. */
  private static Map<String, Set<String>> edges(ToolRun run) {
    Map<String, Set<String>> result = new TreeMap<>();
    run.output()
        .lines()
        .map(EDGE::matcher)
        .filter(Matcher::matches)
        .forEach(
            edge ->
                result
                    .computeIfAbsent(edge.group("name"), name -> new TreeSet<>())
                    .add(edge.group("module")));
    return result;
  }

  /** Looks into one jar: jdeps names modular ones differently, and stops at the first odd one. */
  private static Set<String> alone(Path jdkHome, Path jar, List<Path> classPath)
      throws IOException, InterruptedException {
    ToolRun run = run(jdkHome, List.of(jar), classPath);
    Set<String> modules = new TreeSet<>();
    edges(run).values().forEach(modules::addAll);
    if (run.exitCode() != 0 && modules.isEmpty()) {
      modules.addAll(declared(jar, run));
    }
    return modules;
  }

  /** Reads the module declaration of a jar whose modules are not all there. */
  private static Set<String> declared(Path jar, ToolRun run) {
    Set<String> modules = new TreeSet<>();
    try {
      ModuleFinder.of(jar).findAll().stream()
          .flatMap(module -> module.descriptor().requires().stream())
          .map(ModuleDescriptor.Requires::name)
          .filter(name -> name.startsWith("java.") || name.startsWith("jdk."))
          .forEach(modules::add);
    } catch (FindException e) {
      throw new BaciException("jdeps cannot look into '%s': %s".formatted(jar, run.error()), e);
    }
    return modules;
  }

  private static String key(Path jdkHome, Path jar) throws IOException {
    StringBuilder text = new StringBuilder("jdeps\0").append(jdkHome).append('\0').append(jar);
    text.append('\0').append(RuntimeInputs.stamp(jdkHome.resolve("lib/modules"))).append('\0');
    if (Files.isDirectory(jar)) {
      try (Stream<Path> walk = Files.walk(jar)) {
        for (Path file : (Iterable<Path>) walk.sorted()::iterator) {
          text.append(file).append('\0').append(RuntimeInputs.stamp(file)).append('\0');
        }
      }
    } else {
      text.append(RuntimeInputs.stamp(jar));
    }
    return "jdeps-" + Digest.sha256Of(text.toString().getBytes(StandardCharsets.UTF_8)).hex();
  }

  private Optional<List<String>> find(String key) {
    return new Records(store).text(Store.Area.FILES, key).map(text -> text.lines().toList());
  }

  private void put(String key, Set<String> modules) throws IOException {
    new Records(store).put(Store.Area.FILES, key, String.join("\n", modules));
  }
}
