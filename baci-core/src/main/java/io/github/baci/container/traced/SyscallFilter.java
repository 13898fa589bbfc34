package io.github.baci.container.traced;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The filter that a guest runs under, as a program for the kernel's seccomp: calls that name files
 * or concern owners and ids stop for the tracer, a few are refused, all others run on.
 */
final class SyscallFilter {
  /** Sizes of {@code struct sock_filter} and {@code struct sock_fprog}. */
  static final int INSTRUCTION_SIZE = 8;

  private static final int TRACE = 0x7ff00000;
  private static final int ALLOW = 0x7fff0000;
  private static final int ERROR = 0x00050000;

  private static final int LOAD = 0x20;
  private static final int JUMP = 0x05;
  private static final int IF_EQUAL = 0x15;
  private static final int IF_GREATER = 0x25;
  private static final int IF_GREATER_OR_EQUAL = 0x35;
  private static final int IF_ANY = 0x45;
  private static final int RETURN = 0x06;

  private static final int NUMBER = 0;
  private static final int ARCHITECTURE = 4;
  private static final int ARGUMENTS = 16;
  private static final int X86_64 = 0xc000003e;
  private static final int AARCH64 = 0xc00000b7;
  private static final int X32 = 0x40000000;

  private static final int CLONE_REFUSED = 0x7e020000 | 0x00800000 | 0x00000080;
  private static final int SOL_SOCKET = 1;
  private static final int SO_PEERCRED = 17;
  private static final int AF_UNIX = 1;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;

  private static final Set<GuestCall> REFUSED = EnumSet.range(GuestCall.MOUNT, GuestCall.KCMP);
  private static final Set<GuestCall> MISSING =
      EnumSet.range(GuestCall.IO_URING_SETUP, GuestCall.LISTMOUNT);
  private static final Set<GuestCall> UNTRACED = EnumSet.range(GuestCall.CLOSE, GuestCall.SECCOMP);

  /** One case: a number and what is done with it. */
  private record Case(int number, List<long[]> code) {}

  private SyscallFilter() {}

  /**
   * Returns the program for this machine's CPU.
   *
   * @param hasNetwork whether sockets may be of all kinds; else they are those of files, and of the
   *     Internet's protocols, whose addresses are looked at when they are used
   */
  static byte[] program(boolean hasNetwork) {
    return program(GuestCall.isX86(), hasNetwork);
  }

  /** Returns the program for a CPU. */
  static byte[] program(boolean isX86, boolean hasNetwork) {
    List<long[]> code = new ArrayList<>();
    code.add(new long[] {LOAD, 0, 0, ARCHITECTURE});
    code.add(new long[] {IF_EQUAL, 1, 0, isX86 ? X86_64 : AARCH64});
    code.add(end(ERROR | Errors.ENOSYS));
    code.add(new long[] {LOAD, 0, 0, NUMBER});
    if (isX86) {
      code.add(new long[] {IF_GREATER_OR_EQUAL, 0, 1, X32});
      code.add(end(ERROR | Errors.ENOSYS));
    }
    List<Case> cases = new ArrayList<>();
    for (GuestCall call : GuestCall.values()) {
      if (call.number(isX86) >= 0 && !UNTRACED.contains(call)) {
        List<long[]> leaf = leaf(call, hasNetwork);
        if (!leaf.isEmpty()) {
          cases.add(new Case(call.number(isX86), leaf));
        }
      }
    }
    cases.sort((a, b) -> Integer.compare(a.number(), b.number()));
    code.addAll(search(cases));
    ByteBuffer bytes =
        ByteBuffer.allocate(code.size() * INSTRUCTION_SIZE).order(ByteOrder.nativeOrder());
    for (long[] instruction : code) {
      bytes.putShort((short) instruction[0]);
      bytes.put((byte) instruction[1]).put((byte) instruction[2]);
      bytes.putInt((int) instruction[3]);
    }
    return bytes.array();
  }

  private static long[] end(int action) {
    return new long[] {RETURN, 0, 0, action};
  }

