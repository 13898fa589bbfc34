package io.github.baci.source.jlink;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Links a runtime from a JDK with jlink. Java debug attributes are stripped; native symbols are not
 * touched, since that takes a tool of the machine, and the bytes would depend on it. Nothing is
 * compressed: images are compressed as a whole, and the runtime starts faster so. No CDS archive is
 * made: a JDK 17 gives another one each time.
 */
final class RuntimeLink {
  /** What of a JDK no program needs to run. */
  private static final List<String> ONLY_FOR_DEVELOPMENT =
      List.of("jmods", "include", "man", "demo", "docs", "lib/src.zip", "lib/ct.sym");

  private final BuildListener listener;

  RuntimeLink(BuildListener listener) {
    this.listener = listener;
  }

  /**
   * Returns the files of the runtime by their path in it.
   *
   * @param output a directory that does not exist yet
   */
  SortedMap<String, Path> link(Path jdkHome, List<String> modules, Path output)
      throws IOException, InterruptedException {
    if (!ToolRun.isThere(jdkHome, "java")) {
      throw new BaciException("'%s' is no Java home: bin/java is missing".formatted(jdkHome));
    }
    if (!ToolRun.isThere(jdkHome, "jlink")) {
      return whole(jdkHome, "it has no jlink");
    }
    listener.activity("linking a Java runtime of " + String.join(", ", modules));
    ToolRun run =
        ToolRun.of(
            jdkHome,
            "jlink",
            List.of(
                "--add-modules",
                String.join(",", modules),
                "--strip-java-debug-attributes",
                "--no-header-files",
                "--no-man-pages",
                "--output",
                output.toString()));
    if (run.exitCode() == 0) {
      return files(output, List.of());
    }
    Set<String> known = JdkRelease.of(jdkHome).modules();
    List<String> unknown =
        known.isEmpty()
            ? List.of()
            : modules.stream().filter(module -> !known.contains(module)).toList();
    if (!unknown.isEmpty()) {
      throw unknown(jdkHome, unknown, known);
    }
    if (Files.isDirectory(jdkHome.resolve("jmods"))) {
      throw new BaciException(
          "jlink of '%s' links no runtime of %s: %s"
              .formatted(jdkHome, String.join(",", modules), run.error()));
    }
    return whole(jdkHome, "it has no jmods, and jlink says: " + run.error());
  }

  /** Says which modules the JDK has not: jlink names the first alone, and no other name for it. */
  private static BaciException unknown(Path jdkHome, List<String> unknown, Set<String> known) {
    List<String> suggested = new ArrayList<>();
    for (String name : unknown) {
      suggested.add(Suggestion.append("'" + name + "'", Suggestion.of(name, new TreeSet<>(known))));
    }
    return new BaciException(
        "the JDK in '%s' has no module %s".formatted(jdkHome, String.join(", nor ", suggested)));
  }

  private SortedMap<String, Path> whole(Path jdkHome, String why) throws IOException {
    listener.warning(
        "the Java runtime in '%s' is taken whole, because %s; the image is larger than it need be"
            .formatted(jdkHome, why));
    return files(jdkHome.toRealPath(), ONLY_FOR_DEVELOPMENT);
  }

  private static SortedMap<String, Path> files(Path home, List<String> left) throws IOException {
    SortedMap<String, Path> result = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(home)) {
      for (Path file : (Iterable<Path>) walk::iterator) {
        String name = home.relativize(file).toString().replace('\\', '/');
        boolean skipped =
            left.stream().anyMatch(path -> name.equals(path) || name.startsWith(path + "/"));
        if (!skipped && Files.isRegularFile(file)) {
          result.put(name, file.toRealPath());
        }
      }
    }
    return result;
  }
}
