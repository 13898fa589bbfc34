package io.github.baci.dockerfile;

import io.github.baci.api.BaciException;
import java.util.List;
import java.util.stream.Collectors;

/** A Dockerfile is at fault. Holds all faults that one phase of the work on it found. */
public final class DockerfileException extends BaciException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * Makes an exception of the faults found, at least one.
   *
   * @param problems the faults, in the order of the file
   */
  public DockerfileException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("no problem");
    }
    this.problems = List.copyOf(problems);
  }

  /** Makes an exception of one fault, which is what another exception says of a part. */
  DockerfileException(Problem problem, BaciException cause) {
    super(problem.toString(), cause);
    this.problems = List.of(problem);
  }

  /** Returns the faults, in the order of the file. */
  public List<Problem> problems() {
    return problems;
  }
}
