package io.github.baci.container.rkt;

import io.github.baci.api.BuildRequest.EngineOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How rkt is used.
 *
 * @param executable the rkt executable; by default it is looked for on the PATH
 * @param stage1 what rkt runs its containers with: the path of an ACI, a URL, or the name of an
 *     image; by default what rkt is configured with
 * @param directory rkt's data directory; by default what rkt is configured with
 * @param options further options for {@code rkt run}; those that all of rkt's commands know are
 *     given to the others too
 */
public record RktSettings(
    Optional<Path> executable,
    Optional<String> stage1,
    Optional<Path> directory,
    List<String> options) {
  private static final List<String> GLOBAL =
      List.of(
          "--insecure-options",
          "--debug",
          "--trust-keys-from-https",
          "--local-config",
          "--system-config",
          "--user-config",
          "--cpuprofile",
          "--memprofile");

  /** Copies the list. */
  public RktSettings {
    options = List.copyOf(options);
  }

  /** Takes what the options of engines say about rkt. */
  public static RktSettings of(EngineOptions options) {
    return new RktSettings(
        options.rktPath(), options.rktStage1(), options.rktDir(), options.rktOptions());
  }

  /** Returns the options that all of rkt's commands know. */
  List<String> globalOptions() {
    return options.stream().filter(RktSettings::isGlobal).toList();
  }

  /** Returns the options of {@code rkt run} alone. */
  List<String> runOptions() {
    return options.stream().filter(option -> !isGlobal(option)).toList();
  }

  private static boolean isGlobal(String option) {
    return GLOBAL.stream().anyMatch(name -> option.equals(name) || option.startsWith(name + "="));
  }
}
