package io.github.baci.api;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where the store is when the user does not say: {@code baci} in the user's cache directory. */
public final class StoreLocation {
  private static final String NAME = "baci";

  private StoreLocation() {}

  /** Returns the store of the user who runs this process. */
  public static Path defaultDirectory() {
    return defaultDirectory(
        System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
  }

  /**
   * Returns the store of a user. {@code XDG_CACHE_HOME} comes first on every system; as the XDG
   * Base Directory Specification has it, a relative one does not count.
   *
   * @param env the environment variables
   * @param osName the system, as in the system property {@code os.name}
   * @param home the user's home directory
   */
  public static Path defaultDirectory(Map<String, String> env, String osName, Path home) {
    Path xdg = absoluteOrNull(env.get("XDG_CACHE_HOME"));
    if (xdg != null) {
      return xdg.resolve(NAME);
    }
    String system = osName.toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      Path local = absoluteOrNull(env.get("LOCALAPPDATA"));
      return (local != null ? local : home.resolve("AppData").resolve("Local")).resolve(NAME);
    }
    if (system.startsWith("mac")) {
      return home.resolve("Library").resolve("Caches").resolve(NAME);
    }
    return home.resolve(".cache").resolve(NAME);
  }

  private static Path absoluteOrNull(String value) {
    if (value == null || value.isEmpty()) {
      return null;
    }
    Path path = Path.of(value);
    return path.isAbsolute() ? path : null;
  }
}
