package io.github.baci.dockerfile;

import java.util.List;

/**
 * A Dockerfile that is free of faults of syntax.
 *
 * @param file its name, as errors show it
 * @param directives what the directives at its top say
 * @param globalArgs the ARG instructions before the first FROM
 * @param stages the stages in the order of the file; empty if the file has no FROM
 * @param warnings what the parser itself found; build checks are the plan's business
 */
public record Dockerfile(
    String file,
    Directives directives,
    List<Instruction.Arg> globalArgs,
    List<Stage> stages,
    List<DockerfileWarning> warnings) {
  /** Copies the lists. */
  public Dockerfile {
    globalArgs = List.copyOf(globalArgs);
    stages = List.copyOf(stages);
    warnings = List.copyOf(warnings);
  }
}
