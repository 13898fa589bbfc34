package io.github.baci.engine;

import io.github.baci.api.BaciException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The programs of this machine that start the builder inside its image. */
final class HelperPrograms {
  private static final Map<String, String> PACKAGES =
      Map.of(
          "unshare", "util-linux",
          "mount", "mount (util-linux)",
          "chroot", "coreutils",
          "sh", "dash, or another POSIX shell");
  private static final List<String> DIRECTORIES =
      List.of("usr/bin", "bin", "usr/sbin", "sbin", "usr/local/bin");

  private HelperPrograms() {}

  /**
   * Returns the programs, by their path in the image.
   *
   * @param root the root directory of the machine
   * @throws BaciException if one is missing
   */
  static SortedMap<String, Path> find(Path root) throws IOException {
    SortedMap<String, Path> result = new TreeMap<>();
    for (Map.Entry<String, String> program : PACKAGES.entrySet()) {
      String name = program.getKey();
      Optional<Path> found =
          DIRECTORIES.stream()
              .map(directory -> root.resolve(directory).resolve(name))
              .filter(Files::isExecutable)
              .findFirst();
      if (found.isEmpty()) {
        throw new BaciException(
            "the builder ACI needs the program '%s', which this machine does not have; install the package %s"
                .formatted(name, program.getValue()));
      }
      result.put("bin/" + name, found.get().toRealPath());
    }
    return result;
  }
}
