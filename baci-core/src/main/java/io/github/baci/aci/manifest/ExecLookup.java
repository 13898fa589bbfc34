package io.github.baci.aci.manifest;

import io.github.baci.image.ImageConfig;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Turns what Docker runs, where a program is looked up in the PATH when the container starts, into
 * the exec of an app, whose program is an absolute path.
 */
final class ExecLookup {
  private static final String SHELL = "/bin/sh";

  private final ImageConfig config;
  private final FileTree tree;
  private final Consumer<String> warnings;

  /** Makes a lookup in the files of an image. */
  ExecLookup(ImageConfig config, FileTree tree, Consumer<String> warnings) {
    this.config = config;
    this.tree = tree;
    this.warnings = warnings;
  }

  /** Returns the exec of the image: entrypoint and command, with an absolute program. */
  List<String> exec() {
    List<String> command = new ArrayList<>(config.entrypoint().orElse(List.of()));
    command.addAll(config.cmd().orElse(List.of()));
    if (command.isEmpty() || command.get(0).startsWith("/")) {
      return command;
    }
    String program = command.get(0);
    Optional<String> found =
        program.indexOf('/') >= 0
            ? Optional.of(absolute(program))
            : program.isEmpty() ? Optional.empty() : searchPath(program);
    if (found.isPresent()) {
      command.set(0, found.get());
      return command;
    }
    if (!isProgram(SHELL)) {
      warnings.accept(
          "the program '%s' is in no directory of the image's PATH, so that the exec of the ACI is not an absolute path"
              .formatted(program));
      return command;
    }
    warnings.accept(
        "the program '%s' is in no directory of the image's PATH; the ACI looks it up with %s when it starts"
            .formatted(program, SHELL));
    return inShell(command);
  }

  /** Wraps a command so that a shell looks its program up; the arguments stay as they are. */
  static List<String> inShell(List<String> command) {
    List<String> wrapped = new ArrayList<>(List.of(SHELL, "-c", "exec \"$0\" \"$@\""));
    wrapped.addAll(command);
    return wrapped;
  }

  private Optional<String> searchPath(String program) {
    String path = config.env().getOrDefault("PATH", ImageConfig.DEFAULT_PATH);
    for (String directory : path.split(":", -1)) {
      String candidate = LayerPath.child(absolute(directory), program).replaceFirst("^/+", "/");
      if (isProgram(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Returns a path as the app sees it: a relative one begins in the working directory. */
  private String absolute(String path) {
    return "/" + LayerPath.clean(path.startsWith("/") ? path : config.workingDir() + "/" + path);
  }

  private boolean isProgram(String path) {
    return tree.resolve(path, true)
        .node()
        .filter(
            node ->
                node.entry() instanceof LayerEntry.RegularFile
                    && (node.attributes().mode() & 0111) != 0)
        .isPresent();
  }
}