  private static List<long[]> leaf(GuestCall call, boolean hasNetwork) {
    if (call == GuestCall.CLONE) {
      return List.of(
          load(0, false),
          new long[] {IF_ANY, 0, 1, CLONE_REFUSED},
          end(ERROR | Errors.EPERM),
          end(ALLOW));
    } else if (call == GuestCall.SENDTO) {
      // with an address
      return List.of(
          load(4, false),
          new long[] {IF_EQUAL, 0, 3, 0},
          load(4, true),
          new long[] {IF_EQUAL, 0, 1, 0},
          end(ALLOW),
          end(TRACE));
    } else if (call == GuestCall.GETSOCKOPT) {
      return List.of(
          load(1, false),
          new long[] {IF_EQUAL, 0, 3, SOL_SOCKET},
          load(2, false),
          new long[] {IF_EQUAL, 0, 1, SO_PEERCRED},
          end(TRACE),
          end(ALLOW));
    } else if (call == GuestCall.CLONE3) {
      return List.of(end(ERROR | Errors.ENOSYS)); // its flags cannot be seen; programs use clone
    } else if (call == GuestCall.SOCKET) {
      return hasNetwork ? List.of() : withoutNetwork();
    } else if (call == GuestCall.FORK || call == GuestCall.VFORK) {
      return List.of();
    } else if (REFUSED.contains(call)) {
      return List.of(end(ERROR | Errors.EPERM));
    } else if (MISSING.contains(call)) {
      return List.of(end(ERROR | Errors.ENOSYS));
    }
    return List.of(end(TRACE));
  }

  /**
   * Without a network, what shows this machine's interfaces or reaches past their addresses is not
   * there: netlink, packets, other protocols.
   */
  private static List<long[]> withoutNetwork() {
    return List.of(
        load(0, false),
        new long[] {IF_EQUAL, 3, 0, AF_UNIX},
        new long[] {IF_EQUAL, 2, 0, AF_INET},
        new long[] {IF_EQUAL, 1, 0, AF_INET6},
        end(ERROR | Errors.EAFNOSUPPORT),
        end(ALLOW));
  }

  private static long[] load(int argument, boolean high) {
    return new long[] {LOAD, 0, 0, ARGUMENTS + 8L * argument + (high ? 4 : 0)};
  }

  /** Writes a search by halves. */
  private static List<long[]> search(List<Case> cases) {
    List<long[]> code = new ArrayList<>();
    if (cases.size() == 1) {
      Case only = cases.get(0);
      code.add(new long[] {IF_EQUAL, 1, 0, only.number()});
      code.add(end(ALLOW));
      code.addAll(only.code());
      return code;
    }
    int middle = cases.size() / 2;
    List<long[]> lower = search(cases.subList(0, middle));
    List<long[]> upper = search(cases.subList(middle, cases.size()));
    code.add(new long[] {IF_GREATER, 0, 1, cases.get(middle - 1).number()});
    code.add(new long[] {JUMP, 0, 0, lower.size()});
    code.addAll(lower);
    code.addAll(upper);
    return code;
  }

  /** Returns what the program does with a call: its return value. For tests. */
  static int evaluate(byte[] program, int architecture, int number, long... arguments) {
    ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
    data.putInt(NUMBER, number).putInt(ARCHITECTURE, architecture);
    long[] all = Arrays.copyOf(arguments, 6);
    for (int i = 0; i < all.length; i++) {
      data.putLong(ARGUMENTS + 8 * i, all[i]);
    }
    ByteBuffer code = ByteBuffer.wrap(program).order(ByteOrder.nativeOrder());
    int accumulator = 0;
    for (int at = 0; ; at += INSTRUCTION_SIZE) {
      int value = code.getInt(at + 4);
      boolean holds;
      switch (code.getShort(at)) {
        case LOAD -> {
          accumulator = data.getInt(value);
          continue;
        }
        case JUMP -> {
          at += value * INSTRUCTION_SIZE;
          continue;
        }
        case RETURN -> {
          return value;
        }
        case IF_EQUAL -> holds = accumulator == value;
        case IF_GREATER -> holds = Integer.compareUnsigned(accumulator, value) > 0;
        case IF_GREATER_OR_EQUAL -> holds = Integer.compareUnsigned(accumulator, value) >= 0;
        case IF_ANY -> holds = (accumulator & value) != 0;
        default -> throw new IllegalStateException("instruction " + code.getShort(at));
      }
      at += (holds ? code.get(at + 2) & 0xff : code.get(at + 3) & 0xff) * INSTRUCTION_SIZE;
    }
  }
}
