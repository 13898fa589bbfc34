package io.github.baci.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes arguments of commands in shell form. */
final class ShellForm {
  private static final List<String> UNIX = List.of("/bin/sh", "-c");
  private static final List<String> WINDOWS = List.of("cmd", "/S", "/C");

  private ShellForm() {}

  /** Returns the SHELL in force, or the platform's, followed by the command as one argument. */
  static List<String> wrap(Optional<List<String>> inForce, PlannedStage stage, String command) {
    List<String> shell =
        inForce
            .filter(arguments -> !arguments.isEmpty())
            .orElse(stage.platform().os().equals("windows") ? WINDOWS : UNIX);
    List<String> all = new ArrayList<>(shell);
    all.add(command);
    return all;
  }
}
