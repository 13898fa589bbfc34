package io.github.baci.dockerfile;

import io.github.baci.api.BaciException;
import io.github.baci.api.Suggestion;
import io.github.baci.dockerfile.MountSpec.Sharing;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Reads the value of one {@code --mount}. */
final class MountParser {
  private static final List<String> KEYS =
      List.of(
          "type",
          "from",
          "source",
          "target",
          "readonly",
          "id",
          "sharing",
          "required",
          "size",
          "mode",
          "uid",
          "gid",
          "src",
          "dst",
          "destination",
          "ro",
          "rw",
          "readwrite",
          "env");

  private final UnaryOperator<String> expand;
  private MountSpec.Type type = MountSpec.Type.BIND;
  private String target = "";
  private String source = "";
  private String from = "";
  private String id = "";
  private Optional<Boolean> readOnly = Optional.empty();
  private Optional<Sharing> sharing = Optional.empty();
  private OptionalLong size = OptionalLong.empty();
  private OptionalInt mode = OptionalInt.empty();
  private OptionalLong uid = OptionalLong.empty();
  private OptionalLong gid = OptionalLong.empty();
  private boolean required;
  private Optional<String> env = Optional.empty();

  MountParser(UnaryOperator<String> expand) {
    this.expand = expand;
  }

  MountSpec parse(String text) {
    for (String field : CsvRecord.parse(text)) {
      int equals = field.indexOf('=');
      if (equals < 0) {
        readBare(field);
      } else {
        String key = field.substring(0, equals).toLowerCase(Locale.ROOT);
        read(key, expand.apply(field.substring(equals + 1)), field);
      }
    }
    checkCombination();
    boolean writable = type == MountSpec.Type.CACHE || type == MountSpec.Type.TMPFS;
    return new MountSpec(
        type,
        given(target),
        new MountSpec.Contents(given(source), given(from)),
        readOnly.orElse(!writable),
        new MountSpec.Named(given(id), sharing, required, env),
        size,
        new MountSpec.Access(mode, uid, gid));
  }

  /**
   * Reads the values that stand as they are, and checks the combination if that is all of them.
   * Returns the target, if it is one of them.
   */
  Optional<String> checkPlain(String text) {
    boolean complete = true;
    for (String field : CsvRecord.parse(text)) {
      int equals = field.indexOf('=');
      if (equals < 0) {
        readBare(field);
        continue;
      }
      String key = field.substring(0, equals).toLowerCase(Locale.ROOT);
      String value = field.substring(equals + 1);
      if (isPlain(value)) {
        read(key, value, field);
      } else if (key.equals("type")) {
        return Optional.empty(); // what else there may be depends on it
      } else {
        checkKey(key, field);
        complete = false;
      }
    }
    if (complete) {
      checkCombination();
    }
    if (target.startsWith("/") && Stream.of(target.split("/")).allMatch(MountParser::staysAbove)) {
      throw new BaciException("invalid mount target \"/\"");
    }
    return given(target);
  }

  private static boolean staysAbove(String part) {
    return part.isEmpty() || part.equals(".") || part.equals("..");
  }

