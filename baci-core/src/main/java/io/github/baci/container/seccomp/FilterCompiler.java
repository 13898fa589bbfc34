package io.github.baci.container.seccomp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Translates verdicts to a filter: first the ABI is told, then the call's number is looked for by
 * halving, and where the verdict depends on it, the first argument is looked at. Every path ends
 * with an instruction that gives the verdict, so that the pieces are put one after the other.
 */
final class FilterCompiler {
  // struct seccomp_data; the CPUs that there are tables for are little-endian
  private static final int NUMBER = 0;
  private static final int ARCHITECTURE = 4;
  private static final int FIRST_ARGUMENT = 16;
  private static final int FIRST_ARGUMENT_HIGH = 20;
  private static final int FARTHEST = 255;
  private static final int X32_BIT = 0x40000000;

  private final DockerProfile profile;
  private final long capabilities;

  FilterCompiler(DockerProfile profile, long capabilities) {
    this.profile = profile;
    this.capabilities = capabilities;
  }

  /**
   * Compiles.
   *
   * @param abis what programs may use; the calls of all others kill them
   */
  List<Instruction> compile(List<Abi> abis) {
    List<Instruction> program = new ArrayList<>();
    program.add(Instruction.load(ARCHITECTURE));
    for (Abi abi : abis) {
      if (abi.bit() == 0) {
        List<Instruction> calls = calls(abi, abis.contains(Abi.X32));
        program.add(new Instruction(Instruction.IF_EQUAL, 1, 0, abi.audit()));
        program.add(Instruction.jump(calls.size()));
        program.addAll(calls);
      }
    }
    program.add(Instruction.give((Verdict.Fixed) Verdict.KILL));
    return List.copyOf(program);
  }

  private List<Instruction> calls(Abi abi, boolean withX32) {
    List<Instruction> own = new ArrayList<>(search(abi));
    List<Instruction> program = new ArrayList<>();
    program.add(Instruction.load(NUMBER));
    if (abi == Abi.X86_64) {
      program.add(new Instruction(Instruction.IF_AT_LEAST, 0, 1, X32_BIT));
      program.add(Instruction.jump(own.size()));
      own.addAll(
          withX32 ? search(Abi.X32) : List.of(Instruction.give((Verdict.Fixed) Verdict.KILL)));
    }
    program.addAll(own);
    return program;
  }

  /** A range of numbers, up to that of the next, with one verdict. */
  private record Range(int first, Verdict verdict) {}

  private List<Instruction> search(Abi abi) {
    return search(ranges(abi));
  }

  /** Returns the ranges in the order of their numbers, which are not signed. */
  private List<Range> ranges(Abi abi) {
    SortedMap<Integer, Verdict> verdicts = new TreeMap<>(profile.verdicts(abi, capabilities));
    int latest = profile.latest(abi);
    List<Range> ranges = new ArrayList<>();
    int next = 0;
    for (Map.Entry<Integer, Verdict> entry : verdicts.headMap(latest + 1).entrySet()) {
      if (entry.getKey() > next) {
        add(ranges, abi.bit() + next, Verdict.EPERM);
      }
      add(ranges, abi.bit() + entry.getKey(), entry.getValue());
      next = entry.getKey() + 1;
    }
    add(ranges, abi.bit() + next, Verdict.ENOSYS);
    return ranges;
  }

  private static void add(List<Range> ranges, int first, Verdict verdict) {
    if (ranges.isEmpty() || !isSame(ranges.get(ranges.size() - 1).verdict(), verdict)) {
      ranges.add(new Range(first, verdict));
    }
  }

  /**
   * Compares by hand: to link a record's own comparison takes longer than to compile the filter.
   */
  private static boolean isSame(Verdict one, Verdict other) {
    return one instanceof Verdict.Fixed first
        && other instanceof Verdict.Fixed second
        && first.action() == second.action();
  }

  private static List<Instruction> search(List<Range> ranges) {
    if (ranges.size() == 1) {
      return verdict(ranges.get(0).verdict());
    }
    int middle = ranges.size() / 2;
    List<Instruction> low = search(ranges.subList(0, middle));
    List<Instruction> program = new ArrayList<>();
    int pivot = ranges.get(middle).first();
    if (low.size() <= FARTHEST) {
      program.add(new Instruction(Instruction.IF_AT_LEAST, low.size(), 0, pivot));
    } else {
      program.add(new Instruction(Instruction.IF_AT_LEAST, 0, 1, pivot));
      program.add(Instruction.jump(low.size()));
    }
    program.addAll(low);
    program.addAll(search(ranges.subList(middle, ranges.size())));
    return program;
  }

  private static List<Instruction> verdict(Verdict verdict) {
    if (verdict instanceof Verdict.OneOf oneOf) {
      return oneOf(oneOf.values());
    } else if (verdict instanceof Verdict.WithoutBits without) {
      return List.of(
          Instruction.load(FIRST_ARGUMENT),
          new Instruction(Instruction.IF_ANY_BIT, 0, 1, without.mask()),
          Instruction.give((Verdict.Fixed) Verdict.EPERM),
          Instruction.give((Verdict.Fixed) Verdict.ALLOW));
    }
    return List.of(Instruction.give((Verdict.Fixed) verdict));
  }

  private static List<Instruction> oneOf(List<Integer> values) {
    List<Instruction> program = new ArrayList<>();
    int size = values.size();
    program.add(Instruction.load(FIRST_ARGUMENT_HIGH));
    program.add(new Instruction(Instruction.IF_EQUAL, 0, size + 1, 0));
    program.add(Instruction.load(FIRST_ARGUMENT));
    for (int i = 0; i < size; i++) {
      program.add(new Instruction(Instruction.IF_EQUAL, size - i, 0, values.get(i)));
    }
    program.add(Instruction.give((Verdict.Fixed) Verdict.EPERM));
    program.add(Instruction.give((Verdict.Fixed) Verdict.ALLOW));
    return program;
  }
}
