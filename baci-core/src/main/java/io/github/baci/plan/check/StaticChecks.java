package io.github.baci.plan.check;

import static io.github.baci.plan.check.CheckRule.CONSISTENT_INSTRUCTION_CASING;
import static io.github.baci.plan.check.CheckRule.DUPLICATE_STAGE_NAME;
import static io.github.baci.plan.check.CheckRule.FROM_AS_CASING;
import static io.github.baci.plan.check.CheckRule.INVALID_DEFINITION_DESCRIPTION;
import static io.github.baci.plan.check.CheckRule.MAINTAINER_DEPRECATED;
import static io.github.baci.plan.check.CheckRule.NO_EMPTY_CONTINUATION;
import static io.github.baci.plan.check.CheckRule.RESERVED_STAGE_NAME;
import static io.github.baci.plan.check.CheckRule.STAGE_NAME_CASING;

import io.github.baci.dockerfile.Dockerfile;
import io.github.baci.dockerfile.DockerfileWarning;
import io.github.baci.dockerfile.Instruction;
import io.github.baci.dockerfile.Origin;
import io.github.baci.dockerfile.Stage;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The checks that need no variables: of all stages, whatever is built. */
public final class StaticChecks {
  private static final Set<String> RESERVED = Set.of("context", "scratch");

  private final CheckLog log;

  private StaticChecks(CheckLog log) {
    this.log = log;
  }

  /** Checks a Dockerfile. */
  public static void check(Dockerfile dockerfile, CheckLog log) {
    StaticChecks checks = new StaticChecks(log);
    for (DockerfileWarning warning : dockerfile.warnings()) {
      if (warning.rule().equals(NO_EMPTY_CONTINUATION.id())) {
        log.add(
            NO_EMPTY_CONTINUATION, dockerfile.file(), warning.line(), "Empty continuation line");
      }
    }
    dockerfile.globalArgs().forEach(checks::describeArg);
    for (Stage stage : dockerfile.stages()) {
      checks.stageName(stage.from());
      for (Instruction instruction : stage.instructions()) {
        if (instruction instanceof Instruction.Arg arg) {
          checks.describeArg(arg);
        } else if (instruction instanceof Instruction.Maintainer maintainer) {
          log.add(
              MAINTAINER_DEPRECATED,
              maintainer.origin(),
              "Maintainer instruction is deprecated in favor of using label");
        }
      }
    }
    checks.uniqueNames(dockerfile.stages());
    checks.casing(dockerfile.stages());
  }

  private void stageName(Instruction.From from) {
    from.as()
        .ifPresent(
            as -> {
              Origin at = from.origin();
              if (!as.name().equals(as.name().toLowerCase(Locale.ROOT))) {
                log.add(
                    STAGE_NAME_CASING,
                    at,
                    as.name(),
                    "Stage name '%s' should be lowercase".formatted(as.name()));
              }
              String keyword = at.keyword();
              if (isOneCase(keyword) && !as.keyword().equals(inCaseOf(keyword, "as"))) {
                log.add(
                    FROM_AS_CASING,
                    at,
                    as.keyword(),
                    "'%s' and '%s' keywords' casing do not match".formatted(as.keyword(), keyword));
              }
              describe(at, "FROM", List.of(as.name().toLowerCase(Locale.ROOT)));
            });
  }

  private void describeArg(Instruction.Arg arg) {
    describe(
        arg.origin(),
        "ARG",
        arg.declarations().stream().map(Instruction.Arg.Declaration::name).toList());
  }

  private void describe(Origin at, String instruction, List<String> names) {
    if (at.comments().isEmpty() || names.isEmpty()) {
      return;
    }
    String last = at.comments().get(at.comments().size() - 1).strip();
    if (!names.contains(last.split(" ", 2)[0])) {
      log.add(
          INVALID_DEFINITION_DESCRIPTION,
          at,
          "Comment for %s should follow the format: `# %s <description>`"
              .formatted(instruction, names.size() > 1 ? "<arg_key>" : names.get(0)));
    }
  }

  private void uniqueNames(List<Stage> stages) {
    Set<String> seen = new HashSet<>();
    for (Stage stage : stages) {
      Instruction.From from = stage.from();
      if (from.name().isEmpty()) {
        continue;
      }
      String name = from.name().get();
      if (RESERVED.contains(name)) {
        log.add(
            RESERVED_STAGE_NAME,
            from.origin(),
            "Stage name should not use the same name as reserved stage \"%s\"".formatted(name));
      }
      if (!seen.add(name)) {
        log.add(
            DUPLICATE_STAGE_NAME,
            from.origin(),
            "Duplicate stage name \"%s\", stage names should be unique".formatted(name));
      }
    }
  }

  private void casing(List<Stage> stages) {
    int lower = 0;
    int upper = 0;
    for (Stage stage : stages) {
      for (Origin origin : origins(stage)) {
        String keyword = origin.keyword();
        if (isOneCase(keyword)) {
          if (keyword.equals(keyword.toLowerCase(Locale.ROOT))) {
            lower++;
          } else {
            upper++;
          }
        }
      }
    }
    String wanted = lower > upper ? "as" : "AS";
    String name = lower > upper ? "lowercase" : "uppercase";
    for (Stage stage : stages) {
      for (Origin origin : origins(stage)) {
        String keyword = origin.keyword();
        if (!keyword.equals(inCaseOf(wanted, keyword))) {
          log.add(
              CONSISTENT_INSTRUCTION_CASING,
              origin,
              "Command '%s' should match the case of the command majority (%s)"
                  .formatted(keyword, name));
        }
      }
    }
  }

  private static List<Origin> origins(Stage stage) {
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of(stage.from().origin()),
            stage.instructions().stream().map(Instruction::origin))
        .toList();
  }

  private static boolean isOneCase(String word) {
    return word.equals(word.toLowerCase(Locale.ROOT)) || word.equals(word.toUpperCase(Locale.ROOT));
  }

  private static String inCaseOf(String model, String word) {
    return model.equals(model.toLowerCase(Locale.ROOT))
        ? word.toLowerCase(Locale.ROOT)
        : word.toUpperCase(Locale.ROOT);
  }
}
