package io.github.baci.testing.rkt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The command line, taken apart by rkt's rules: some options are for all commands and may stand
 * anywhere; those of an app must follow its image; what follows {@code --} is the app's.
 */
final class StandInArguments {
  private static final Set<String> GLOBAL =
      Set.of("dir", "insecure-options", "local-config", "system-config", "user-config");
  private static final Set<String> SWITCHES =
      Set.of(
          "debug",
          "force",
          "full",
          "inherit-env",
          "interactive",
          "mds-register",
          "net",
          "no-legend",
          "no-overlay",
          "no-store",
          "private-users",
          "store-only",
          "trust-keys-from-https");
  private static final Map<String, Set<String>> OPTIONS =
      Map.of(
          "cat-manifest", Set.of(),
          "fetch", Set.of("full", "no-store", "store-only", "pull-policy", "signature"),
          "image", Set.of(),
          "list", Set.of("full", "no-legend"),
          "rm", Set.of("uuid-file"),
          "run",
              Set.of(
                  "dns",
                  "hostname",
                  "inherit-env",
                  "interactive",
                  "mount",
                  "net",
                  "no-overlay",
                  "port",
                  "set-env",
                  "stage1-hash",
                  "stage1-path",
                  "uuid-file-save",
                  "volume"),
          "status", Set.of(),
          "stop", Set.of("force", "uuid-file"),
          "version", Set.of());
  private static final Set<String> OF_AN_APP =
      Set.of(
          "caps-retain",
          "environment",
          "exec",
          "group",
          "mount",
          "name",
          "readonly-rootfs",
          "seccomp",
          "supplementary-gids",
          "user",
          "working-dir");

  private final String command;
  private final Map<String, List<String>> options = new HashMap<>();
  private final List<String> words = new ArrayList<>();
  private final List<String> appArguments = new ArrayList<>();

  private StandInArguments(String command) {
    this.command = command;
  }

  static StandInArguments parse(List<String> arguments) throws StandInRefusal {
    String command = command(arguments);
    if (!OPTIONS.containsKey(command)) {
      throw new StandInRefusal("Error: unknown command \"%s\" for \"rkt\"".formatted(command));
    }
    StandInArguments parsed = new StandInArguments(command);
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (word.equals("--")) {
        parsed.appArguments.addAll(arguments.subList(i + 1, arguments.size()));
        break;
      } else if (word.startsWith("--")) {
        String name = word.substring(2).replaceFirst("=.*", "");
        parsed.check(name, word);
        String value = word.contains("=") ? word.replaceFirst("^[^=]*=", "") : "true";
        if (!word.contains("=") && !SWITCHES.contains(name)) {
          if (i + 1 == arguments.size()) {
            throw new StandInRefusal("Error: flag needs an argument: " + word);
          }
          value = arguments.get(++i);
        }
        parsed.options.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
      } else {
        parsed.words.add(word);
      }
    }
    parsed.words.remove(0);
    return parsed;
  }

  private static String command(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (!word.startsWith("--")) {
        return word;
      }
      if (!word.contains("=") && !SWITCHES.contains(word.substring(2))) {
        i++;
      }
    }
    return "help";
  }

  private void check(String name, String word) throws StandInRefusal {
    boolean isGlobal = GLOBAL.contains(name) || name.equals("debug") || name.startsWith("trust-");
    if (isGlobal || (OPTIONS.get(command).contains(name) && !words.isEmpty())) {
      return;
    }
    boolean isOfAnApp = command.equals("run") && OF_AN_APP.contains(name);
    if (!isOfAnApp) {
      throw new StandInRefusal("Error: unknown flag: --" + name);
    }
    boolean hasImage = words.size() > 1;
    if (!hasImage) {
      throw new StandInRefusal(
          "Error: invalid argument for %s: --%s must follow an image".formatted(word, name));
    }
  }

  String command() {
    return command;
  }

  List<String> words() {
    return words;
  }

  List<String> appArguments() {
    return appArguments;
  }

  List<String> all(String option) {
    return options.getOrDefault(option, List.of());
  }

  String option(String name, String byDefault) {
    List<String> values = all(name);
    return values.isEmpty() ? byDefault : values.get(values.size() - 1);
  }

  boolean isSet(String name) {
    return option(name, "false").equals("true");
  }

  /** Returns whether a check is switched off. */
  boolean isInsecure(String what) {
    return all("insecure-options").stream()
        .flatMap(value -> List.of(value.split(",")).stream())
        .anyMatch(value -> value.equals(what) || value.equals("all"));
  }
}
