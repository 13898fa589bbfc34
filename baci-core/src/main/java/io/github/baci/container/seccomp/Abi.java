package io.github.baci.container.seccomp;

import java.util.List;
import java.util.Locale;

/**
 * A way to call the kernel, with numbers of its own for the calls. On one CPU there can be several.
 */
enum Abi {
  X86_64(0, 0xc000003e, 0),
  X86(1, 0x40000003, 0),
  /** As x86-64, but with pointers of 32 bits: told by a bit of the number. */
  X32(2, 0xc000003e, 0x40000000),
  AARCH64(3, 0xc00000b7, 0),
  ARM(4, 0x40000028, 0);

  private final int column;
  private final int audit;
  private final int bit;

  Abi(int column, int audit, int bit) {
    this.column = column;
    this.audit = audit;
    this.bit = bit;
  }

  /** Returns which column of numbers in the table of calls is its own, from 0. */
  int column() {
    return column;
  }

  /** Returns the kernel's number for it (linux/audit.h). */
  int audit() {
    return audit;
  }

  /** Returns the bit that is set in the numbers of all of its calls, or 0. */
  int bit() {
    return bit;
  }

  /**
   * Returns those that programs may use on a CPU, as Docker allows them.
   *
   * @param arch as the system property {@code os.arch} names the CPU
   * @return empty if there is no table for it
   */
  static List<Abi> of(String arch) {
    return switch (arch.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> List.of(X86_64, X86, X32);
      case "aarch64" -> List.of(AARCH64, ARM);
      default -> List.of();
    };
  }
}
