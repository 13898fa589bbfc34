package io.github.baci.container.host;

import java.nio.file.Path;
import java.util.List;

/**
 * The builder's program.
 *
 * @param program with its arguments
 * @param directory in which it is started, and which it leaves
 * @param temporary where it makes temporary files. Elsewhere, files that are open for writing would
 *     keep the machine from being made read-only
 */
record Launch(List<String> program, Path directory, Path temporary) {
  /** Copies the list. */
  Launch {
    program = List.copyOf(program);
  }
}
