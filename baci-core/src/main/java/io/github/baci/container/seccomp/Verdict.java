package io.github.baci.container.seccomp;

import java.util.List;

/** What becomes of a system call. */
sealed interface Verdict {
  /** It is made. */
  Verdict ALLOW = new Fixed(0x7fff0000);

  /** "operation not permitted". */
  Verdict EPERM = new Fixed(0x00050000 | 1);

  /** "function not implemented". */
  Verdict ENOSYS = new Fixed(0x00050000 | 38);

  /** The process is killed. */
  Verdict KILL = new Fixed(0x80000000);

  /**
   * The same for all arguments.
   *
   * @param action what the kernel is to be told: SECCOMP_RET_… with its data
   */
  record Fixed(int action) implements Verdict {}

  /**
   * Allowed if the first argument has one of some values, which are small and none negative.
   *
   * @param values the values, as unsigned numbers
   */
  record OneOf(List<Integer> values) implements Verdict {
    /** Copies the list. */
    public OneOf {
      values = List.copyOf(values);
    }
  }

  /**
   * Allowed if none of some bits of the first argument is set.
   *
   * @param mask the bits
   */
  record WithoutBits(int mask) implements Verdict {}
}
