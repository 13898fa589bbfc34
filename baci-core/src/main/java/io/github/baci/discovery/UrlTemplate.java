package io.github.baci.discovery;

import io.github.baci.api.AcIdentifier;
import io.github.baci.api.BaciException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL with variables in braces: {@code {name}}, {@code {version}}, {@code {os}}, {@code {arch}},
 * or any other label of an image, and {@code {ext}}, for which clients put {@code aci} to get the
 * image and {@code aci.asc} to get its signature.
 *
 * @param value the text, as in {@code https://example.com/{version}/app-{version}.{ext}}
 */
public record UrlTemplate(String value) {
  private static final String EXTENSION = "{ext}";
  private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]*)}");

  /**
   * Checks the form.
   *
   * @throws BaciException if it is no URL of HTTP, a variable cannot be a label, or {@code {ext}}
   *     is missing
   */
  public UrlTemplate {
    Matcher variables = VARIABLE.matcher(value);
    List<String> wrong = new ArrayList<>();
    String rest = variables.replaceAll(found -> replacement(found.group(1), wrong));
    if (!wrong.isEmpty()) {
      throw bad(value, "'%s' is not the name of a label".formatted(wrong.get(0)));
    }
    if (!value.contains(EXTENSION)) {
      throw bad(value, "{ext} is missing, and image and signature would have one place");
    }
    if (rest.contains("{") || rest.contains("}")) {
      throw bad(value, "a brace has no partner");
    }
    checkHttp(rest, value);
  }

  private static String replacement(String variable, List<String> wrong) {
    if (!AcIdentifier.isValid(variable)) {
      wrong.add(variable);
    }
    return "x";
  }

  /** Checks that a text is a URL that a page may name. */
  static void checkHttp(String url, String whole) {
    try {
      URI uri = new URI(url);
      boolean isHttp = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (!isHttp || uri.getHost() == null) {
        throw bad(whole, "it must begin with https:// or http:// and a host");
      }
    } catch (URISyntaxException e) {
      throw bad(whole, "it is no URL (" + e.getReason() + ")");
    }
  }

  private static BaciException bad(String url, String reason) {
    return new BaciException("'%s' cannot stand on a discovery page: %s".formatted(url, reason));
  }

  @Override
  public String toString() {
    return value;
  }
}
