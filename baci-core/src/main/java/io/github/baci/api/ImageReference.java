package io.github.baci.api;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an image in a registry, by the grammar of Docker's references: {@code
 * [REGISTRY[:PORT]/]REPOSITORY[:TAG][@DIGEST]}. The first component is a registry only if it holds
 * a dot, a colon or a capital letter, or is {@code localhost}; without a registry it is {@code
 * docker.io}, whose official images are below {@code library/}; without tag and digest the tag is
 * {@code latest}.
 *
 * @param registry the registry with its port, as in {@code docker.io} or {@code 127.0.0.1:5000}
 * @param repository the path in the registry, as in {@code library/debian}
 * @param tag the tag, if one is written or nothing is
 * @param digest the digest, which decides if it is there
 */
public record ImageReference(
    String registry, String repository, Optional<String> tag, Optional<Digest> digest) {
  /** Docker Hub's name. */
  public static final String DOCKER_HUB = "docker.io";

  /** Where Docker Hub's registry is. */
  private static final String DOCKER_HUB_HOST = "registry-1.docker.io";

  private static final int LONGEST_NAME = 255;
  private static final String DOMAIN_COMPONENT = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
  private static final String PATH_COMPONENT = "[a-z0-9]+(?:(?:__|[._]|-+)[a-z0-9]+)*+";
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?:"
              + DOMAIN_COMPONENT
              + "(?:\\."
              + DOMAIN_COMPONENT
              + ")*+|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?(?:/"
              + PATH_COMPONENT
              + ")++(?::[\\w][\\w.-]{0,127})?"
              + "(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*+:[0-9a-fA-F]{32,})?");
  private static final Pattern IMAGE_ID = Pattern.compile("[a-f0-9]{64}");

  /**
   * Reads a name.
   *
   * @throws BaciException if the text is no name; says which part is wrong
   */
  public static ImageReference parse(String text) {
    Optional<String> problem = problem(text);
    if (problem.isPresent()) {
      throw wrong(text, problem.get());
    }
    String rest = withRegistry(text);
    Optional<Digest> digest = Optional.empty();
    int at = rest.indexOf('@');
    if (at >= 0) {
      digest = Optional.of(digest(text, rest.substring(at + 1)));
      rest = rest.substring(0, at);
    }
    Optional<String> tag = Optional.empty();
    int colon = rest.lastIndexOf(':');
    if (colon > rest.lastIndexOf('/')) {
      tag = Optional.of(rest.substring(colon + 1));
      rest = rest.substring(0, colon);
    } else if (digest.isEmpty()) {
      tag = Optional.of("latest");
    }
    int slash = rest.indexOf('/');
    return new ImageReference(rest.substring(0, slash), rest.substring(slash + 1), tag, digest);
  }

  /** Says in Docker's words why a text is no name; nothing if it is one. */
  public static Optional<String> problem(String text) {
    if (IMAGE_ID.matcher(text).matches()) {
      return Optional.of(
          "invalid repository name (%s), cannot specify 64-byte hexadecimal strings"
              .formatted(text));
    }
    String full = withRegistry(text);
    String rest = full.substring(full.indexOf('/') + 1);
    int end = rest.indexOf('@') < 0 ? rest.length() : rest.indexOf('@');
    int colon = rest.indexOf(':');
    String repository = rest.substring(0, colon < 0 ? end : Math.min(end, colon));
    if (!repository.equals(repository.toLowerCase(Locale.ROOT))) {
      return Optional.of(
          "invalid reference format: repository name (%s) must be lowercase".formatted(repository));
    }
    if (!REFERENCE.matcher(full).matches()) {
      return Optional.of("invalid reference format");
    }
    return repository.length() > LONGEST_NAME
        ? Optional.of("repository name must not be more than %d characters".formatted(LONGEST_NAME))
        : Optional.empty();
  }

  /** Writes out what Docker leaves out: its own registry, and the home of its official images. */
  private static String withRegistry(String text) {
    String registry = DOCKER_HUB;
    String rest = text;
    int slash = text.indexOf('/');
    if (slash >= 0 && isRegistry(text.substring(0, slash))) {
      registry = text.substring(0, slash);
      rest = text.substring(slash + 1);
    }
    if (registry.equals("index.docker.io") || registry.equals(DOCKER_HUB_HOST)) {
      registry = DOCKER_HUB;
    }
    return registry
        + "/"
        + (registry.equals(DOCKER_HUB) && rest.indexOf('/') < 0 ? "library/" : "")
        + rest;
  }

  private static Digest digest(String text, String digest) {
    try {
      return Digest.parse(digest);
    } catch (BaciException e) {
      throw wrong(text, e.getMessage());
    }
  }

  private static BaciException wrong(String text, String why) {
    return new BaciException(
        "'%s' is not an image name of the form [REGISTRY[:PORT]/]NAME[:TAG][@DIGEST]: %s"
            .formatted(text, why));
  }

  private static boolean isRegistry(String component) {
    return component.indexOf('.') >= 0
        || component.indexOf(':') >= 0
        || component.equals("localhost")
        || !component.equals(component.toLowerCase(Locale.ROOT));
  }

  /** Returns what is asked for in the repository: the digest, or else the tag. */
  public String qualifier() {
    return digest.map(Digest::toString).or(() -> tag).orElseThrow();
  }

  /** Returns the host and port to ask. */
  public String host() {
    return registry.equals(DOCKER_HUB) ? DOCKER_HUB_HOST : registry;
  }

  @Override
  public String toString() {
    return registry
        + "/"
        + repository
        + tag.map(t -> ":" + t).orElse("")
        + digest.map(d -> "@" + d).orElse("");
  }
}
