package io.github.baci.plan;

import io.github.baci.api.BaciException;
import io.github.baci.dockerfile.CommandLine;
import io.github.baci.dockerfile.Instruction.Run;
import io.github.baci.dockerfile.Instruction.Run.Security;
import io.github.baci.dockerfile.MountSpec;
import io.github.baci.dockerfile.MountSpec.Sharing;
import io.github.baci.dockerfile.Origin;
import io.github.baci.plan.RunStep.ScriptFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes the step of a RUN. */
final class RunEvaluation {
  private static final String SCRIPT_DIRECTORY = "/dev/pipes/";
  private static final int DEFAULT_CACHE_MODE = 0755;
  private static final int DEFAULT_SECRET_MODE = 0400;
  private static final int DEFAULT_SSH_MODE = 0600;
  private static final List<String> PROXIES =
      List.of("HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY");

  private final StageState state;
  private final Run run;
  private final Origin at;

  RunEvaluation(StageState state, Run run) {
    this.state = state;
    this.run = run;
    this.at = run.origin();
  }

  /** Adds the step. */
  void evaluate(String display) {
    if (!run.devices().isEmpty()) {
      throw at.error(
          "device feature is only supported in Dockerfile frontend 1.14.0-labs or later, and not"
              + " by baci: --device needs devices of the host");
    }
    CommandLine effective = run.effectiveCommand();
    List<String> command = command(effective);
    if (command.isEmpty()) {
      throw at.error("arguments are required: RUN [] names no program");
    }
    List<Mount> mounts = mounts();
    List<ScriptFile> scripts =
        effective instanceof CommandLine.Script script
            ? List.of(new ScriptFile(SCRIPT_DIRECTORY + script.name(), script.content()))
            : List.of();
    Map<String, String> env = state.variables().snapshot();
    Map<String, String> buildArgs = state.context().options().buildArgs();
    String hostname = buildArgs.getOrDefault("BUILDKIT_SANDBOX_HOSTNAME", "");
    state.add(
        at,
        display,
        state.runArguments().history(command),
        true,
        config -> {},
        head ->
            new RunStep(
                head,
                new RunStep.Invocation(
                    command, env, proxies(buildArgs), state.workingDirectory(), state.user()),
                mounts,
                scripts,
                new RunStep.Surroundings(
                    run.network(),
                    run.security() == Security.INSECURE,
                    hostname.isEmpty() ? RunStep.DEFAULT_HOSTNAME : hostname)));
  }

  private List<String> command(CommandLine line) {
    if (line instanceof CommandLine.Exec exec) {
      return exec.arguments();
    }
    return line instanceof CommandLine.Script script
        ? ShellForm.wrap(state.shell(), state.stage(), SCRIPT_DIRECTORY + script.name())
        : ShellForm.wrap(state.shell(), state.stage(), ((CommandLine.Shell) line).text());
  }

  private static Map<String, String> proxies(Map<String, String> buildArgs) {
    Map<String, String> proxies = new TreeMap<>();
    new TreeMap<>(buildArgs)
        .forEach(
            (name, value) -> {
              String upper = name.toUpperCase(Locale.ROOT);
              if (PROXIES.contains(upper)) {
                proxies.put(upper, value);
                proxies.put(name.toLowerCase(Locale.ROOT), value);
              }
            });
    return proxies;
  }

  private List<Mount> mounts() {
    List<Mount> mounts = new ArrayList<>();
    int sockets = 0;
    for (String text : run.mounts()) {
      MountSpec spec =
          StageState.inside(
              at, text, () -> MountSpec.parse(text, value -> state.expand(at, value)));
      int socket = sockets;
      mounts.add(StageState.inside(at, text, () -> mount(spec, socket)));
      if (spec.type() == MountSpec.Type.SSH) {
        sockets++;
      }
    }
    return mounts;
  }

