package io.github.baci.source.jlink;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is known of the JDK's modules beside their classes: which ones programs find at run time
 * alone, as services, and which ones are too large to be taken because of a string.
 */
final class ModuleRules {
  /**
   * Found as services of classes in java.base: elliptic curves, without which many TLS servers
   * cannot be reached, jars as file systems, and further socket options.
   */
  private static final List<String> ALWAYS =
      List.of("java.base", "jdk.crypto.ec", "jdk.net", "jdk.zipfs");

  /** What a class finds as a service, by the class. */
  private static final Map<String, String> SERVICES =
      Map.of(
          "javax/management/remote/JMXConnectorFactory", "java.management.rmi",
          "javax/management/remote/JMXConnectorServerFactory", "java.management.rmi",
          "org/ietf/jgss/GSSManager", "jdk.security.jgss");

  /**
   * Classes that find a large module as a service, which few of the libraries that refer to them
   * ever do.
   */
  private static final Map<String, String> LARGE_SERVICES =
      Map.of("javax/tools/ToolProvider", "jdk.compiler");

  /** Modules that nothing gets because of a string alone, nor those that require them. */
  private static final Set<String> LARGE =
      Set.of(
          "java.desktop",
          "jdk.compiler",
          "jdk.hotspot.agent",
          "jdk.internal.le",
          "jdk.internal.opt",
          "jdk.internal.vm.compiler",
          "jdk.graal.compiler",
          "jdk.jdeps",
          "jdk.jdi",
          "jdk.localedata");

  private final JdkModules jdk;

  ModuleRules(JdkModules jdk) {
    this.jdk = jdk;
  }

  /** Returns the modules that every program gets. */
  List<String> always() {
    return ALWAYS.stream().filter(jdk::has).toList();
  }

  /** Returns what classes use. */
  ModuleUse use(Set<String> referred, Set<String> mentioned) throws IOException {
    ModuleUse use = ModuleUse.none();
    for (String name : referred) {
      jdk.of(name).ifPresent(use.needed()::add);
      if (SERVICES.containsKey(name)) {
        use.needed().add(SERVICES.get(name));
      }
      if (LARGE_SERVICES.containsKey(name)) {
        use.named().add(LARGE_SERVICES.get(name));
      }
    }
    for (String name : mentioned) {
      jdk.of(name).ifPresent(use.named()::add);
    }
    use.needed().removeIf(module -> !jdk.has(module));
    use.named().removeIf(module -> !jdk.has(module));
    use.named().removeAll(use.needed());
    return use;
  }

  /**
   * Returns the modules with everything that they require.
   *
   * @throws IOException if the JDK cannot be read
   */
  Set<String> closure(Set<String> modules) throws IOException {
    Set<String> result = new TreeSet<>();
    for (String module : modules) {
      result.addAll(jdk.closure(module));
    }
    return result;
  }

  /** Returns whether a module, or one that comes along with it, is large. */
  boolean isLarge(String module) throws IOException {
    return jdk.closure(module).stream().anyMatch(LARGE::contains);
  }
}
