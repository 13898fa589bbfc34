package io.github.baci.api;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where the store is when the user does not say: {@code baci} in the user's cache directory. */
public final class StoreLocation {
  private static final String NAME = "baci";

  private StoreLocation() {}

  /**
   * Returns the store of the user who runs this process.
   *
   * @throws BaciException if the user has no home directory, nor anything else that says where
   */
  public static Path defaultDirectory() {
    return defaultDirectory(System.getenv(), System.getProperty("os.name"), UserHome.current());
  }

  /**
   * Returns the store of a user. {@code XDG_CACHE_HOME} comes first on every system; as the XDG
   * Base Directory Specification has it, a relative one does not count.
   *
   * @param env the environment variables
   * @param osName the system, as in the system property {@code os.name}
   * @param knownHome the user's home directory, if there is one
   * @throws BaciException if it is needed and not there
   */
  static Path defaultDirectory(Map<String, String> env, String osName, Optional<Path> knownHome) {
    Optional<Path> xdg = absolute(env, "XDG_CACHE_HOME");
    if (xdg.isPresent()) {
      return xdg.get().resolve(NAME);
    }
    Path home =
        knownHome.orElseThrow(
            () ->
                new BaciException(
                    "where the store shall be is not known: this user has no entry in /etc/passwd,"
                        + " and HOME is not set to an absolute path; set "
                        + Option.STORE_DIRECTORY
                        + ", or HOME"));
    String system = osName.toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      return absolute(env, "LOCALAPPDATA")
          .orElse(home.resolve("AppData").resolve("Local"))
          .resolve(NAME);
    }
    if (system.startsWith("mac")) {
      return home.resolve("Library").resolve("Caches").resolve(NAME);
    }
    return home.resolve(".cache").resolve(NAME);
  }

  private static Optional<Path> absolute(Map<String, String> env, String variable) {
    return Optional.ofNullable(env.get(variable))
        .filter(value -> !value.isEmpty())
        .map(Path::of)
        .filter(Path::isAbsolute);
  }
}
