package io.github.baci.plan;

import io.github.baci.api.Suggestion;
import io.github.baci.dockerfile.Dockerfile;
import io.github.baci.dockerfile.Instruction;
import io.github.baci.dockerfile.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Build arguments that the caller gives and no ARG takes. BuildKit passes them over without a word;
 * mostly the name is misspelt.
 */
public final class UnusedBuildArgs {
  private static final Pattern TRIGGER = Pattern.compile("(?is)\\s*ARG\\s+(.*)");
  private static final Pattern PREDEFINED =
      Pattern.compile(
          "(?i:(HTTPS?|FTP|NO|ALL)_PROXY)|BUILDKIT_.*|SOURCE_DATE_EPOCH"
              + "|(TARGET|BUILD)(PLATFORM|OS|ARCH|VARIANT|STAGE)");

  private UnusedBuildArgs() {}

  /**
   * Returns a warning that names the arguments, if there are any.
   *
   * @param given the names of the arguments that the caller gives
   * @param triggers the ONBUILD instructions of the base images, which may have ARGs of their own
   */
  public static Optional<String> warning(
      Dockerfile dockerfile, Collection<String> given, Collection<String> triggers) {
    Set<String> declared = declared(dockerfile, triggers);
    List<String> unused = new ArrayList<>();
    for (String name : given) {
      if (!declared.contains(name) && !PREDEFINED.matcher(name).matches()) {
        // Any name of two letters is near one of a single letter, and none of them is meant.
        unused.add(
            name.length() == 1 ? name : Suggestion.append(name, Suggestion.of(name, declared)));
      }
    }
    return unused.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "build arguments were not used: %s; no ARG of %s takes them"
                .formatted(String.join(", ", unused), dockerfile.file()));
  }

  private static Set<String> declared(Dockerfile dockerfile, Collection<String> triggers) {
    Set<String> names = new TreeSet<>();
    dockerfile.globalArgs().forEach(arg -> add(arg, names));
    for (Stage stage : dockerfile.stages()) {
      for (Instruction instruction : stage.instructions()) {
        if (instruction instanceof Instruction.Arg arg) {
          add(arg, names);
        } else if (instruction instanceof Instruction.OnBuild trigger) {
          add(trigger.trigger(), names);
        }
      }
    }
    triggers.forEach(trigger -> add(trigger, names));
    return names;
  }

  private static void add(Instruction.Arg arg, Set<String> names) {
    arg.declarations().forEach(declaration -> names.add(declaration.name()));
  }

  private static void add(String trigger, Set<String> names) {
    Matcher arg = TRIGGER.matcher(trigger);
    if (arg.matches()) {
      for (String word : arg.group(1).split("\\s+")) {
        names.add(word.split("=", 2)[0]);
      }
    }
  }
}
