package io.github.baci.container.host;

import io.github.baci.api.BuildRequest.EngineOptions;
import io.github.baci.container.builder.IdMapping;
import io.github.baci.container.builder.Separation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Namespaces of a user who has no other ids, in which commands are traced so that they see the
 * owners of the image all the same: the kernel keeps them in, and the tracer only pretends ids.
 */
final class EnclosedCommands extends OneIdRung {
  /** Makes all that is needed, a new /proc among it, which a container may refuse. */
  private static final List<String> PROBE =
      List.of(
          "unshare",
          "--user",
          "--map-root-user",
          "--mount",
          "--propagation",
          "private",
          "--pid",
          "--fork",
          "--mount-proc",
          "true");

  private final Rung traced = new TracedCommands();

  @Override
  public EngineOptions.Kind kind() {
    return EngineOptions.Kind.TRACED;
  }

  @Override
  public String description() {
    return "in namespaces of their own, with one id, and traced, which gives them all owners";
  }

  @Override
  public IdMapping mapping() {
    return IdMapping.PRETENDED;
  }

  @Override
  public Separation separation() {
    return Separation.ENCLOSED;
  }

  @Override
  public Optional<String> obstacle(Machine machine) throws IOException, InterruptedException {
    Optional<String> refused = traced.obstacle(machine);
    if (refused.isEmpty()) {
      refused = super.obstacle(machine);
    }
    if (refused.isPresent()) {
      return refused;
    }
    Programs.Ended ended = Programs.run(PROBE);
    return ended.exitCode() == 0
        ? Optional.empty()
        : Optional.of(
            "a namespace of processes is of no use without a /proc of its own, which is refused"
                + " here (%s), as parts of this container's /proc are hidden: in Docker '--security-opt systempaths=unconfined', in Kubernetes"
                    .formatted(ended.output())
                + " 'procMount: Unmasked', shows them");
  }
}
