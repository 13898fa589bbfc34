package io.github.baci.container.host;

import io.github.baci.api.BuildRequest.EngineOptions;
import io.github.baci.container.builder.IdMapping;
import io.github.baci.container.builder.Separation;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Anybody on any machine where a process may trace its own children: nothing is mounted, no id is
 * changed, no namespace is made.
 */
final class TracedCommands implements Rung {
  @Override
  public EngineOptions.Kind kind() {
    return EngineOptions.Kind.TRACED;
  }

  @Override
  public String description() {
    return "by tracing their system calls, which gives them all owners but separates them from"
        + " nothing: what holds the build holds them";
  }

  @Override
  public IdMapping mapping() {
    return IdMapping.PRETENDED;
  }

  @Override
  public Separation separation() {
    return Separation.TRACED;
  }

  @Override
  public boolean concerns(Machine machine) {
    return true;
  }

  @Override
  public Optional<String> obstacle(Machine machine) {
    String cpu = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return List.of("amd64", "x86_64", "aarch64").contains(cpu)
        ? Optional.empty()
        : Optional.of("the system calls of the CPU '%s' are not known".formatted(cpu));
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
