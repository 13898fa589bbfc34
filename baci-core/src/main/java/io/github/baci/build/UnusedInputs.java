package io.github.baci.build;

import io.github.baci.api.BuildRequest;
import io.github.baci.plan.AddSource;
import io.github.baci.plan.AddStep;
import io.github.baci.plan.EvaluatedPlan;
import io.github.baci.plan.GitSource;
import io.github.baci.plan.Mount;
import io.github.baci.plan.RunStep;
import io.github.baci.plan.StageInput;
import io.github.baci.plan.StagePlan;
import io.github.baci.plan.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Named contexts, secrets and SSH agents that the caller gives and nothing asks for. BuildKit
 * passes them over without a word; mostly the name is misspelt.
 */
final class UnusedInputs {
  private static final String STAGE_SCHEME = "stage://";

  private final Set<String> contexts = new TreeSet<>();
  private final Set<String> secrets = new TreeSet<>();
  private final Set<String> sshAgents = new TreeSet<>();

  private UnusedInputs(BuildRequest request) {
    request
        .namedContexts()
        .forEach(
            (name, value) -> {
              if (!value.startsWith(STAGE_SCHEME)) {
                contexts.add(name);
              }
            });
    secrets.addAll(request.secrets().keySet());
    sshAgents.addAll(request.sshAgents().keySet());
  }

  /**
   * Returns a warning for each kind, if there are any.
   *
   * @param planned what is known to be needed without a look at base images
   */
  static List<String> warnings(
      BuildRequest request, EvaluatedPlan plan, Collection<StageInput> planned) {
    if (request.namedContexts().isEmpty()
        && request.secrets().isEmpty()
        && request.sshAgents().isEmpty()) {
      return List.of();
    }
    UnusedInputs unused = new UnusedInputs(request);
    planned.forEach(unused::use);
    for (StagePlan stage : plan.stages().values()) {
      unused.use(stage.stage().base());
      stage.inputs().forEach(unused::use);
      stage.steps().forEach(unused::use);
    }
    List<String> warnings = new ArrayList<>();
    tell("named contexts", unused.contexts, "no FROM, COPY or mount", warnings);
    tell("secrets", unused.secrets, "no RUN --mount=type=secret", warnings);
    tell("SSH agents", unused.sshAgents, "no RUN --mount=type=ssh", warnings);
    return warnings;
  }

  private void use(StageInput input) {
    if (input instanceof StageInput.Named named) {
      contexts.remove(named.name());
    }
  }

  private void use(Step step) {
    if (step instanceof RunStep run) {
      for (Mount mount : run.mounts()) {
        if (mount instanceof Mount.Secret secret) {
          secrets.remove(secret.id());
        } else if (mount instanceof Mount.Ssh ssh) {
          sshAgents.remove(ssh.id());
        }
      }
    } else if (step instanceof AddStep add) {
      for (AddSource source : add.sources()) {
        if (source instanceof GitSource) {
          sshAgents.clear(); // which of them git asks depends on the repository
        }
      }
    }
  }

  private static void tell(String what, Set<String> names, String who, List<String> warnings) {
    if (!names.isEmpty()) {
      warnings.add(
          "%s were not used: %s; %s of the stages that are built names them"
              .formatted(what, String.join(", ", names), who));
    }
  }
}
