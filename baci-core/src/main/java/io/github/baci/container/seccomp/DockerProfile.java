package io.github.baci.container.seccomp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Docker's default profile (profiles/seccomp of the moby project, as of Docker 29): what is not
 * allowed is refused with "operation not permitted", and calls that are younger than all of the
 * profile with "function not implemented", so that programs do without them.
 */
final class DockerProfile {
  /** The bits of clone that make namespaces; user, mount, pid, network, IPC, host name, cgroup. */
  static final int NAMESPACES = 0x7e020000;

  private static final int ABIS = Abi.values().length;
  private static final int LAST_FAMILY = 45;
  private static final List<Integer> REFUSED_FAMILIES =
      List.of(12, 19, 20, 23, 25, 34, 37, 38, 40); // among them VSOCK and the kernel's ciphers
  private static final List<Integer> PERSONALITIES = List.of(0, 8, 0x20000, 0x20008, 0xffffffff);

  /** Numbers of capabilities (linux/capability.h). */
  private static final Map<String, Integer> CAPABILITIES =
      Map.ofEntries(
          Map.entry("dac_read_search", 2),
          Map.entry("sys_module", 16),
          Map.entry("sys_rawio", 17),
          Map.entry("sys_chroot", 18),
          Map.entry("sys_ptrace", 19),
          Map.entry("sys_pacct", 20),
          Map.entry("sys_admin", 21),
          Map.entry("sys_boot", 22),
          Map.entry("sys_nice", 23),
          Map.entry("sys_time", 25),
          Map.entry("sys_tty_config", 26),
          Map.entry("syslog", 34),
          Map.entry("perfmon", 38),
          Map.entry("bpf", 39));

  private final List<Row> rows;

  /** A system call: its numbers, and who may make it. */
  static final class Row {
    private static final int NONE = -1;

    private final String name;
    private final int[] numbers;
    private final String who;

    private Row(String name, int[] numbers, String who) {
      this.name = name;
      this.numbers = numbers;
      this.who = who;
    }

    String name() {
      return name;
    }

    String who() {
      return who;
    }

    Optional<Integer> number(Abi abi) {
      return has(abi) ? Optional.of(numbers[abi.column()]) : Optional.empty();
    }

    private boolean has(Abi abi) {
      return numbers[abi.column()] != NONE;
    }
  }

  private DockerProfile(List<Row> rows) {
    this.rows = rows;
  }

  /**
   * Reads the table. Every builder does so before its first command: with neither regular
   * expressions nor lambdas, as to load and link what they need takes longer than all else, and
   * with as little code for each character as can be, as the JVM interprets it.
   */
  static DockerProfile read() {
    try (InputStream in = DockerProfile.class.getResourceAsStream("calls")) {
      return new DockerProfile(List.copyOf(new TableReader(in.readAllBytes()).rows()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the lines of the table: words with spaces between them. */
  private static final class TableReader {
    private final byte[] table;
    private int at;

    TableReader(byte[] table) {
      this.table = table;
    }

    List<Row> rows() {
      List<Row> rows = new ArrayList<>();
      while (at < table.length) {
        if (table[at] == '#') {
          while (table[at] != '\n') {
            at++;
          }
        } else {
          String name = word();
          int[] numbers = new int[ABIS];
          for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number();
          }
          rows.add(new Row(name, numbers, word()));
        }
        at++; // the end of the line
      }
      return rows;
    }

    private String word() {
      skipSpaces();
      int start = at;
      while (table[at] > ' ') {
        at++;
      }
      return new String(table, start, at - start, StandardCharsets.US_ASCII);
    }

    private int number() {
      skipSpaces();
      if (table[at] == '-') {
        at++;
        return Row.NONE;
      }
      int number = 0;
      while (table[at] > ' ') {
        number = 10 * number + table[at++] - '0';
      }
      return number;
    }

    private void skipSpaces() {
      while (table[at] == ' ') {
        at++;
      }
    }
  }

  List<Row> rows() {
    return rows;
  }

  /**
   * Returns what becomes of the calls of an ABI, by their numbers.
   *
   * @param capabilities those that a command has, as bits by their numbers
   */
  SortedMap<Integer, Verdict> verdicts(Abi abi, long capabilities) {
    SortedMap<Integer, Verdict> result = new TreeMap<>();
    for (Row row : rows) {
      if (row.has(abi)) {
        result.put(row.numbers[abi.column()], verdict(row.who, capabilities));
      }
    }
    return result;
  }

  /** Returns the highest number of a call that the profile names for anybody. */
  int latest(Abi abi) {
    int latest = Row.NONE;
    for (Row row : rows) {
      if (!row.who.equals("-")) {
        latest = Math.max(latest, row.numbers[abi.column()]);
      }
    }
    return latest;
  }

  private static Verdict verdict(String who, long capabilities) {
    return switch (who) {
      case "allow" -> Verdict.ALLOW;
      case "-" -> Verdict.EPERM;
      case "no-namespaces" ->
          isAdmin(capabilities) ? Verdict.ALLOW : new Verdict.WithoutBits(NAMESPACES);
      case "no-clone3" -> isAdmin(capabilities) ? Verdict.ALLOW : Verdict.ENOSYS;
      case "families" -> new Verdict.OneOf(families());
      case "personalities" -> new Verdict.OneOf(PERSONALITIES);
      default -> {
        for (String capability : who.split(",")) {
          if (has(capabilities, capability)) {
            yield Verdict.ALLOW;
          }
        }
        yield Verdict.EPERM;
      }
    };
  }

  private static boolean isAdmin(long capabilities) {
    return has(capabilities, "sys_admin");
  }

  private static boolean has(long capabilities, String name) {
    Integer number = CAPABILITIES.get(name);
    if (number == null) {
      throw new IllegalStateException("the table of system calls has no word '" + name + "'");
    }
    return (capabilities & (1L << number)) != 0;
  }

  private static List<Integer> families() {
    List<Integer> families = new ArrayList<>();
    for (int family = 0; family <= LAST_FAMILY; family++) {
      if (!REFUSED_FAMILIES.contains(family)) {
        families.add(family);
      }
    }
    return families;
  }
}
