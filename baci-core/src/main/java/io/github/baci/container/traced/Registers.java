package io.github.baci.container.traced;

/**
 * The registers of a stopped process as the kernel's {@code NT_PRSTATUS} has them: the number and
 * arguments of its system call, its result, the stack and the next instruction.
 */
final class Registers {
  private static final int GETREGSET = 0x4204;
  private static final int SETREGSET = 0x4205;
  private static final int NT_PRSTATUS = 1;
  private static final int NT_ARM_SYSTEM_CALL = 0x404;
  private static final boolean X86 = GuestCall.isX86();
  private static final int SIZE = X86 ? 27 * 8 : 34 * 8;

  // rdi, rsi, rdx, r10, r8, r9; x0 to x5
  private static final int[] ARGUMENTS =
      X86 ? new int[] {112, 104, 96, 56, 72, 64} : new int[] {0, 8, 16, 24, 32, 40};
  private static final int NUMBER = X86 ? 120 : 64; // orig_rax, x8
  private static final int RESULT = X86 ? 80 : 0; // rax, x0
  private static final int STACK = X86 ? 152 : 248;
  private static final int INSTRUCTION = X86 ? 128 : 256;

  /** The length of the instruction that makes a system call. */
  private static final int CALL_LENGTH = X86 ? 2 : 4;

  private final NativeBuffer bytes = new NativeBuffer(SIZE);
  private final NativeBuffer vector = new NativeBuffer(16);
  private final NativeBuffer armCall = new NativeBuffer(8);

  /** Reads the registers; returns false if the process has gone. */
  boolean read(int pid) {
    vector.putLong(0, bytes.address());
    vector.putLong(8, SIZE);
    return Ptrace.call(GETREGSET, pid, NT_PRSTATUS, vector.address()) >= 0;
  }

  /** Sets the registers. */
  void write(int pid) {
    vector.putLong(0, bytes.address());
    vector.putLong(8, SIZE);
    Ptrace.call(SETREGSET, pid, NT_PRSTATUS, vector.address());
  }

  long number() {
    return bytes.getLong(NUMBER);
  }

  long argument(int index) {
    return bytes.getLong(ARGUMENTS[index]);
  }

  int intArgument(int index) {
    return (int) bytes.getLong(ARGUMENTS[index]);
  }

  void setArgument(int index, long value) {
    bytes.putLong(ARGUMENTS[index], value);
  }

  long result() {
    return bytes.getLong(RESULT);
  }

  void setResult(long result) {
    bytes.putLong(RESULT, result);
  }

  long stack() {
    return bytes.getLong(STACK);
  }

  byte[] copy() {
    return bytes.get(0, SIZE);
  }

  void restore(byte[] copy) {
    bytes.put(0, copy);
  }

  /** Lets the system call at which the process stops not be made, and return a value. */
  void skip(int pid, long result) {
    bytes.putLong(RESULT, result);
    if (X86) {
      bytes.putLong(NUMBER, -1);
    } else {
      setArmCall(pid, -1);
    }
    write(pid);
  }

  /** Makes the call at which the process stops another one; arguments are set apart. */
  void replace(int pid, GuestCall call) {
    bytes.putLong(NUMBER, call.number());
    if (!X86) {
      setArmCall(pid, call.number());
    }
    write(pid);
  }

  private void setArmCall(int pid, int call) {
    armCall.putInt(0, call);
    vector.putLong(0, armCall.address());
    vector.putLong(8, 4);
    Ptrace.call(SETREGSET, pid, NT_ARM_SYSTEM_CALL, vector.address());
  }

  /** Goes back to the instruction of the system call that has just been made, to make one. */
  void repeat(long call) {
    bytes.putLong(INSTRUCTION, bytes.getLong(INSTRUCTION) - CALL_LENGTH);
    if (X86) {
      bytes.putLong(RESULT, call);
      bytes.putLong(NUMBER, -1);
    } else {
      bytes.putLong(NUMBER, call);
    }
  }
}
