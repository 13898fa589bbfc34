package io.github.baci.dockerfile;

import io.github.baci.api.BaciException;
import io.github.baci.image.HealthCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Understands HEALTHCHECK. */
final class HealthCheckParser {
  private static final FlagSet FLAGS =
      FlagSet.NONE.strings("interval", "timeout", "start-period", "start-interval", "retries");
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final RawInstruction raw;
  private final ProblemCollector faults;

  HealthCheckParser(RawInstruction raw, ProblemCollector faults) {
    this.raw = raw;
    this.faults = faults;
  }

  HealthCheck parse() {
    List<String> words = raw.arguments().words();
    if (words.isEmpty()) {
      faults.add("HEALTHCHECK requires at least one argument");
      return check(List.of(), new FlagValues());
    }
    String type = words.get(0).toUpperCase(Locale.ROOT);
    List<String> command = words.subList(1, words.size());
    if (type.equals("NONE")) {
      if (!command.isEmpty()) {
        faults.add("HEALTHCHECK NONE takes no arguments");
      }
      return check(List.of("NONE"), new FlagValues());
    }
    if (!type.equals("CMD")) {
      faults.add(words.get(0), "Unknown type " + GoQuote.quote(type) + " in HEALTHCHECK (try CMD)");
    } else if (command.isEmpty()) {
      faults.add("Missing command after HEALTHCHECK CMD");
    }
    List<String> test = new ArrayList<>();
    test.add(raw.arguments().json() ? "CMD" : "CMD-SHELL");
    test.addAll(command);
    return check(test, FLAGS.read(raw.flags(), faults));
  }

  private HealthCheck check(List<String> test, FlagValues flags) {
    return new HealthCheck(
        test,
        duration("interval", flags),
        duration("timeout", flags),
        duration("start-period", flags),
        duration("start-interval", flags),
        retries(flags));
  }

  private Optional<Duration> duration(String name, FlagValues flags) {
    Optional<String> value = flags.string(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      Duration duration = GoDuration.parse(value.get());
      if (duration.isZero()) {
        return Optional.empty();
      }
      if (duration.compareTo(SHORTEST) >= 0) {
        return Optional.of(duration);
      }
      faults.add(flags.position(name), "Interval \"" + name + "\" cannot be less than 1ms");
    } catch (BaciException e) {
      faults.add(flags.position(name), e.getMessage());
    }
    return Optional.empty();
  }

  private Optional<Integer> retries(FlagValues flags) {
    Optional<String> value = flags.string("retries");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      int retries = GoInteger.parse("ParseInt", value.get(), 32);
      if (retries >= 0) {
        return Optional.of(retries).filter(count -> count > 0);
      }
      faults.add(flags.position("retries"), "--retries cannot be negative (%d)".formatted(retries));
    } catch (BaciException e) {
      faults.add(flags.position("retries"), e.getMessage());
    }
    return Optional.empty();
  }
}
