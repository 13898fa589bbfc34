package io.github.baci.plan.check;

import io.github.baci.api.BaciException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which build checks are made, as {@code check=} says it.
 *
 * @param skip rules that are not checked
 * @param skipAll whether no rule is checked, apart from experimental ones that are asked for
 * @param experimental experimental rules that are checked
 * @param experimentalAll whether all experimental rules are checked
 * @param error whether a warning fails the build
 */
public record CheckOptions(
    Set<String> skip,
    boolean skipAll,
    Set<String> experimental,
    boolean experimentalAll,
    boolean error) {

  /** All rules but the experimental ones, as warnings. */
  public static final CheckOptions DEFAULT =
      new CheckOptions(Set.of(), false, Set.of(), false, false);

  private static final int MAX_PARTS = 3;

  /** Copies the sets; they keep their order. */
  public CheckOptions {
    skip = Collections.unmodifiableSet(new LinkedHashSet<>(skip));
    experimental = Collections.unmodifiableSet(new LinkedHashSet<>(experimental));
  }

  /**
   * Reads {@code skip=A,B;experimental=C;error=true}, in any order; {@code all} stands for all
   * rules. There are at most three parts; what follows the second semicolon is the third.
   *
   * @throws BaciException if a part has another form
   */
  public static CheckOptions parse(String text) {
    if (text.isBlank()) {
      return DEFAULT;
    }
    CheckOptions options = DEFAULT;
    for (String part : text.strip().split(";", MAX_PARTS)) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        throw new BaciException("invalid check option \"%s\"".formatted(part));
      }
      String key = part.substring(0, equals).strip();
      options = options.with(key, part.substring(equals + 1).strip(), part);
    }
    return options;
  }

  private CheckOptions with(String key, String value, String part) {
    boolean all = value.equals("all");
    return switch (key) {
      case "skip" ->
          new CheckOptions(
              all ? skip : rules(value), all || skipAll, experimental, experimentalAll, error);
      case "experimental" ->
          new CheckOptions(
              skip, skipAll, all ? experimental : rules(value), all || experimentalAll, error);
      case "error" ->
          new CheckOptions(skip, skipAll, experimental, experimentalAll, bool(value, part));
      default -> throw new BaciException("invalid check option \"%s\"".formatted(key));
    };
  }

  private static Set<String> rules(String value) {
    Set<String> rules = new LinkedHashSet<>();
    for (String rule : value.split(",", -1)) {
      rules.add(rule.strip());
    }
    return rules;
  }

  private static boolean bool(String value, String part) {
    return switch (value) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default ->
          throw new BaciException(
              "failed to parse check option \"%s\": strconv.ParseBool: parsing \"%s\": invalid syntax"
                  .formatted(part, value));
    };
  }

  /**
   * Returns these options and those of comments above an instruction: each comment {@code
   * check=skip=…} skips more, {@code check=experimental=…} checks more. Other comments, and those
   * with options that do not exist, change nothing.
   *
   * @param comments the comments, without {@code #}
   */
  public CheckOptions and(List<String> comments) {
    CheckOptions merged = this;
    for (String comment : comments) {
      String text = comment.strip();
      if (text.startsWith("check=")) {
        merged = merged.and(text.substring("check=".length()).split("\\s", 2)[0]);
      }
    }
    return merged;
  }

  private CheckOptions and(String text) {
    CheckOptions more;
    try {
      more = parse(text);
    } catch (BaciException e) {
      return this;
    }
    return new CheckOptions(
        union(skip, more.skip),
        skipAll || more.skipAll,
        union(experimental, more.experimental),
        experimentalAll || more.experimentalAll,
        error);
  }

  private static Set<String> union(Set<String> a, Set<String> b) {
    Set<String> all = new LinkedHashSet<>(a);
    all.addAll(b);
    return all;
  }

  /** Returns whether a rule is checked. */
  public boolean checks(CheckRule rule) {
    if (rule.experimental()) {
      return experimentalAll || experimental.contains(rule.id());
    }
    return !skipAll && !skip.contains(rule.id());
  }
}