  private Mount mount(MountSpec spec, int socket) {
    return switch (spec.type()) {
      case BIND -> {
        String target = target(spec.target().orElse(""));
        StageInput from =
            from(spec).map(name -> source(name, spec)).orElseGet(StageInput.Context::new);
        yield new Mount.Bind(target, from, source(spec), spec.readOnly());
      }
      case CACHE -> cache(spec);
      case TMPFS -> new Mount.Tmpfs(target(spec.target().orElse("")), spec.size(), spec.readOnly());
      case SECRET -> secret(spec);
      case SSH -> ssh(spec, socket);
    };
  }

  private Mount ssh(MountSpec spec, int socket) {
    if (spec.source().filter(source -> !source.isEmpty()).isPresent()) {
      throw new BaciException("ssh does not support source");
    }
    return new Mount.Ssh(
        spec.id().filter(id -> !id.isEmpty()).orElse("default"),
        spec.target()
            .filter(target -> !target.isEmpty())
            .map(this::target)
            .orElse("/run/buildkit/ssh_agent." + socket),
        spec.mode().orElse(DEFAULT_SSH_MODE),
        spec.uid().orElse(0),
        spec.gid().orElse(0),
        spec.required());
  }

  private Mount cache(MountSpec spec) {
    String written = spec.target().orElse("");
    String namespace =
        state.context().options().buildArgs().getOrDefault("BUILDKIT_CACHE_MOUNT_NS", "");
    String id = spec.id().filter(name -> !name.isEmpty()).orElseGet(() -> cleanTarget(written));
    return new Mount.Cache(
        target(written),
        namespace.isEmpty() ? id : namespace + "/" + id,
        from(spec).map(name -> source(name, spec)).orElseGet(StageInput.Scratch::new),
        source(spec),
        spec.sharing().orElse(Sharing.SHARED),
        spec.readOnly(),
        new Mount.Cache.Access(
            spec.mode().orElse(DEFAULT_CACHE_MODE), spec.uid().orElse(0), spec.gid().orElse(0)));
  }

  /** Returns a target cleaned as it was written: a relative one stays relative. */
  private static String cleanTarget(String written) {
    String clean = UnixPath.resolve("/", written);
    return written.startsWith("/") ? clean : clean.substring(1);
  }

  private Mount secret(MountSpec spec) {
    Optional<String> target = spec.target().filter(text -> !text.isEmpty());
    String id =
        spec.id()
            .or(spec::source)
            .filter(text -> !text.isEmpty())
            .or(() -> target.map(UnixPath::baseName))
            .orElseThrow(
                () -> new BaciException("invalid secret mount. one of source, target required"));
    Optional<String> file =
        target.isPresent() || spec.env().isPresent()
            ? target.map(this::target)
            : Optional.of("/run/secrets/" + UnixPath.baseName(id));
    return new Mount.Secret(
        id,
        file,
        spec.env(),
        spec.mode().orElse(DEFAULT_SECRET_MODE),
        spec.uid().orElse(0),
        spec.gid().orElse(0),
        spec.required());
  }

  private static Optional<String> from(MountSpec spec) {
    return spec.from().filter(name -> !name.isEmpty());
  }

  private StageInput source(String name, MountSpec spec) {
    StageInput input = state.context().resolver().mountSource(name, state.stage().platform());
    if (input instanceof StageInput.Stage stage && stage.index() >= state.stage().index()) {
      throw new BaciException(
          "cannot mount from stage \"%s\" to \"%s\", stage needs to be defined before current command"
              .formatted(name, spec.target().orElse("")));
    }
    return input;
  }

  private static String source(MountSpec spec) {
    return UnixPath.resolve("/", spec.source().orElse("/"));
  }

  private String target(String written) {
    String target = UnixPath.resolve(state.workingDirectory(), written);
    if (target.equals("/")) {
      throw new BaciException("invalid mount target \"/\"");
    }
    return target;
  }
}
