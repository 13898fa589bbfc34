package io.github.baci.source.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a registry asks for in {@code WWW-Authenticate} (RFC 9110, section 11.6.1).
 *
 * @param scheme the scheme in lower case, {@code bearer} or {@code basic}
 * @param parameters the parameters by name in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
  private static final Pattern PART =
      Pattern.compile(
          "\\s*,?\\s*(?:(?<name>[^\\s=,\"]+)\\s*=\\s*(?:\"(?<quoted>(?:[^\"\\\\]|\\\\.)*)\"|(?<plain>[^\\s,\"]*))"
              + "|(?<scheme>[^\\s=,\"]+))");

  /** Chooses a challenge that can be answered: a bearer token first, then a password. */
  static Optional<Challenge> choose(List<String> headers) {
    List<Challenge> all = new ArrayList<>();
    headers.forEach(header -> all.addAll(parse(header)));
    return all.stream()
        .filter(challenge -> challenge.scheme.equals("bearer"))
        .filter(challenge -> challenge.parameters.containsKey("realm"))
        .findFirst()
        .or(() -> all.stream().filter(found -> found.scheme.equals("basic")).findFirst());
  }

  private static List<Challenge> parse(String header) {
    List<Challenge> result = new ArrayList<>();
    Matcher matcher = PART.matcher(header);
    int position = 0;
    while (position < header.length() && matcher.find(position) && matcher.start() == position) {
      if (matcher.group("scheme") != null) {
        result.add(
            new Challenge(matcher.group("scheme").toLowerCase(Locale.ROOT), new LinkedHashMap<>()));
      } else if (!result.isEmpty()) {
        String quoted = matcher.group("quoted");
        result
            .get(result.size() - 1)
            .parameters
            .put(
                matcher.group("name").toLowerCase(Locale.ROOT),
                quoted == null ? matcher.group("plain") : quoted.replaceAll("\\\\(.)", "$1"));
      }
      position = matcher.end();
    }
    return result;
  }
}
