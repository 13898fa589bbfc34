package io.github.baci.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a registry wants a login by: a challenge of {@code WWW-Authenticate} (RFC 9110, 11.6.1).
 *
 * @param scheme the scheme in lower case, as in {@code bearer}
 * @param parameters the parameters by their names in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
  /** Tokens of a token server. */
  static final String BEARER = "bearer";

  /** Name and password. */
  static final String BASIC = "basic";

  /** Copies the map. */
  Challenge {
    parameters = Map.copyOf(parameters);
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
  }

  /** Chooses a challenge that can be answered: a token first, then a password. */
  static Optional<Challenge> choose(List<String> headers) {
    List<Challenge> all = new ArrayList<>();
    headers.forEach(header -> new Scanner(header).readAll(all));
    return all.stream()
        .filter(each -> each.scheme.equals(BEARER))
        .findFirst()
        .or(() -> all.stream().filter(each -> each.scheme.equals(BASIC)).findFirst());
  }

  /** Reads the challenges of one header, which may hold several, separated by commas. */
  private static final class Scanner {
    private final String text;
    private int at;

    Scanner(String text) {
      this.text = text;
    }

    void readAll(List<Challenge> all) {
      skip();
      String word = token();
      while (!word.isEmpty()) {
        Map<String, String> parameters = new LinkedHashMap<>();
        String next = parameters(parameters);
        all.add(new Challenge(word.toLowerCase(Locale.ROOT), parameters));
        word = next;
      }
    }

    /** Reads parameters; returns the scheme of the next challenge, or an empty text. */
    private String parameters(Map<String, String> parameters) {
      while (true) {
        skip();
        int start = at;
        String name = token();
        if (name.isEmpty()) {
          return "";
        }
        blanks();
        if (at >= text.length() || text.charAt(at) != '=') {
          return name;
        }
        at++;
        blanks();
        boolean quoted = at < text.length() && text.charAt(at) == '"';
        String value = quoted ? quoted() : token();
        if (!quoted && value.isEmpty() && start == at) {
          return "";
        }
        parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
      }
    }

    private void blanks() {
      while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
        at++;
      }
    }

    private void skip() {
      while (at < text.length() && " \t,".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }

    private String token() {
      int start = at;
      while (at < text.length() && " \t,=\"".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(start, at);
    }

    private String quoted() {
      StringBuilder value = new StringBuilder();
      for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        value.append(text.charAt(at));
      }
      at++;
      at = Math.min(at, text.length());
      return value.toString();
    }
  }
}
