package io.github.baci.api;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The home directory of the user who runs this process. In containers, a user often has no entry in
 * {@code /etc/passwd}: Java then knows no more than {@code ?}, and the environment says where home
 * is.
 */
public final class UserHome {
  private UserHome() {}

  /** Returns the directory, if there is one. */
  public static Optional<Path> current() {
    return of(System.getProperty("user.home"), System.getenv());
  }

  /**
   * Returns the directory, if there is one.
   *
   * @param property what Java says, which counts if it is an absolute path
   * @param env the environment variables
   */
  static Optional<Path> of(String property, Map<String, String> env) {
    return absolute(Optional.ofNullable(property))
        .or(() -> absolute(Optional.ofNullable(env.get("HOME"))));
  }

  private static Optional<Path> absolute(Optional<String> value) {
    return value.filter(text -> !text.isEmpty()).map(Path::of).filter(Path::isAbsolute);
  }
}
