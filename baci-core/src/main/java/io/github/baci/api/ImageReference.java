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
  private static final Pattern HOST =
      Pattern.compile(
          "(\\[[0-9a-fA-F:]+\\]|[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*)(:[0-9]{1,5})?");
  private static final Pattern REPOSITORY =
      Pattern.compile("[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern IMAGE_ID = Pattern.compile("[a-f0-9]{64}");

  /**
   * Reads a name.
   *
   * @throws BaciException if the text is no name; says which part is wrong
   */
  public static ImageReference parse(String text) {
    String rest = text;
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
    if (IMAGE_ID.matcher(rest).matches()) {
      throw wrong(text, "64 hexadecimal digits are no name, but what Docker calls an image ID");
    }
    String registry = DOCKER_HUB;
    int slash = rest.indexOf('/');
    if (slash >= 0 && isRegistry(rest.substring(0, slash))) {
      registry = rest.substring(0, slash);
      rest = rest.substring(slash + 1);
    }
    if (registry.equals("index.docker.io") || registry.equals(DOCKER_HUB_HOST)) {
      registry = DOCKER_HUB;
    }
    if (registry.equals(DOCKER_HUB) && !rest.isEmpty() && rest.indexOf('/') < 0) {
      rest = "library/" + rest;
    }
    return checked(text, new ImageReference(registry, rest, tag, digest));
  }

  private static ImageReference checked(String text, ImageReference name) {
    if (!HOST.matcher(name.registry).matches()) {
      throw wrong(text, "'" + name.registry + "' is no registry host");
    }
    if (!REPOSITORY.matcher(name.repository).matches()) {
      throw wrong(
          text,
          name.repository.equals(name.repository.toLowerCase(Locale.ROOT))
              ? "'" + name.repository + "' is no repository"
              : "a repository is written in lower case");
    }
    if (name.repository.length() > LONGEST_NAME) {
      throw wrong(text, "a repository has no more than %d characters".formatted(LONGEST_NAME));
    }
    if (name.tag.filter(tag -> !TAG.matcher(tag).matches()).isPresent()) {
      throw wrong(text, "'" + name.tag.get() + "' is no tag");
    }
    return name;
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
