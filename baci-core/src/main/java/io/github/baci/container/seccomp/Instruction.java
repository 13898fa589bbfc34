package io.github.baci.container.seccomp;

/**
 * One instruction of the kernel's classic packet filters (linux/filter.h). Jumps go forward, by the
 * number of instructions that are left out.
 *
 * @param code what it does
 * @param whenTrue how far a comparison jumps that holds; at most 255
 * @param whenFalse how far one jumps that does not hold; at most 255
 * @param operand the value that it works with
 */
record Instruction(int code, int whenTrue, int whenFalse, int operand) {
  static final int LOAD = 0x20;
  static final int RETURN = 0x06;
  static final int JUMP = 0x05;
  static final int IF_EQUAL = 0x15;
  static final int IF_GREATER = 0x25;
  static final int IF_AT_LEAST = 0x35;
  static final int IF_ANY_BIT = 0x45;

  /** Checks the distances. */
  Instruction {
    if (whenTrue < 0 || whenTrue > 255 || whenFalse < 0 || whenFalse > 255) {
      throw new IllegalArgumentException("a jump of " + whenTrue + " or " + whenFalse);
    }
  }

  static Instruction load(int offset) {
    return new Instruction(LOAD, 0, 0, offset);
  }

  static Instruction give(Verdict.Fixed verdict) {
    return new Instruction(RETURN, 0, 0, verdict.action());
  }

  static Instruction jump(int distance) {
    return new Instruction(JUMP, 0, 0, distance);
  }
}
