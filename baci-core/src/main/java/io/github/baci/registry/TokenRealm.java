package io.github.baci.registry;

import io.github.baci.http.HttpFailure;
import java.net.URI;

/**
 * Where a registry sends its clients for tokens.
 *
 * <p>A realm is a text that whoever answers in the registry's place can write, so that it decides
 * who gets the user's password. A login goes to it only
 *
 * <ul>
 *   <li>over HTTPS, where the registry was asked over HTTPS too: then it is the registry that names
 *       the place, and it could have asked for the password itself; or
 *   <li>on the very host that the registry is on, where that is asked over plain HTTP already, as
 *       on this machine.
 * </ul>
 *
 * Elsewhere a token is asked for in nobody's name.
 *
 * @param url the realm
 * @param registry the URL that was answered with the challenge
 */
record TokenRealm(URI url, URI registry) {
  /**
   * Reads a realm.
   *
   * @throws HttpFailure if there is none
   */
  static TokenRealm of(URI registry, Challenge challenge) throws HttpFailure {
    String text = challenge.parameter("realm").orElse("");
    try {
      URI realm = URI.create(text);
      if (realm.getHost() != null && realm.getScheme().matches("(?i)https?")) {
        return new TokenRealm(realm, registry);
      }
    } catch (IllegalArgumentException e) {
      throw none(registry, text);
    }
    throw none(registry, text);
  }

  private static HttpFailure none(URI registry, String text) {
    return new HttpFailure(
        HttpFailure.Kind.OTHER,
        "%s sends for a token to '%s', which is no URL".formatted(registry, Json.shown(text)));
  }

  /** Returns whether the user's login for the registry may be sent there. */
  boolean mayHaveLogin() {
    boolean secure = "https".equalsIgnoreCase(url.getScheme());
    return "https".equalsIgnoreCase(registry.getScheme())
        ? secure
        : url.getHost().equalsIgnoreCase(registry.getHost());
  }

  /** Returns whether it is on a host that shares no more than a top-level domain's owner. */
  boolean isFarAway() {
    return !site(url.getHost()).equals(site(registry.getHost()));
  }

  /** Returns the last two labels of a name: near enough to decide what is worth a warning. */
  private static String site(String host) {
    String name = host.toLowerCase(java.util.Locale.ROOT);
    int last = name.lastIndexOf('.');
    int before = name.lastIndexOf('.', last - 1);
    return name.substring(before + 1);
  }
}