  /** Returns whether a value has nothing that the expansion of words changes. */
  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      if ("$\\`\"'".indexOf(value.charAt(i)) >= 0) {
        return false;
      }
    }
    return true;
  }

  private static Optional<String> given(String value) {
    return Optional.of(value).filter(v -> !v.isEmpty());
  }

  private void readBare(String field) {
    String key = field.toLowerCase(Locale.ROOT);
    switch (key) {
      case "readonly", "ro" -> readOnly = Optional.of(true);
      case "readwrite", "rw" -> readOnly = Optional.of(false);
      case "required" -> {
        checkTypeFor(key, type == MountSpec.Type.SECRET || type == MountSpec.Type.SSH);
        required = true;
      }
      default -> throw new BaciException("invalid field '" + field + "' must be a key=value pair");
    }
  }

  private void read(String key, String value, String field) {
    switch (key) {
      case "type" -> type = choose("mount type", value, MountSpec.Type.values());
      case "from" -> from = value;
      case "source", "src" -> source = value;
      case "target", "dst", "destination" -> target = value;
      case "readonly", "ro" -> readOnly = Optional.of(bool(key, value));
      case "readwrite", "rw" -> readOnly = Optional.of(!bool(key, value));
      case "required" -> {
        checkTypeFor(key, type == MountSpec.Type.SECRET || type == MountSpec.Type.SSH);
        required = bool(key, value);
      }
      case "size" -> {
        checkTypeFor(key, type == MountSpec.Type.TMPFS);
        size = ByteSize.parse(value);
        if (size.isEmpty()) {
          throw new BaciException("invalid value for size: " + value);
        }
      }
      case "id" -> id = value;
      case "sharing" -> sharing = Optional.of(choose("sharing value", value, Sharing.values()));
      case "mode" -> mode = number(key, value, 8);
      case "uid" -> uid = id(key, value);
      case "gid" -> gid = id(key, value);
      case "env" -> env = Optional.of(value);
      default -> checkKey(key, field);
    }
  }

  private static void checkKey(String key, String field) {
    if (!KEYS.contains(key)) {
      throw new BaciException(
          Suggestion.append(
              "unexpected key '" + key + "' in '" + field + "'", Suggestion.of(key, KEYS)));
    }
  }

  private void checkTypeFor(String key, boolean fits) {
    if (!fits) {
      throw new BaciException("unexpected key '" + key + "' for mount type '" + type + "'");
    }
  }

  private static <E extends Enum<E>> E choose(String what, String value, E[] choices) {
    for (E choice : choices) {
      if (choice.name().equalsIgnoreCase(value)) {
        return choice;
      }
    }
    List<String> names =
        Stream.of(choices).map(choice -> choice.name().toLowerCase(Locale.ROOT)).toList();
    throw new BaciException(
        Suggestion.append(
            "unsupported " + what + " " + GoQuote.quote(value), Suggestion.of(value, names)));
  }

  private static boolean bool(String key, String value) {
    return GoBoolean.parse(value)
        .orElseThrow(() -> new BaciException("invalid value for " + key + ": " + value));
  }

  private static OptionalInt number(String key, String value, int radix) {
    try {
      if (value.startsWith("+") || value.startsWith("-")) {
        throw new NumberFormatException(value);
      }
      return OptionalInt.of(Integer.parseInt(value, radix));
    } catch (NumberFormatException e) {
      throw new BaciException("invalid value " + value + " for " + key, e);
    }
  }

  private static OptionalLong id(String key, String value) {
    try {
      if (value.startsWith("+")) {
        throw new NumberFormatException(value);
      }
      return OptionalLong.of(Integer.toUnsignedLong(Integer.parseUnsignedInt(value)));
    } catch (NumberFormatException e) {
      throw new BaciException("invalid value " + value + " for " + key, e);
    }
  }

  private void checkCombination() {
    if (type == MountSpec.Type.BIND || type == MountSpec.Type.TMPFS) {
      checkAbsent("mode", mode.isPresent());
      checkAbsent("uid", uid.isPresent());
      checkAbsent("gid", gid.isPresent());
    }
    if (type == MountSpec.Type.SECRET) {
      if (!from.isEmpty()) {
        throw new BaciException("secret mount should not have a from");
      }
      if (sharing.isPresent()) {
        throw new BaciException("secret mount should not define sharing");
      }
      if (source.isEmpty() && target.isEmpty() && id.isEmpty()) {
        throw new BaciException("invalid secret mount. one of source, target required");
      }
      if (!source.isEmpty() && !id.isEmpty()) {
        throw new BaciException("both source and id can't be set");
      }
    }
    if (type == MountSpec.Type.SSH && !source.isEmpty()) {
      throw new BaciException("ssh does not support source");
    }
    if (sharing.isPresent() && type != MountSpec.Type.CACHE) {
      throw new BaciException("invalid cache sharing set for " + type + " mount");
    }
  }

  private void checkAbsent(String key, boolean isPresent) {
    if (isPresent) {
      throw new BaciException(key + " not allowed for \"" + type + "\" type mounts");
    }
  }
}
