package io.github.baci.plan;

import io.github.baci.api.BaciException;
import io.github.baci.api.Platform;
import io.github.baci.dockerfile.Dockerfile;
import io.github.baci.dockerfile.Expansion;
import io.github.baci.dockerfile.ExpansionException;
import io.github.baci.dockerfile.Instruction;
import io.github.baci.dockerfile.Problem;
import io.github.baci.dockerfile.WordExpander;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments that FROM lines see, and that a stage sees once it declares them: predefined ones
 * and those of ARG before the first FROM.
 *
 * @param values the values, by name
 * @param declared the names of all of them, those included that have no value
 */
record GlobalScope(Map<String, String> values, Set<String> declared) {
  private static final String EPOCH = PlanOptions.EPOCH;

  GlobalScope {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    declared = Collections.unmodifiableSet(new LinkedHashSet<>(declared));
  }

  /** Evaluates the global arguments with the caller's values. */
  static GlobalScope of(Dockerfile dockerfile, PlanOptions options, Collection<Problem> problems) {
    return evaluate(dockerfile, options, options.buildArgs(), problems);
  }

  /** Evaluates the global arguments as if the caller had given none. */
  static GlobalScope ofDefaults(Dockerfile dockerfile, PlanOptions options) {
    return evaluate(dockerfile, options, Map.of(), new ArrayList<>());
  }

  private static GlobalScope evaluate(
      Dockerfile dockerfile,
      PlanOptions options,
      Map<String, String> buildArgs,
      Collection<Problem> problems) {
    Map<String, String> values = predefined(dockerfile, options);
    Set<String> declared = new LinkedHashSet<>();
    WordExpander expander = new WordExpander(dockerfile.directives().escape());
    for (Instruction.Arg arg : dockerfile.globalArgs()) {
      for (Instruction.Arg.Declaration declaration : arg.declarations()) {
        String name = declaration.name();
        declared.add(name);
        String given = buildArgs.get(name);
        if (given != null) {
          values.put(name, given);
        } else if (declaration.value().isPresent()) {
          String word = declaration.value().get();
          try {
            String text = expander.expand(word, values::get).text();
            values.put(name, name.equals(EPOCH) ? options.epoch(text) : text);
          } catch (ExpansionException e) {
            problems.add(arg.origin().problem(word, e.getMessage()));
          }
        }
      }
    }
    declared.addAll(values.keySet());
    return new GlobalScope(values, declared);
  }

  private static Map<String, String> predefined(Dockerfile dockerfile, PlanOptions options) {
    Map<String, String> values = new LinkedHashMap<>();
    platform(values, "BUILD", options.buildPlatform());
    platform(values, "TARGET", options.platform());
    values.put("TARGETSTAGE", targetStage(dockerfile, options));
    values.replaceAll((name, value) -> options.buildArgs().getOrDefault(name, value));
    options.timestamp().ifPresent(time -> values.put(EPOCH, Long.toString(time.getEpochSecond())));
    return values;
  }

  private static void platform(Map<String, String> values, String prefix, Platform platform) {
    values.put(prefix + "PLATFORM", platform.toString());
    values.put(prefix + "OS", platform.os());
    values.put(prefix + "OSVERSION", "");
    values.put(prefix + "ARCH", platform.architecture());
    values.put(prefix + "VARIANT", platform.variant().orElse(""));
  }

  private static String targetStage(Dockerfile dockerfile, PlanOptions options) {
    return options
        .target()
        .filter(target -> !target.isEmpty())
        .or(() -> dockerfile.stages().get(dockerfile.stages().size() - 1).from().name())
        .orElse("default");
  }

  /** Expands a word of FROM. */
  Expansion expand(WordExpander expander, String word) {
    return expander.expand(word, values::get);
  }

  /**
   * Returns the time of the build: the caller's {@code SOURCE_DATE_EPOCH}, a global ARG of that
   * name, or the given one.
   *
   * @throws BaciException if it is no number of seconds; it says which ARG gave it, if one did
   */
  Optional<Instant> timestamp(PlanOptions options, Dockerfile dockerfile) {
    String text = options.buildArgs().getOrDefault(EPOCH, values.getOrDefault(EPOCH, ""));
    if (text.isEmpty()) {
      return options.timestamp();
    }
    try {
      return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
    } catch (NumberFormatException e) {
      String message =
          "invalid SOURCE_DATE_EPOCH '%s': it must be a number of seconds since 1970-01-01"
              .formatted(text);
      if (!options.buildArgs().containsKey(EPOCH)) {
        for (Instruction.Arg arg : dockerfile.globalArgs()) {
          if (arg.declarations().stream().anyMatch(given -> given.name().equals(EPOCH))) {
            throw arg.origin().error(EPOCH, message);
          }
        }
      }
      throw new BaciException(message, e);
    }
  }

  /** Returns the names that a misspelt name is compared with. */
  List<String> names() {
    return List.copyOf(values.keySet());
  }
}
