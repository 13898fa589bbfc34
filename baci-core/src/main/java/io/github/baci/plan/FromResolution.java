package io.github.baci.plan;

import static io.github.baci.plan.check.CheckRule.FROM_PLATFORM_FLAG_CONST_DISALLOWED;
import static io.github.baci.plan.check.CheckRule.INVALID_DEFAULT_ARG_IN_FROM;
import static io.github.baci.plan.check.CheckRule.REDUNDANT_TARGET_PLATFORM;
import static io.github.baci.plan.check.CheckRule.UNDEFINED_ARG_IN_FROM;

import io.github.baci.api.BaciException;
import io.github.baci.api.Platform;
import io.github.baci.api.Suggestion;
import io.github.baci.dockerfile.Expansion;
import io.github.baci.dockerfile.ExpansionException;
import io.github.baci.dockerfile.Instruction.From;
import io.github.baci.dockerfile.WordExpander;
import io.github.baci.plan.check.CheckLog;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Expands a FROM with the global arguments, and checks it. */
final class FromResolution {
  private static final String COMPONENT = "^[A-Za-z0-9_.-]+$";

  private final GlobalScope global;
  private final WordExpander expander;
  private final CheckLog log;

  FromResolution(GlobalScope global, WordExpander expander, CheckLog log) {
    this.global = global;
    this.expander = expander;
    this.log = log;
  }

  /**
   * Expands the name of the image.
   *
   * @throws BaciException if it cannot be expanded, or to nothing
   */
  String image(From from) {
    Expansion expansion = global.expand(expander, from.image());
    reportUndeclared(from, expansion);
    if (expansion.text().isEmpty()) {
      throw from.origin()
          .error(
              from.image(),
              "base name (%s) should not be blank: give its ARG a default before the first FROM, or pass a build argument"
                  .formatted(from.image()));
    }
    return expansion.text();
  }

  /**
   * Says with a fault of the image's name which ARGs made nothing of a part of it, as in {@code
   * app:${TAG}}: the name alone, {@code app:}, does not tell where it comes from.
   *
   * @param message what is wrong with the name
   */
  String explained(From from, String message) {
    Expansion expansion = global.expand(expander, from.image());
    Set<String> empty = new LinkedHashSet<>(expansion.unmatched());
    for (String name : expansion.matched()) {
      if (global.values().getOrDefault(name, "").isEmpty()) {
        empty.add(name);
      }
    }
    return empty.isEmpty()
        ? message
        : "%s: %s in %s; give it a default before the first FROM, or pass a build argument"
            .formatted(message, nothing(empty), from.image());
  }

  private static String nothing(Collection<String> names) {
    return names.size() == 1
        ? "ARG " + names.iterator().next() + " is empty"
        : "ARGs " + String.join(", ", names) + " are empty";
  }

  /**
   * Expands the platform, if there is one.
   *
   * @throws BaciException if it cannot be expanded, or to no platform
   */
  Optional<Platform> platform(From from) {
    if (from.platform().isEmpty() || from.platform().get().isEmpty()) {
      return Optional.empty();
    }
    String word = from.platform().get();
    Expansion expansion;
    try {
      expansion = global.expand(expander, word);
    } catch (ExpansionException e) {
      throw from.origin()
          .error(word, "failed to process arguments for platform: " + e.getMessage());
    }
    reportUndeclared(from, expansion);
    checkPlatform(from, word, expansion);
    String text = expansion.text();
    if (text.isEmpty()) {
      throw from.origin()
          .error(word, suggest("empty platform value from expression " + word, expansion));
    }
    for (String part : text.split("/", -1)) {
      if (!part.matches(COMPONENT)) {
        String message =
            "failed to parse platform %s: \"%s\" is an invalid component of \"%s\": platform specifier component must match \"%s\": invalid argument"
                .formatted(word, part, text, COMPONENT);
        throw from.origin().error(word, suggest(message, expansion));
      }
    }
    try {
      return Optional.of(Platform.parse(text));
    } catch (BaciException e) {
      throw from.origin()
          .error(word, "failed to parse platform %s: %s".formatted(word, e.getMessage()));
    }
  }

  /** Warns if the name of the image is no name when the caller gives no arguments. */
  static void checkDefault(From from, GlobalScope defaults, WordExpander expander, CheckLog log) {
    String word = from.image();
    String image;
    try {
      image = defaults.expand(expander, word).text();
    } catch (ExpansionException e) {
      return;
    }
    if (!FromName.isValid(image)) {
      log.add(
          INVALID_DEFAULT_ARG_IN_FROM,
          from.origin(),
          word,
          "Default value for ARG %s results in empty or invalid base image name".formatted(word));
    }
  }

  private void checkPlatform(From from, String word, Expansion expansion) {
    if (expansion.matched().contains("TARGETPLATFORM")
        && expansion.matched().size() == 1
        && expansion.text().equals(global.values().get("TARGETPLATFORM"))) {
      log.add(
          REDUNDANT_TARGET_PLATFORM,
          from.origin(),
          word,
          "Setting platform to predefined %s in FROM is redundant as this is the default behavior"
              .formatted(word));
    }
    if (expansion.matched().isEmpty() && expansion.unmatched().isEmpty()) {
      checkConstant(from, expansion.text());
    }
  }

  private void checkConstant(From from, String text) {
    Platform platform;
    try {
      platform = Platform.parse(text);
    } catch (BaciException e) {
      return;
    }
    String name = from.name().orElse("");
    if (!name.contains(platform.os()) && !name.contains(platform.architecture())) {
      log.add(
          FROM_PLATFORM_FLAG_CONST_DISALLOWED,
          from.origin(),
          text,
          "FROM --platform flag should not use constant value \"%s\"".formatted(text));
    }
  }

  private void reportUndeclared(From from, Expansion expansion) {
    for (String name : expansion.unmatched()) {
      if (!global.declared().contains(name)) {
        log.add(
            UNDEFINED_ARG_IN_FROM,
            from.origin(),
            Suggestion.append(
                "FROM argument '%s' is not declared".formatted(name),
                Suggestion.of(name, global.declared())));
      }
    }
  }

  private String suggest(String message, Expansion expansion) {
    return Suggestion.append(message, suggestion(expansion.unmatched()));
  }

  private Optional<String> suggestion(Collection<String> names) {
    return names.stream().flatMap(name -> Suggestion.of(name, global.names()).stream()).findFirst();
  }
}
