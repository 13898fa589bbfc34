package io.github.baci.registry;

import io.github.baci.api.SourceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for the login of a registry: in the options first, then in the files that {@code docker
 * login} and {@code podman login} write, with the credential helpers that these name, then with the
 * helpers of Google's and Amazon's registries.
 */
final class LoginSearch {
  private static final List<String> DOCKER_HUB_NAMES =
      List.of("docker.io", "registry-1.docker.io", "index.docker.io", "registry.hub.docker.com");

  private final Map<String, SourceOptions.Credential> given;
  private final Map<String, String> environment;
  private final Path home;
  private final CredentialHelper helper;

  /**
   * Takes where to look.
   *
   * @param given logins by registry
   * @param environment the environment variables
   * @param home the user's home directory
   */
  LoginSearch(
      Map<String, SourceOptions.Credential> given,
      Map<String, String> environment,
      Path home,
      CredentialHelper helper) {
    this.given = given;
    this.environment = environment;
    this.home = home;
    this.helper = helper;
  }

  static boolean isDockerHub(String registry) {
    return DOCKER_HUB_NAMES.contains(registry);
  }

  /**
   * The way to a login.
   *
   * @param login what was found
   * @param tried what was asked, in order, and what it said
   */
  record Found(Optional<Login> login, List<String> tried) {}

  /**
   * Looks for a login.
   *
   * @param registry the registry as it is written in names
   */
  Found find(String registry, String repository) throws InterruptedException {
    List<String> tried = new ArrayList<>();
    Optional<Login> login = fromOptions(registry, repository, tried);
    for (Path file : loginFiles()) {
      if (login.isEmpty()) {
        login = fromFile(registry, repository, file, tried);
      }
    }
    for (String name : wellKnownHelpers(registry)) {
      if (login.isEmpty()) {
        login = fromHelper(new LoginFile.Helper(name, registry), tried);
      }
    }
    return new Found(login, List.copyOf(tried));
  }

  private Optional<Login> fromOptions(String registry, String repository, List<String> tried) {
    List<String> names = new ArrayList<>();
    String name = registry + "/" + repository;
    for (int end = name.length(); end > registry.length(); end = name.lastIndexOf('/', end - 1)) {
      names.add(name.substring(0, end));
    }
    names.addAll(isDockerHub(registry) ? DOCKER_HUB_NAMES : List.of(registry));
    for (String each : names) {
      SourceOptions.Credential credential = given.get(each);
      if (credential != null) {
        tried.add(credential.origin() + ": user '" + credential.username() + "'");
        return Optional.of(
            Login.of(credential.username(), credential.password(), credential.origin()));
      }
    }
    tried.add("settings of the build: nothing for '" + registry + "'");
    return Optional.empty();
  }

  private Set<Path> loginFiles() {
    Set<Path> files = new LinkedHashSet<>();
    files.add(directory("DOCKER_CONFIG").orElse(home.resolve(".docker")).resolve("config.json"));
    Optional<Path> named = directory("REGISTRY_AUTH_FILE");
    if (named.isPresent()) {
      files.add(named.get());
      return files;
    }
    directory("XDG_RUNTIME_DIR")
        .ifPresent(runtime -> files.add(runtime.resolve("containers/auth.json")));
    files.add(
        directory("XDG_CONFIG_HOME")
            .orElse(home.resolve(".config"))
            .resolve("containers/auth.json"));
    return files;
  }

  private Optional<Path> directory(String variable) {
    String value = environment.getOrDefault(variable, "");
    try {
      return value.isEmpty() ? Optional.empty() : Optional.of(Path.of(value));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private Optional<Login> fromFile(
      String registry, String repository, Path file, List<String> tried)
      throws InterruptedException {
    if (!Files.isReadable(file)) {
      tried.add(file + ": " + (Files.exists(file) ? "not readable" : "no such file"));
      return Optional.empty();
    }
    LoginFile logins;
    try {
      logins = LoginFile.read(file);
    } catch (IOException e) {
      tried.add(file + ": cannot be read (" + e.getMessage() + ")");
      return Optional.empty();
    }
    Optional<LoginFile.Helper> named = logins.helper(registry, repository);
    if (named.isPresent()) {
      Optional<Login> login = fromHelper(named.get(), tried);
      if (login.isPresent()) {
        return login;
      }
    }
    Optional<Login> login = logins.login(registry, repository);
    tried.add(
        login
            .map(found -> found.origin() + ": user '" + found.user() + "'")
            .orElse(file + ": nothing for '" + registry + "'"));
    return login;
  }

  private Optional<Login> fromHelper(LoginFile.Helper named, List<String> tried)
      throws InterruptedException {
    String what = "credential helper '" + named.name() + "'";
    try {
      Optional<Login> login = helper.get(named.name(), named.server());
      tried.add(
          what
              + ": "
              + login
                  .map(found -> "user '" + found.user() + "'")
                  .orElse("nothing for '" + named.server() + "'"));
      return login;
    } catch (IOException e) {
      tried.add(what + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Names the helpers that clouds give to their users, who often do not tell docker of them. */
  private static List<String> wellKnownHelpers(String registry) {
    if (registry.equals("gcr.io")
        || registry.endsWith(".gcr.io")
        || registry.endsWith("-docker.pkg.dev")) {
      return List.of("gcr", "gcloud");
    }
    return registry.endsWith(".amazonaws.com") ? List.of("ecr-login") : List.of();
  }
}
