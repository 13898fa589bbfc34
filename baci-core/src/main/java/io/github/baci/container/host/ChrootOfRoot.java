package io.github.baci.container.host;

import io.github.baci.api.BuildRequest.EngineOptions;
import io.github.baci.container.builder.IdMapping;
import io.github.baci.container.builder.Separation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Root of a container as Docker makes it by default: it may change its root directory, make device
 * nodes and give files to anybody, and can mount nothing.
 */
final class ChrootOfRoot implements Rung {
  private static final List<Capability> NEEDED =
      List.of(
          Capability.SYS_CHROOT,
          Capability.CHOWN,
          Capability.DAC_OVERRIDE,
          Capability.FOWNER,
          Capability.FSETID,
          Capability.KILL,
          Capability.MKNOD,
          Capability.SETGID,
          Capability.SETUID,
          Capability.SETFCAP);

  @Override
  public EngineOptions.Kind kind() {
    return EngineOptions.Kind.CHROOT;
  }

  @Override
  public String description() {
    return "by chroot: this container alone separates them from the machine, and there is no /proc";
  }

  @Override
  public IdMapping mapping() {
    return IdMapping.ROOT;
  }

  @Override
  public Separation separation() {
    return Separation.CHROOT;
  }

  @Override
  public boolean concerns(Machine machine) {
    return machine.user().isRoot();
  }

  @Override
  public Optional<String> obstacle(Machine machine) {
    List<Capability> lacking = machine.lacking(NEEDED);
    return lacking.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "root lacks %s, which Docker's default gives"
                .formatted(
                    lacking.stream()
                        .map(one -> "CAP_" + one.name())
                        .collect(Collectors.joining(", "))));
  }

  @Override
  public Process start(Machine machine, Launch launch) throws IOException {
    Process process = Programs.start(launch.program(), launch);
    process.getOutputStream().close();
    return process;
  }

  @Override
  public String explain(Machine machine, String output) {
    String said = Programs.oneLine(output);
    return said.isEmpty() ? "the builder ended without a message" : said;
  }
}
