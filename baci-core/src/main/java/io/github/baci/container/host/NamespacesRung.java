package io.github.baci.container.host;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildRequest.EngineOptions;
import io.github.baci.container.builder.Separation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Mount, pid, ipc and uts namespaces, made by util-linux's {@code unshare}: all that the program
 * starts ends with it.
 */
abstract sealed class NamespacesRung implements Rung
    permits NamespacesOfRoot, NamespacesWithAllIds, NamespacesWithRange, OneIdRung {
  private static final List<String> UNSHARE =
      List.of(
          "unshare",
          "--mount",
          "--propagation",
          "private",
          "--pid",
          "--fork",
          "--kill-child=KILL",
          "--ipc",
          "--uts");

  /** Makes a user namespace, and goes on when a line comes: its ids are mapped by then. */
  private static final List<String> WAITING =
      List.of("unshare", "--user", "sh", "-c", "echo && read line && exec \"$@\"", "sh");

  /**
   * Puts the builder where its number leads to in a /proc of other numbers: libffi looks there for
   * itself, and would else hold a file open for writing.
   */
  private static final List<String> AS_NUMBER_ONE =
      List.of(
          "sh",
          "-c",
          "read -r pid rest </proc/self/stat && mount --bind \"/proc/$pid\" /proc/1 && exec \"$@\"",
          "sh");

  static final String UNSHARE_IS_MISSING =
      "the program 'unshare' is missing, which the package util-linux has";

  static final String ROOT_IS_ALONE =
      "root is the only user here, in a user namespace that an ordinary user has made";

  /** Maps the ids of a new user namespace from outside. */
  interface IdMapper {
    /** Maps the ids of the namespace of a process. */
    void map(long pid) throws IOException, InterruptedException;
  }

  @Override
  public EngineOptions.Kind kind() {
    return EngineOptions.Kind.NAMESPACES;
  }

  @Override
  public Separation separation() {
    return Separation.NAMESPACES;
  }

  /** Starts a program in a user namespace of which the ids are mapped from outside. */
  Process startMapped(Machine machine, Launch launch, IdMapper mapper)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(WAITING);
    command.addAll(unshare(machine, List.of()));
    command.addAll(launch.program());
    Process process = Programs.start(command, launch);
    boolean isMapped = false;
    try {
      if (process.getInputStream().read() < 0) {
        String output = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        throw new BaciException(explain(machine, output));
      }
      mapper.map(process.pid());
      OutputStream out = process.getOutputStream();
      out.write('\n');
      out.flush();
      out.close();
      isMapped = true;
      return process;
    } finally {
      if (!isMapped) {
        process.destroyForcibly();
      }
    }
  }

  /** Starts a program without such help. */
  static Process startUnmapped(Machine machine, Launch launch, List<String> flags)
      throws IOException {
    List<String> command = unshare(machine, flags);
    command.addAll(launch.program());
    Process process = Programs.start(command, launch);
    process.getOutputStream().close();
    return process;
  }

  private static List<String> unshare(Machine machine, List<String> flags) {
    List<String> command = new ArrayList<>(UNSHARE);
    if (!machine.isProcHidden()) {
      command.add("--mount-proc");
    }
    command.addAll(flags);
    command.add("--");
    if (machine.isProcHidden()) {
      command.addAll(AS_NUMBER_ONE);
    }
    return command;
  }

  @Override
  public String explain(Machine machine, String output) {
    String said = Programs.oneLine(output);
    return said.isEmpty() ? "the builder ended without a message" : said;
  }
}
