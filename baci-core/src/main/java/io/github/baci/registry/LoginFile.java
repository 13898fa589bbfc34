package io.github.baci.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A file that {@code docker login} or {@code podman login} writes: logins by registry, or by the
 * beginning of a repository's name (containers-auth.json(5)), and the credential helpers that hold
 * logins elsewhere. The longest name that fits is taken.
 */
final class LoginFile {
  private static final long LARGEST = 4 << 20;

  /** The name under which docker keeps the login of Docker Hub. */
  private static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";

  private final Path file;
  private final JsonNode document;

  private LoginFile(Path file, JsonNode document) {
    this.file = file;
    this.document = document;
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, or is none; the message quotes nothing of it
   */
  static LoginFile read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("it is no file");
    }
    if (Files.size(file) > LARGEST) {
      throw new IOException("it is larger than %d bytes".formatted(LARGEST));
    }
    return new LoginFile(file, Json.object(Files.readAllBytes(file)));
  }

  /** Returns names under which a login may stand, the longest first. */
  private static List<String> names(String registry, String repository) {
    List<String> names = new ArrayList<>();
    String name = registry + "/" + repository;
    for (int end = name.length(); end > registry.length(); end = name.lastIndexOf('/', end - 1)) {
      names.add(name.substring(0, end));
    }
    names.addAll(hosts(registry));
    return names;
  }

  private static List<String> hosts(String registry) {
    return LoginSearch.isDockerHub(registry)
        ? List.of(
            DOCKER_HUB_KEY,
            "docker.io",
            "index.docker.io",
            "registry-1.docker.io",
            "registry.hub.docker.com")
        : List.of(registry);
  }

  /** Finds the login that stands in the file itself. */
  Optional<Login> login(String registry, String repository) {
    JsonNode logins = document.path("auths");
    for (String name : names(registry, repository)) {
      for (String key :
          List.of(name, "https://" + name, "http://" + name, name + "/", "https://" + name + "/")) {
        Optional<Login> login = login(logins.path(key), key);
        if (login.isPresent()) {
          return login;
        }
      }
    }
    // docker wrote whole URLs once: https://registry.example.com/v1/.
    for (String host : hosts(registry)) {
      for (String key : List.of("https://" + host + "/v1/", "https://" + host + "/v2/")) {
        Optional<Login> login = login(logins.path(key), key);
        if (login.isPresent()) {
          return login;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Login> login(JsonNode entry, String key) {
    String origin = file + " ('" + key + "')";
    Optional<String> identity = Json.text(entry, "identitytoken");
    if (identity.isPresent()) {
      return Optional.of(Login.identity(identity.get(), origin));
    }
    Optional<String> token = Json.text(entry, "registrytoken");
    if (token.isPresent()) {
      return Optional.of(Login.registryToken(token.get(), origin));
    }
    Optional<String> auth = Json.text(entry, "auth").flatMap(LoginFile::decoded);
    if (auth.isPresent() && auth.get().indexOf(':') > 0) {
      int colon = auth.get().indexOf(':');
      // docker pads what it writes with zeros.
      String password = auth.get().substring(colon + 1).replaceAll("\\x00+$", "");
      return Optional.of(Login.of(auth.get().substring(0, colon), password, origin));
    }
    return Json.text(entry, "username")
        .flatMap(
            user -> Json.text(entry, "password").map(secret -> Login.of(user, secret, origin)));
  }

  private static Optional<String> decoded(String auth) {
    try {
      return Optional.of(
          new String(Base64.getDecoder().decode(auth.strip()), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * A credential helper, and what to ask it for.
   *
   * @param name its name, as in {@code pass}
   * @param server the name of the server
   */
  record Helper(String name, String server) {}

  /** Finds the helper that the file names for a registry. */
  Optional<Helper> helper(String registry, String repository) {
    for (String name : names(registry, repository)) {
      Optional<String> helper = Json.text(document.path("credHelpers"), name);
      if (helper.isPresent()) {
        return Optional.of(new Helper(helper.get(), name));
      }
    }
    return Json.text(document, "credsStore").map(name -> new Helper(name, hosts(registry).get(0)));
  }
}
