package io.github.baci.container.seccomp;

import java.util.List;

/** Runs a filter as the kernel does. */
final class FilterRun {
  private final List<Instruction> program;

  FilterRun(List<Instruction> program) {
    this.program = program;
  }

  /** Returns the verdict on a call. */
  int verdict(int architecture, int number, long argument) {
    int accumulator = 0;
    int at = 0;
    while (true) {
      Instruction instruction = program.get(at++);
      int operand = instruction.operand();
      switch (instruction.code()) {
        case 0x20 -> // BPF_LD | BPF_W | BPF_ABS
            accumulator =
                switch (operand) {
                  case 0 -> number;
                  case 4 -> architecture;
                  case 16 -> (int) argument;
                  case 20 -> (int) (argument >>> 32);
                  default -> throw new AssertionError("offset " + operand);
                };
        case 0x06 -> { // BPF_RET | BPF_K
          return operand;
        }
        case 0x05 -> at += operand; // BPF_JMP | BPF_JA
        case 0x15 -> at += distance(instruction, accumulator == operand);
        case 0x35 ->
            at += distance(instruction, Integer.compareUnsigned(accumulator, operand) >= 0);
        case 0x45 -> at += distance(instruction, (accumulator & operand) != 0);
        default -> throw new AssertionError("code " + instruction.code());
      }
    }
  }

  private static int distance(Instruction instruction, boolean holds) {
    return holds ? instruction.whenTrue() : instruction.whenFalse();
  }
}
