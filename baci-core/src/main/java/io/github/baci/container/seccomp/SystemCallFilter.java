package io.github.baci.container.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * The filter for the system calls of a command.
 *
 * @param program the instructions, as the kernel takes them: an array of {@code struct sock_filter}
 */
public record SystemCallFilter(byte[] program) {
  private static final int INSTRUCTION_SIZE = 8;

  /**
   * Returns Docker's default filter.
   *
   * @param arch the CPU, as in the system property {@code os.arch}
   * @param capabilities those that the command has, as bits by their numbers in the kernel
   * @return empty for CPUs that there is no table for
   */
  public static Optional<SystemCallFilter> docker(String arch, long capabilities) {
    List<Abi> abis = Abi.of(arch);
    if (abis.isEmpty()) {
      return Optional.empty();
    }
    List<Instruction> program =
        new FilterCompiler(DockerProfile.read(), capabilities).compile(abis);
    ByteBuffer bytes =
        ByteBuffer.allocate(program.size() * INSTRUCTION_SIZE).order(ByteOrder.nativeOrder());
    for (Instruction instruction : program) {
      bytes.putShort((short) instruction.code());
      bytes.put((byte) instruction.whenTrue()).put((byte) instruction.whenFalse());
      bytes.putInt(instruction.operand());
    }
    return Optional.of(new SystemCallFilter(bytes.array()));
  }

  /** Returns how many instructions there are. */
  public int length() {
    return program.length / INSTRUCTION_SIZE;
  }
}
