package io.github.baci.source.registry;

import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.CredentialRetriever;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import com.google.cloud.tools.jib.registry.credentials.CredentialRetrievalException;
import com.google.cloud.tools.jib.registry.credentials.DockerConfigCredentialRetriever;
import io.github.baci.source.SourceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks for the credentials of a registry: in the options first, then in the files that {@code
 * docker login} and {@code podman login} write, with the credential helpers that these name, then
 * with the helpers of Google's and Amazon's registries. Files and helpers are read by jib-core.
 */
final class Credentials {
  private static final List<String> DOCKER_HUB_NAMES =
      List.of("docker.io", "registry-1.docker.io", "index.docker.io", "registry.hub.docker.com");

  private final Map<String, SourceOptions.Credential> given;
  private final Map<String, String> environment;
  private final Path home;

  /**
   * Takes where to look.
   *
   * @param given credentials by registry
   * @param environment the environment variables
   * @param home the user's home directory
   */
  Credentials(
      Map<String, SourceOptions.Credential> given, Map<String, String> environment, Path home) {
    this.given = given;
    this.environment = environment;
    this.home = home;
  }

  /**
   * What was found.
   *
   * @param credential a user name and a password, or an identity token
   * @param origin where it was found
   */
  record Login(Credential credential, String origin) {
    String user() {
      return credential.getUsername();
    }

    @Override
    public String toString() {
      return "Login[" + user() + ", from " + origin + "]";
    }
  }

  /**
   * The way to a login.
   *
   * @param login what was found
   * @param tried what was asked, in order, and what it said
   */
  record Search(Optional<Login> login, List<String> tried) {}

  /**
   * Looks for a login.
   *
   * @param registry the registry as it is written in names
   */
  Search find(String registry, String repository) {
    List<String> tried = new ArrayList<>();
    Optional<Login> login = fromOptions(registry, tried);
    for (Path file : loginFiles()) {
      login = login.or(() -> fromFile(registry, file, tried));
    }
    return new Search(
        login.or(() -> fromWellKnownHelpers(registry, repository, tried)), List.copyOf(tried));
  }

  private Optional<Login> fromOptions(String registry, List<String> tried) {
    List<String> names = DOCKER_HUB_NAMES.contains(registry) ? DOCKER_HUB_NAMES : List.of(registry);
    for (String name : names) {
      SourceOptions.Credential credential = given.get(name);
      if (credential != null) {
        tried.add(credential.origin() + ": user '" + credential.username() + "'");
        return Optional.of(
            new Login(
                Credential.from(credential.username(), credential.password()),
                credential.origin()));
      }
    }
    tried.add("settings of the build: nothing for '" + registry + "'");
    return Optional.empty();
  }

  private Set<Path> loginFiles() {
    Set<Path> files = new LinkedHashSet<>();
    files.add(directory("DOCKER_CONFIG").orElse(home.resolve(".docker")).resolve("config.json"));
    if (environment.getOrDefault("REGISTRY_AUTH_FILE", "").isEmpty()) {
      directory("XDG_RUNTIME_DIR")
          .ifPresent(runtime -> files.add(runtime.resolve("containers/auth.json")));
      files.add(
          directory("XDG_CONFIG_HOME")
              .orElse(home.resolve(".config"))
              .resolve("containers/auth.json"));
    } else {
      files.add(Path.of(environment.get("REGISTRY_AUTH_FILE")));
    }
    return files;
  }

  private Optional<Path> directory(String variable) {
    return Optional.ofNullable(environment.get(variable))
        .filter(value -> !value.isEmpty())
        .map(Path::of);
  }

  private static Optional<Login> fromFile(String registry, Path file, List<String> tried) {
    if (!Files.isReadable(file)) {
      tried.add(file + ": " + (Files.exists(file) ? "not readable" : "no such file"));
      return Optional.empty();
    }
    List<String> said = new ArrayList<>();
    try {
      Optional<Login> login =
          DockerConfigCredentialRetriever.create(jibName(registry), file)
              .retrieve(warningsTo(said))
              .map(credential -> new Login(credential, file.toString()));
      said.add(
          login
              .map(found -> "user '" + found.user() + "'")
              .orElse("nothing for '" + registry + "'"));
      tried.add(file + ": " + String.join("; ", said));
      return login;
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      tried.add(file + ": cannot be read (" + firstLine(e) + ")");
      return Optional.empty();
    }
  }

  private Optional<Login> fromWellKnownHelpers(
      String registry, String repository, List<String> tried) {
    if (!registry.endsWith("gcr.io") && !registry.endsWith("amazonaws.com")) {
      return Optional.empty();
    }
    List<String> said = new ArrayList<>();
    CredentialRetriever retriever =
        CredentialRetrieverFactory.forImage(
                ImageReference.of(registry, repository, null), warningsTo(said), environment)
            .wellKnownCredentialHelpers();
    Optional<Login> login;
    try {
      login = retriever.retrieve().map(found -> new Login(found, "credential helper"));
    } catch (CredentialRetrievalException e) {
      said.add(firstLine(e));
      login = Optional.empty();
    }
    said.add(login.map(found -> "user '" + found.user() + "'").orElse("nothing"));
    tried.add("credential helper for '" + registry + "': " + String.join("; ", said));
    return login;
  }

  private static String jibName(String registry) {
    return registry.equals(RegistryName.DOCKER_HUB) ? RegistryName.DOCKER_HUB_HOST : registry;
  }

  private static Consumer<LogEvent> warningsTo(List<String> said) {
    return event -> {
      if (event.getLevel() == LogEvent.Level.WARN || event.getLevel() == LogEvent.Level.ERROR) {
        said.add(event.getMessage().strip());
      }
    };
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
