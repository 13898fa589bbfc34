package io.github.baci.dockerfile;

import io.github.baci.api.Suggestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The options that an instruction knows. */
final class FlagSet {
  static final FlagSet NONE = new FlagSet(Map.of());

  private enum Kind {
    BOOLEAN,
    STRING,
    LIST
  }

  private final Map<String, Kind> kinds;

  private FlagSet(Map<String, Kind> kinds) {
    this.kinds = kinds;
  }

  /** Returns a set with options more that take a value. */
  FlagSet strings(String... names) {
    return with(Kind.STRING, names);
  }

  /** Returns a set with options more that are on or off. */
  FlagSet booleans(String... names) {
    return with(Kind.BOOLEAN, names);
  }

  /** Returns a set with options more that take a value and may be repeated. */
  FlagSet lists(String... names) {
    return with(Kind.LIST, names);
  }

  private FlagSet with(Kind kind, String... names) {
    Map<String, Kind> more = new LinkedHashMap<>(kinds);
    for (String name : names) {
      more.put(name, kind);
    }
    return new FlagSet(more);
  }

  /** Reads options; takes down those that are unknown, repeated, or have a wrong value. */
  FlagValues read(List<BuildFlag> flags, ProblemCollector faults) {
    FlagValues values = new FlagValues();
    for (BuildFlag flag : flags) {
      int equals = flag.text().indexOf('=');
      String written = equals < 0 ? flag.text() : flag.text().substring(0, equals);
      String name = written.substring(2);
      Kind kind = kinds.get(name);
      if (kind == null) {
        String message = "unknown flag: " + written;
        faults.add(flag, Suggestion.append(message, Suggestion.of(name, kinds.keySet())));
      } else if (kind != Kind.LIST && values.has(name)) {
        faults.add(flag, "duplicate flag specified: " + written);
      } else if (kind == Kind.BOOLEAN) {
        readBoolean(flag, written, equals, values, faults);
      } else if (equals < 0) {
        faults.add(flag, "missing a value on flag: " + written);
      } else {
        values.put(name, flag, flag.text().substring(equals + 1));
      }
    }
    return values;
  }

  private static void readBoolean(
      BuildFlag flag, String written, int equals, FlagValues values, ProblemCollector faults) {
    String value = equals < 0 ? "true" : flag.text().substring(equals + 1);
    switch (value.toLowerCase(Locale.ROOT)) {
      case "true" -> values.put(written.substring(2), flag, "true");
      case "false" -> values.put(written.substring(2), flag, "false");
      case "" -> faults.add(flag, "missing a value on flag: " + written);
      default ->
          faults.add(
              flag, "expecting boolean value for flag %s, not: %s".formatted(written, value));
    }
  }
}
