package io.github.baci.container.host;

import java.util.Map;
import java.util.Set;

/**
 * The environment of the builder: what it and the programs that start it need, and nothing else of
 * what Maven has, where tokens and passwords are among it.
 */
final class BuilderEnvironment {
  private static final Set<String> NEEDED = Set.of("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH");

  private BuilderEnvironment() {}

  /**
   * Takes everything else out of an environment.
   *
   * @param environment as a process would inherit it; is changed
   */
  static void reduce(Map<String, String> environment) {
    environment.keySet().retainAll(NEEDED);
    environment.put("LC_ALL", "C.UTF-8");
  }
}
