package io.github.baci.source.jlink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;

/**
 * What a JDK says of itself in its file {@code release}.
 *
 * @param modules the modules that it has; none if it does not say
 */
record JdkRelease(Set<String> modules) {
  private static final String MODULES = "MODULES=\"";

  /** Copies the set. */
  JdkRelease {
    modules = Set.copyOf(modules);
  }

  /** Reads it. */
  static JdkRelease of(Path jdkHome) throws IOException {
    try {
      for (String line :
          Files.readAllLines(jdkHome.resolve("release"), StandardCharsets.ISO_8859_1)) {
        if (line.startsWith(MODULES) && line.endsWith("\"") && line.length() > MODULES.length()) {
          String names = line.substring(MODULES.length(), line.length() - 1);
          return new JdkRelease(Set.of(names.strip().split("\\s+")));
        }
      }
    } catch (NoSuchFileException e) {
      // one that says nothing
    }
    return new JdkRelease(Set.of());
  }
}
