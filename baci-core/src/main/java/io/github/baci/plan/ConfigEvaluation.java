package io.github.baci.plan;

import static io.github.baci.plan.check.CheckRule.EXPOSE_INVALID_FORMAT;
import static io.github.baci.plan.check.CheckRule.EXPOSE_PROTO_CASING;
import static io.github.baci.plan.check.CheckRule.JSON_ARGS_RECOMMENDED;
import static io.github.baci.plan.check.CheckRule.LEGACY_KEY_VALUE_FORMAT;
import static io.github.baci.plan.check.CheckRule.MULTIPLE_INSTRUCTIONS_DISALLOWED;
import static io.github.baci.plan.check.CheckRule.SECRETS_USED_IN_ARG_OR_ENV;
import static io.github.baci.plan.check.CheckRule.WORKDIR_RELATIVE_PATH;

import io.github.baci.dockerfile.CommandLine;
import io.github.baci.dockerfile.Instruction;
import io.github.baci.dockerfile.Instruction.Pair;
import io.github.baci.dockerfile.Origin;
import io.github.baci.dockerfile.PortSpec;
import io.github.baci.dockerfile.Signal;
import io.github.baci.image.ImageConfigBuilder;
import io.github.baci.plan.StageScope.DeclaredArg;
import io.github.baci.plan.check.SecretNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Makes the steps of the instructions that change the config, WORKDIR among them. */
final class ConfigEvaluation {
  /** Each port by each protocol: whoever names more repeats himself. */
  private static final int MOST_PORTS = 3 * 65_535;

  private final StageState state;
  private int portsNamed;
  private final Map<String, Origin> previous = new HashMap<>();
  private String display = "";

  ConfigEvaluation(StageState state) {
    this.state = state;
  }

  /** Adds the step. */
  void evaluate(Instruction instruction, String shownAs) {
    display = shownAs;
    Origin at = instruction.origin();
    if (instruction instanceof Instruction.Env env) {
      env(env);
    } else if (instruction instanceof Instruction.Label label) {
      label(label);
    } else if (instruction instanceof Instruction.Arg arg) {
      arg(arg);
    } else if (instruction instanceof Instruction.Workdir workdir) {
      workdir(workdir);
    } else if (instruction instanceof Instruction.User user) {
      String name = state.expand(at, user.user());
      add(at, "USER " + name, config -> config.user(name));
    } else if (instruction instanceof Instruction.Expose expose) {
      expose(expose);
    } else if (instruction instanceof Instruction.Volume volume) {
      volume(volume);
    } else if (instruction instanceof Instruction.Cmd cmd) {
      List<String> command = command(at, "CMD", cmd.command());
      add(at, "CMD " + quoted(command), config -> config.cmd(Optional.of(command)));
    } else if (instruction instanceof Instruction.Entrypoint entrypoint) {
      entrypoint(at, entrypoint);
    } else if (instruction instanceof Instruction.Shell shell) {
      add(
          at,
          "SHELL " + bracketed(shell.arguments()),
          config -> config.shell(Optional.of(shell.arguments())));
    } else if (instruction instanceof Instruction.StopSignal stop) {
      String signal = state.expand(at, stop.signal());
      StageState.inside(at, stop.signal(), () -> Signal.parse(signal));
      add(at, "STOPSIGNAL " + signal, config -> config.stopSignal(Optional.of(signal)));
    } else if (instruction instanceof Instruction.HealthCheck health) {
      usedOnce(at, "HEALTHCHECK");
      add(
          at,
          "HEALTHCHECK " + bracketed(health.check().test()),
          config -> config.healthCheck(Optional.of(health.check())));
    } else if (instruction instanceof Instruction.OnBuild onBuild) {
      add(at, "ONBUILD " + onBuild.trigger(), config -> config.trigger(onBuild.trigger()));
    } else if (instruction instanceof Instruction.Maintainer maintainer) {
      String author = maintainer.author();
      add(at, "MAINTAINER " + author, config -> config.author(Optional.of(author)));
    } else {
      throw new IllegalStateException("not an instruction of a stage: " + at);
    }
  }

  private void add(Origin at, String createdBy, Consumer<ImageConfigBuilder> change) {
    state.add(at, display, createdBy, false, change, ConfigStep::new);
  }

  private List<Pair> expand(Origin at, String name, List<Pair> pairs) {
    List<Pair> expanded = new ArrayList<>(pairs.size());
    for (Pair pair : pairs) {
      if (pair.legacy()) {
        state
            .log()
            .add(
                LEGACY_KEY_VALUE_FORMAT,
                at,
                "\"%1$s key=value\" should be used instead of legacy \"%1$s key value\" format"
                    .formatted(name));
      }
      expanded.add(
          new Pair(state.expand(at, pair.key()), state.expand(at, pair.value()), pair.legacy()));
    }
    return expanded;
  }

  private void env(Instruction.Env env) {
    List<Pair> pairs = expand(env.origin(), "ENV", env.pairs());
    pairs.forEach(pair -> checkSecret(env.origin(), "ENV", pair.key()));
    pairs.forEach(pair -> state.assign(pair.key(), pair.value()));
    add(
        env.origin(),
        "ENV " + joined(pairs),
        config -> pairs.forEach(pair -> config.env(pair.key(), pair.value())));
  }

  private void label(Instruction.Label label) {
    List<Pair> pairs = expand(label.origin(), "LABEL", label.pairs());
    add(
        label.origin(),
        "LABEL " + joined(pairs),
        config -> pairs.forEach(pair -> config.label(pair.key(), pair.value())));
  }

