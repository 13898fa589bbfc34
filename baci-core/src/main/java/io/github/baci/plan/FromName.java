package io.github.baci.plan;

import io.github.baci.api.BaciException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Checks names of images as they stand in FROM. What is checked is the grammar of Docker's
 * references; names with a scheme ({@code oci-archive://…}) are left to the source of that scheme.
 */
final class FromName {
  private static final String DOMAIN_COMPONENT =
      "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
  private static final String PATH_COMPONENT = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?:"
              + DOMAIN_COMPONENT
              + "(?:\\."
              + DOMAIN_COMPONENT
              + ")*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?(?:/"
              + PATH_COMPONENT
              + ")+(?::[\\w][\\w.-]{0,127})?"
              + "(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?");
  private static final Pattern IMAGE_ID = Pattern.compile("[a-f0-9]{64}");
  private static final int MAX_NAME = 255;

  private FromName() {}

  /**
   * Checks a name.
   *
   * @throws BaciException if it is neither a reference nor has a scheme; the message does not say
   *     where it stands
   */
  static void check(String name) {
    if (name.contains("://")) {
      return;
    }
    String failure = failure(name);
    if (failure != null) {
      throw new BaciException("failed to parse stage name \"%s\": %s".formatted(name, failure));
    }
  }

  /** Returns whether a name could be loaded. */
  static boolean isValid(String name) {
    return name.contains("://") || failure(name) == null;
  }

  private static String failure(String name) {
    if (IMAGE_ID.matcher(name).matches()) {
      return "invalid repository name (%s), cannot specify 64-byte hexadecimal strings"
          .formatted(name);
    }
    String domain = "docker.io";
    String rest = name;
    int slash = name.indexOf('/');
    if (slash >= 0 && isDomain(name.substring(0, slash))) {
      domain = name.substring(0, slash);
      rest = name.substring(slash + 1);
    }
    if (domain.equals("index.docker.io")) {
      domain = "docker.io";
    }
    if (domain.equals("docker.io") && rest.indexOf('/') < 0) {
      rest = "library/" + rest;
    }
    int end = rest.indexOf('@') < 0 ? rest.length() : rest.indexOf('@');
    int colon = rest.indexOf(':');
    String remote = rest.substring(0, colon < 0 ? end : Math.min(end, colon));
    if (!remote.equals(remote.toLowerCase(Locale.ROOT))) {
      return "invalid reference format: repository name (%s) must be lowercase".formatted(remote);
    }
    if (!REFERENCE.matcher(domain + "/" + rest).matches()) {
      return "invalid reference format";
    }
    return remote.length() > MAX_NAME
        ? "repository name must not be more than %d characters".formatted(MAX_NAME)
        : null;
  }

  private static boolean isDomain(String text) {
    return text.indexOf('.') >= 0
        || text.indexOf(':') >= 0
        || text.equals("localhost")
        || !text.equals(text.toLowerCase(Locale.ROOT));
  }
}
