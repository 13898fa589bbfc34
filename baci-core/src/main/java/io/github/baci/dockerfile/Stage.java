package io.github.baci.dockerfile;

import java.util.List;

/**
 * A stage: a FROM and what follows it.
 *
 * @param from how it begins
 * @param instructions what follows, up to the next FROM
 */
public record Stage(Instruction.From from, List<Instruction> instructions) {
  /** Copies the list. */
  public Stage {
    instructions = List.copyOf(instructions);
  }
}
