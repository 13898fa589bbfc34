package io.github.baci.dockerfile;

import io.github.baci.dockerfile.Instruction.Arg;
import io.github.baci.dockerfile.Instruction.From;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads Dockerfiles as BuildKit's {@code dockerfile} frontend does. What is wrong with a file is
 * found in one go: every fault of its lines and instructions is reported, not only the first.
 */
public final class DockerfileParser {
  private final SourceText source;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Arg> globalArgs = new ArrayList<>();
  private final List<Stage> stages = new ArrayList<>();

  private DockerfileParser(SourceText source) {
    this.source = source;
  }

  /**
   * Reads a Dockerfile.
   *
   * @param file the name of the file, for errors
   * @param text the text; a byte order mark is ignored, CRLF is as good as LF
   * @throws DockerfileException if the text is not a Dockerfile; holds all faults of it
   */
  public static Dockerfile parse(String file, String text) {
    return new DockerfileParser(SourceText.of(file, text)).parse();
  }

  /**
   * Reads the trigger of an ONBUILD when it fires.
   *
   * @param trigger the instruction that was stored
   * @param at the origin of the FROM in whose stage it fires; the instruction's origin and all
   *     errors point there
   * @throws DockerfileException if the trigger is not one instruction that is allowed in a stage
   */
  public static Instruction parseTrigger(String trigger, Origin at) {
    List<Problem> problems = new ArrayList<>();
    RawParser.Result raw = new RawParser(SourceText.of(at.file(), trigger), problems::add).parse();
    if (problems.isEmpty() && raw.instructions().size() != 1) {
      throw at.error(
          "onbuild trigger should be a single expression, but it is " + GoQuote.quote(trigger));
    }
    Optional<Instruction> instruction = Optional.empty();
    if (problems.isEmpty()) {
      RawInstruction stored = raw.instructions().get(0);
      Origin firing = at.firing(stored.name(), stored.origin().text());
      RawInstruction moved =
          new RawInstruction(
              stored.name(), stored.flags(), stored.arguments(), stored.heredocs(), firing);
      instruction = new InstructionParser(moved, problems::add).parse();
    }
    if (!problems.isEmpty()) {
      throw new DockerfileException(
          problems.stream()
              .map(p -> at.problem("in the trigger ONBUILD " + trigger + ": " + p.message()))
              .toList());
    }
    Instruction fired = instruction.orElseThrow();
    if (fired instanceof From) {
      throw at.error("FROM isn't allowed as an ONBUILD trigger");
    }
    return fired;
  }

  private Dockerfile parse() {
    RawParser.Result raw = new RawParser(source, problems::add).parse();
    if (raw.instructions().isEmpty() && problems.isEmpty()) {
      int line = Math.max(1, source.lineCount());
      problems.add(
          new Problem(
              source.file(),
              new Position(line, 1),
              line,
              List.of(),
              "the Dockerfile cannot be empty: file with no instructions"));
    }
    arrange(raw.instructions());
    if (!problems.isEmpty()) {
      problems.sort(
          Comparator.<Problem>comparingInt(p -> p.position().line())
              .thenComparingInt(p -> p.position().column()));
      throw new DockerfileException(problems);
    }
    return new Dockerfile(source.file(), raw.directives(), globalArgs, stages, raw.warnings());
  }

  private void arrange(List<RawInstruction> instructions) {
    From from = null;
    List<Instruction> stage = new ArrayList<>();
    boolean stageBegun = false;
    boolean strayReported = false;
    for (RawInstruction raw : instructions) {
      boolean isFrom = raw.name().equalsIgnoreCase("from");
      Optional<Instruction> parsed = new InstructionParser(raw, problems::add).parse();
      if (isFrom) {
        if (from != null) {
          stages.add(new Stage(from, stage));
        }
        // A FROM at fault begins a stage too; else what follows would be at fault as well.
        stageBegun = true;
        from = (From) parsed.orElse(null);
        stage = new ArrayList<>();
      } else if (stageBegun) {
        parsed.ifPresent(stage::add);
      } else if (parsed.isPresent() && parsed.get() instanceof Arg arg) {
        globalArgs.add(arg);
      } else if (parsed.isPresent() && !strayReported) {
        strayReported = true;
        problems.add(
            raw.origin()
                .problem(
                    "no build stage in current context: only ARG may stand before the first FROM"));
      }
    }
    if (from != null) {
      stages.add(new Stage(from, stage));
    }
  }
}
