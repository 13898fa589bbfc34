package io.github.baci.dockerfile;

import java.util.function.Consumer;

/** Takes down the faults of one instruction. */
final class ProblemCollector {
  private final Origin origin;
  private final Consumer<Problem> problems;
  private boolean any;

  ProblemCollector(Origin origin, Consumer<Problem> problems) {
    this.origin = origin;
    this.problems = problems;
  }

  /** Takes down a fault of the whole instruction. */
  void add(String message) {
    take(origin.problem(message));
  }

  /** Takes down a fault of an argument. */
  void add(String word, String message) {
    take(origin.problem(word, message));
  }

  /** Takes down a fault of an option. */
  void add(BuildFlag flag, String message) {
    take(origin.problemAt(flag.offset(), message));
  }

  boolean any() {
    return any;
  }

  private void take(Problem problem) {
    any = true;
    problems.accept(problem);
  }
}