  private void arg(Instruction.Arg arg) {
    List<String> words = new ArrayList<>();
    Map<String, String> buildArgs = state.context().options().buildArgs();
    for (Instruction.Arg.Declaration declaration : arg.declarations()) {
      String name = declaration.name();
      checkSecret(arg.origin(), "ARG", name);
      Optional<String> value = Optional.ofNullable(buildArgs.get(name));
      if (value.isEmpty()) {
        value =
            declaration.value().isPresent()
                ? Optional.of(state.expand(arg.origin(), declaration.value().get()))
                : Optional.ofNullable(state.context().global().values().get(name));
      }
      if (!StageState.NEVER_VARIABLES.contains(name)) {
        value.ifPresent(text -> state.assign(name, text));
      }
      state.declare(new DeclaredArg(name, value));
      words.add(value.map(text -> name + "=" + text).orElse(name));
    }
    add(arg.origin(), "ARG " + String.join(" ", words), config -> {});
  }

  private void checkSecret(Origin at, String instruction, String name) {
    if (SecretNames.isSecret(name)) {
      state
          .log()
          .add(
              SECRETS_USED_IN_ARG_OR_ENV,
              at,
              name,
              "Do not use ARG or ENV instructions for sensitive data (%s \"%s\")"
                  .formatted(instruction, name));
    }
  }

  private void workdir(Instruction.Workdir workdir) {
    Origin at = workdir.origin();
    String path = state.expand(at, workdir.path());
    if (!state.workdirSet() && !path.startsWith("/")) {
      state
          .log()
          .add(
              WORKDIR_RELATIVE_PATH,
              at,
              workdir.path(),
              "Relative workdir \"%s\" can have unexpected results if the base image changes"
                  .formatted(path));
    }
    state.markWorkdirSet();
    String current = state.workingDirectory();
    String stored = path.startsWith("/") ? path : UnixPath.resolve(current, path);
    String clean = UnixPath.resolve("/", stored);
    if (clean.equals("/")) {
      add(at, "WORKDIR " + stored, config -> config.workingDir(stored));
    } else {
      state.add(
          at,
          display,
          "WORKDIR " + stored,
          true,
          config -> config.workingDir(stored),
          head -> new WorkdirStep(head, clean, state.user()));
    }
  }

  private void expose(Instruction.Expose expose) {
    Origin at = expose.origin();
    List<String> ports = new ArrayList<>();
    for (String word : expose.ports()) {
      List<String> words =
          StageState.inside(
              at,
              word,
              () -> state.context().expander().expand(word, state.variables()::get).words());
      for (String port : words) {
        PortSpec spec = StageState.inside(at, word, () -> PortSpec.parse(port));
        if (spec.addressed()) {
          String message =
              "EXPOSE instruction should not define an IP address or host-port mapping, found '%s'";
          state.log().add(EXPOSE_INVALID_FORMAT, at, word, message.formatted(port));
        }
        if (spec.protocolCased()) {
          String message = "Defined protocol '%s' in EXPOSE instruction should be lowercase";
          state.log().add(EXPOSE_PROTO_CASING, at, word, message.formatted(port));
        }
        portsNamed += spec.ports().size();
        if (portsNamed > MOST_PORTS) {
          throw at.error(
              word,
              "more than %,d ports are exposed, which is each of them by each protocol; name each once"
                  .formatted(MOST_PORTS));
        }
        ports.addAll(spec.ports());
      }
    }
    add(at, "EXPOSE " + bracketed(ports), config -> ports.forEach(config::exposedPort));
  }

  private void volume(Instruction.Volume volume) {
    Origin at = volume.origin();
    List<String> paths = new ArrayList<>();
    for (String word : volume.paths()) {
      String path = state.expand(at, word);
      if (path.isEmpty()) {
        throw at.error(word, "VOLUME specified can not be an empty string");
      }
      paths.add(path);
    }
    add(at, "VOLUME " + bracketed(paths), config -> paths.forEach(config::volume));
  }

  private void entrypoint(Origin at, Instruction.Entrypoint entrypoint) {
    List<String> command = command(at, "ENTRYPOINT", entrypoint.command());
    boolean cmdSet = previous.containsKey("CMD");
    add(
        at,
        "ENTRYPOINT " + quoted(command),
        config -> {
          config.entrypoint(Optional.of(command));
          if (!cmdSet) {
            config.cmd(Optional.empty());
          }
        });
  }

  private List<String> command(Origin at, String name, CommandLine line) {
    usedOnce(at, name);
    if (line instanceof CommandLine.Exec exec) {
      return exec.arguments();
    }
    if (state.shell().filter(shell -> !shell.isEmpty()).isEmpty()) {
      state
          .log()
          .add(
              JSON_ARGS_RECOMMENDED,
              at,
              "JSON arguments recommended for %s to prevent unintended behavior related to OS signals"
                  .formatted(name));
    }
    if (line instanceof CommandLine.Shell shell) {
      return ShellForm.wrap(state.shell(), state.stage(), shell.text());
    }
    throw new IllegalStateException("a script cannot stand here: " + at);
  }

  private void usedOnce(Origin at, String name) {
    Origin earlier = previous.put(name, at);
    if (earlier != null) {
      state
          .log()
          .add(
              MULTIPLE_INSTRUCTIONS_DISALLOWED,
              earlier,
              "Multiple %s instructions should not be used in the same stage because only the last one will be used"
                  .formatted(name));
    }
  }

  private static String joined(List<Pair> pairs) {
    return pairs.stream()
        .map(pair -> pair.key() + "=" + pair.value())
        .collect(Collectors.joining(" "));
  }

  private static String bracketed(List<String> words) {
    return "[" + String.join(" ", words) + "]";
  }

  private static String quoted(List<String> words) {
    return words.stream()
        .map(
            word ->
                "\""
                    + word.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t")
                    + "\"")
        .collect(Collectors.joining(" ", "[", "]"));
  }
}
