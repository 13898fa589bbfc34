package io.github.baci.source.jlink;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.Digest;
import io.github.baci.store.Records;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the modules of a JDK that jars use. What was found for a jar is kept in the store as long
 * as the jar does not change, so that in most builds nothing or one jar is looked into.
 *
 * <p>Taken are the modules of the classes that the jars' classes refer to, as {@code jdeps} finds
 * them; those that a module declaration requires, but not those that it requires for compiling
 * alone, nor those that this JDK does not have; those that are found as services, as far as {@link
 * ModuleRules} knows them; and small ones with classes that are named in strings, because that is
 * how libraries look for what they can do without. Large ones of these are told, not taken.
 */
public final class ModuleDependencies {
  /** Changes when other modules are found for the same jar. */
  private static final String RULES = "modules 1";

  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"([0-9]+)");

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
   * @param further modules that are wanted in any case
   * @throws BaciException if a jar cannot be read
   */
  public List<String> of(Path jdkHome, List<Path> jars, List<String> further)
      throws IOException, InterruptedException {
    try (JdkModules jdk = JdkModules.of(jdkHome)) {
      ModuleRules rules = new ModuleRules(jdk);
      ModuleUse use = ModuleUse.none();
      List<Path> unknown = new ArrayList<>();
      for (Path jar : jars) {
        Optional<ModuleUse> known = find(key(jdkHome, jar));
        known.ifPresentOrElse(use::add, () -> unknown.add(jar));
      }
      if (!unknown.isEmpty()) {
        listener.activity(
            unknown.size() == 1
                ? "looking for the modules that the jar uses"
                : "looking for the modules that %d jars use".formatted(unknown.size()));
      }
      int release = release(jdkHome);
      for (Path jar : unknown) {
        Look found = look(jar, release, jdk, rules);
        found.faults().forEach(listener::warning);
        if (found.faults().isEmpty()) { // else they are told again
          put(key(jdkHome, jar), found.use());
        }
        use.add(found.use());
      }
      return decide(use, further, rules, !unknown.isEmpty());
    }
  }

  private List<String> decide(ModuleUse use, List<String> further, ModuleRules rules, boolean tell)
      throws IOException {
    Set<String> modules = new TreeSet<>(rules.always());
    modules.addAll(use.needed());
    modules.addAll(further);
    Set<String> there = rules.closure(use.needed());
    Set<String> left = new TreeSet<>();
    for (String module : use.named()) {
      if (there.contains(module) || further.contains(module)) {
        continue;
      }
      if (rules.isLarge(module) && !there.containsAll(rules.closure(Set.of(module)))) {
        left.add(module);
      } else {
        modules.add(module);
      }
    }
    if (tell && !left.isEmpty()) {
      listener.activity(
          "left out, since it is large and nothing but strings names it: %s (jlink://auto,%s takes it)"
              .formatted(String.join(", ", left), String.join(",", left)));
    }
    return List.copyOf(modules);
  }

  private static Look look(Path jar, int release, JdkModules jdk, ModuleRules rules)
      throws IOException, InterruptedException {
    JarScan scan = new JarScan(release);
    scan.read(jar);
    List<String> faults = new ArrayList<>();
    for (String nested : scan.unreadable()) {
      faults.add(
          "jlink://auto cannot look into %s; what it needs is left out, unless it is named"
              .formatted(nested));
    }
    if (scan.needed() > release) {
      faults.add(
          ("classes of '%s' need Java %d, and the runtime is Java %d, which will not load them:"
                  + " compile them for that, or build with JDK %d")
              .formatted(jar, scan.needed(), release, scan.needed()));
    }
    ModuleUse use = rules.use(new HashSet<>(scan.referred()), new HashSet<>(scan.mentioned()));
    scan.required().stream().filter(jdk::has).forEach(use.needed()::add);
    use.named().removeAll(use.needed());
    return new Look(use, faults);
  }

  /**
   * What was seen of a jar.
   *
   * @param faults what is wrong with it, for the user
   */
  private record Look(ModuleUse use, List<String> faults) {}

  /** Returns the version whose classes of multi-release jars the runtime will load. */
  private static int release(Path jdkHome) throws IOException {
    Path release = jdkHome.resolve("release");
    if (Files.isReadable(release)) {
      Matcher version = VERSION.matcher(Files.readString(release));
      if (version.find()) {
        return Integer.parseInt(version.group(1));
      }
    }
    return Runtime.version().feature();
  }

  private static String key(Path jdkHome, Path jar) throws IOException {
    StringBuilder text = new StringBuilder(RULES).append('\0').append(jdkHome);
    text.append('\0').append(jar).append('\0');
    text.append(RuntimeInputs.stamp(jdkHome.resolve("lib/modules"))).append('\0');
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

  private Optional<ModuleUse> find(String key) {
    return new Records(store)
        .text(Store.Area.FILES, key)
        .map(text -> ModuleUse.parse(text.lines().toList()));
  }

  private void put(String key, ModuleUse use) throws IOException {
    new Records(store).put(Store.Area.FILES, key, String.join("\n", use.lines()));
  }
}
