package io.github.baci.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.baci.build.BehaviourVectors;
import io.github.baci.context.GlobVectors;
import io.github.baci.context.IgnoreFileVectors;
import io.github.baci.context.IgnoreVectors;
import io.github.baci.dockerfile.InstructionVectors;
import io.github.baci.dockerfile.ParserVectors;
import io.github.baci.dockerfile.RealDockerfiles;
import io.github.baci.dockerfile.ShellVectors;
import io.github.baci.layer.ChmodVectors;
import io.github.baci.plan.ConfigVectors;
import io.github.baci.plan.LintOptionVectors;
import io.github.baci.plan.LintVectors;
import io.github.baci.plan.SourceVectors;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs all vectors that a directory holds; see docs/development.md. */
public final class VectorRunner {
  private final PrintStream out;
  private final List<VectorFile> files;
  private int failures;

  VectorRunner(PrintStream out, BehaviourVectors behaviours) {
    this.out = out;
    this.files =
        List.of(
            behaviours,
            new ParserVectors(),
            new ShellVectors(),
            new InstructionVectors(),
            new ConfigVectors(),
            new LintVectors(),
            new LintOptionVectors(),
            new IgnoreVectors(),
            new IgnoreFileVectors(),
            new GlobVectors(),
            new ChmodVectors(),
            new SourceVectors(),
            new RealDockerfiles());
  }

  /**
   * Runs the vectors; exits with 1 if a row that is no quirk fails.
   *
   * @param args the directory, and, to run one file alone, its path there; and the options of
   *     {@link RunnerOptions}
   */
  public static void main(String[] args) throws IOException {
    RunnerOptions options = RunnerOptions.of(List.of(args));
    VectorRunner runner =
        new VectorRunner(
            new PrintStream(System.out, true, StandardCharsets.UTF_8), options.behaviours());
    int failed =
        options.file().isEmpty()
            ? runner.runAll(options.directory())
            : runner.runOne(options.directory(), options.file().get());
    System.exit(failed == 0 ? 0 : 1);
  }

  /** Runs every file that the directory holds, and returns how many rows fail, quirks aside. */
  int runAll(Path directory) throws IOException {
    for (VectorFile file : files) {
      if (Files.exists(directory.resolve(file.path()))) {
        run(file, directory.resolve(file.path()));
      }
    }
    nameUnknown(directory);
    return failures;
  }

  /** Runs one file, and returns how many of its rows fail, quirks aside. */
  int runOne(Path directory, String path) throws IOException {
    VectorFile file =
        files.stream()
            .filter(candidate -> candidate.path().equals(path))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(path + ": no class checks such rows"));
    run(file, directory.resolve(path));
    return failures;
  }

  /** A file that nothing reads would otherwise look like one whose rows all hold. */
  private void nameUnknown(Path directory) throws IOException {
    Set<String> known = files.stream().map(VectorFile::path).collect(Collectors.toSet());
    try (Stream<Path> found = Files.list(directory)) {
      found
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json") && !known.contains(name))
          .sorted()
          .forEach(name -> out.printf("%s: not known; no class checks such rows%n", name));
    }
  }

  private void run(VectorFile file, Path path) throws IOException {
    JsonNode rows = new ObjectMapper().readTree(path.toFile());
    int held = 0;
    int leftOut = 0;
    int quirks = 0;
    for (int index = 0; index < rows.size(); index++) {
      JsonNode row = rows.get(index);
      Verdict verdict = check(file, row, path.getParent());
      if (verdict instanceof Verdict.Fails fails) {
        boolean quirk = isQuirk(row);
        quirks += quirk ? 1 : 0;
        failures += quirk ? 0 : 1;
        out.printf(
            "%s[%d]%s %s%n    expected: %s%n    got:      %s%n",
            file.path(),
            index,
            quirk ? " (quirk)" : "",
            oneLine(file.nameOf(row)),
            oneLine(fails.expected()),
            oneLine(fails.got()));
      } else if (verdict instanceof Verdict.LeftOut) {
        leftOut++;
      } else {
        held++;
      }
    }
    out.printf(
        "%s: %d of %d rows hold, %d fail, %d quirks differ, %d left out%n",
        file.path(), held, rows.size(), rows.size() - held - leftOut - quirks, quirks, leftOut);
    if (!file.remark().isEmpty()) {
      out.printf("%s: %s%n", file.path(), file.remark());
    }
  }

  private static Verdict check(VectorFile file, JsonNode row, Path directory) {
    try {
      return file.check(row, directory);
    } catch (Exception e) {
      StackTraceElement[] trace = e.getStackTrace();
      return new Verdict.Fails("no exception", e + (trace.length > 0 ? " at " + trace[0] : ""));
    }
  }

  private static boolean isQuirk(JsonNode row) {
    if (row.path("quirk").asBoolean()) {
      return true;
    }
    for (JsonNode tag : row.path("tags")) {
      if (tag.asText().equals("quirk")) {
        return true;
      }
    }
    return false;
  }

  private static String oneLine(String text) {
    return text.replace("\r", "\\r").replace("\n", "\\n");
  }
}
