package io.github.baci.dockerfile;

import io.github.baci.api.BaciException;
import io.github.baci.api.NetworkMode;
import io.github.baci.api.Suggestion;
import io.github.baci.dockerfile.Instruction.Arg;
import io.github.baci.dockerfile.Instruction.Cmd;
import io.github.baci.dockerfile.Instruction.Entrypoint;
import io.github.baci.dockerfile.Instruction.Env;
import io.github.baci.dockerfile.Instruction.Expose;
import io.github.baci.dockerfile.Instruction.From;
import io.github.baci.dockerfile.Instruction.HealthCheck;
import io.github.baci.dockerfile.Instruction.Label;
import io.github.baci.dockerfile.Instruction.Maintainer;
import io.github.baci.dockerfile.Instruction.OnBuild;
import io.github.baci.dockerfile.Instruction.Pair;
import io.github.baci.dockerfile.Instruction.Run;
import io.github.baci.dockerfile.Instruction.Shell;
import io.github.baci.dockerfile.Instruction.StopSignal;
import io.github.baci.dockerfile.Instruction.User;
import io.github.baci.dockerfile.Instruction.Volume;
import io.github.baci.dockerfile.Instruction.Workdir;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Understands an instruction: checks its options and the number and form of its arguments. */
final class InstructionParser {
  /** The names of all instructions. */
  static final List<String> NAMES =
      List.of(
          "ADD",
          "ARG",
          "CMD",
          "COPY",
          "ENTRYPOINT",
          "ENV",
          "EXPOSE",
          "FROM",
          "HEALTHCHECK",
          "LABEL",
          "MAINTAINER",
          "ONBUILD",
          "RUN",
          "SHELL",
          "STOPSIGNAL",
          "USER",
          "VOLUME",
          "WORKDIR");

  private static final FlagSet FROM = FlagSet.NONE.strings("platform");
  private static final FlagSet RUN =
      FlagSet.NONE.strings("network", "security").lists("mount", "device");

  private final RawInstruction raw;
  private final Origin origin;
  private final ProblemCollector faults;

  InstructionParser(RawInstruction raw, Consumer<Problem> problems) {
    this.raw = raw;
    this.origin = raw.origin();
    this.faults = new ProblemCollector(origin, problems);
  }

  /** Returns the instruction; empty if it has faults, which were taken down. */
  Optional<Instruction> parse() {
    Instruction instruction =
        switch (raw.name().toUpperCase(Locale.ROOT)) {
          case "FROM" -> from();
          case "RUN" -> run();
          case "COPY" -> new FileInstructionParser(raw, faults).copy();
          case "ADD" -> new FileInstructionParser(raw, faults).add();
          case "ENV" -> new Env(origin, pairs("ENV"));
          case "LABEL" -> new Label(origin, pairs("LABEL"));
          case "ARG" -> arg();
          case "WORKDIR" -> new Workdir(origin, onlyArgument("WORKDIR"));
          case "USER" -> new User(origin, onlyArgument("USER"));
          case "MAINTAINER" -> new Maintainer(origin, onlyArgument("MAINTAINER"));
          case "STOPSIGNAL" -> stopSignal();
          case "EXPOSE" -> new Expose(origin, atLeastOne("EXPOSE").stream().sorted().toList());
          case "VOLUME" -> volume();
          case "CMD" -> new Cmd(origin, command());
          case "ENTRYPOINT" -> new Entrypoint(origin, command());
          case "SHELL" -> shell();
          case "HEALTHCHECK" -> new HealthCheck(origin, new HealthCheckParser(raw, faults).parse());
          case "ONBUILD" -> onBuild();
          default -> unknown();
        };
    return faults.any() ? Optional.empty() : Optional.of(instruction);
  }

  private Instruction unknown() {
    faults.add(
        Suggestion.append(
            "unknown instruction: " + raw.name(), Suggestion.ofAnyCase(raw.name(), NAMES)));
    return new Maintainer(origin, "");
  }

  private From from() {
    FlagValues flags = FROM.read(raw.flags(), faults);
    List<String> words = raw.arguments().words();
    boolean named = words.size() == 3 && words.get(1).equalsIgnoreCase("as");
    if (words.size() != 1 && !named) {
      faults.add("FROM requires either one or three arguments: IMAGE, or IMAGE AS NAME");
      return new From(
          origin, "", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
    Optional<From.As> as =
        named ? Optional.of(new From.As(words.get(1), words.get(2))) : Optional.empty();
    Optional<String> name = as.map(a -> a.name().toLowerCase(Locale.ROOT));
    if (name.isPresent() && !isStageName(name.get())) {
      faults.add(
          words.get(2),
          "invalid name for build stage: "
              + GoQuote.quote(words.get(2))
              + ", name can't start with a number or contain symbols");
    }
    return new From(
        origin, words.get(0), flags.string("platform"), name, as, name.flatMap(this::description));
  }

  private static boolean isStageName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = c >= 'a' && c <= 'z';
      boolean other = (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
      if (!letter && !(other && i > 0)) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private Optional<String> description(String name) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    return origin.comments().stream()
        .filter(comment -> comment.startsWith(name + " "))
        .findFirst()
        .map(comment -> comment.substring(name.length() + 1));
  }

  private Run run() {
    FlagValues flags = RUN.read(raw.flags(), faults);
    for (String mount : flags.list("mount")) {
      try {
        MountSpec.check(mount);
      } catch (BaciException e) {
        faults.add(flags.position("mount"), e.getMessage());
      }
    }
    return new Run(
        origin,
        commandLine(),
        raw.heredocs(),
        flags.list("mount"),
        network(flags),
        security(flags),
        flags.list("device"),
        flags.names());
  }

  private Optional<NetworkMode> network(FlagValues flags) {
    String mode = flags.has("network") ? flags.list("network").get(0) : "default";
    return switch (mode) {
      case "default" -> Optional.empty();
      case "none" -> Optional.of(NetworkMode.NONE);
      case "host" -> Optional.of(NetworkMode.HOST);
      default -> {
        faults.add(
            flags.position("network"),
            "invalid network mode " + GoQuote.quote(mode) + "; it can be default, none or host");
        yield Optional.empty();
      }
    };
  }

  private Run.Security security(FlagValues flags) {
    String mode = flags.has("security") ? flags.list("security").get(0) : "sandbox";
    return switch (mode) {
      case "sandbox" -> Run.Security.SANDBOX;
      case "insecure" -> Run.Security.INSECURE;
      default -> {
        faults.add(
            flags.position("security"),
            "security " + GoQuote.quote(mode) + " is not valid; it can be sandbox or insecure");
        yield Run.Security.SANDBOX;
      }
    };
  }

  private CommandLine command() {
    noFlags();
    return commandLine();
  }

  private CommandLine commandLine() {
    List<String> words = raw.arguments().words();
    return raw.arguments().json()
        ? new CommandLine.Exec(words)
        : new CommandLine.Shell(String.join(" ", words));
  }

  private List<Pair> pairs(String name) {
    noFlags();
    List<Pair> pairs = raw.arguments().pairs();
    if (pairs.isEmpty()) {
      faults.add(name + " requires at least one argument");
    }
    for (Pair pair : pairs) {
      if (pair.key().isEmpty()) {
        faults.add("=" + pair.value(), name + " names can not be blank");
      }
    }
    return pairs;
  }

  /** ARG takes no options and does not mind any. */
  private Arg arg() {
    List<Arg.Declaration> declarations = new ArrayList<>();
    for (String word : words("ARG")) {
      int equals = word.indexOf('=');
      if (equals == 0) {
        faults.add(word, "ARG names can not be blank");
      }
      String name = equals < 0 ? word : word.substring(0, equals);
      Optional<String> value =
          equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
      declarations.add(new Arg.Declaration(name, value, description(name)));
    }
    return new Arg(origin, declarations);
  }

  private String onlyArgument(String name) {
    noFlags();
    return single(name);
  }

  private String single(String name) {
    List<String> words = raw.arguments().words();
    if (words.size() != 1) {
      faults.add(name + " requires exactly one argument");
      return "";
    }
    return words.get(0);
  }

  /** STOPSIGNAL takes no options and does not mind any. */
  private StopSignal stopSignal() {
    return new StopSignal(origin, single("STOPSIGNAL"));
  }

  private List<String> atLeastOne(String name) {
    noFlags();
    return words(name);
  }

  private List<String> words(String name) {
    if (raw.arguments().words().isEmpty()) {
      faults.add(name + " requires at least one argument");
    }
    return raw.arguments().words();
  }

  private Volume volume() {
    List<String> paths = new ArrayList<>();
    for (String word : atLeastOne("VOLUME")) {
      String path = WhiteSpace.trim(word);
      if (path.isEmpty()) {
        faults.add("VOLUME specified can not be an empty string");
      }
      paths.add(path);
    }
    return new Volume(origin, paths);
  }

  private Shell shell() {
    List<String> arguments = atLeastOne("SHELL");
    if (!arguments.isEmpty() && !raw.arguments().json()) {
      faults.add(arguments.get(0), "SHELL requires the arguments to be in JSON form");
    }
    return new Shell(origin, arguments);
  }

  private OnBuild onBuild() {
    noFlags();
    Optional<RawInstruction.Statement> inner = raw.arguments().inner();
    if (inner.isEmpty()) {
      faults.add("ONBUILD requires at least one argument");
      return new OnBuild(origin, "");
    }
    String name = inner.get().name().toUpperCase(Locale.ROOT);
    if (name.equals("ONBUILD")) {
      faults.add("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
    } else if (name.equals("FROM") || name.equals("MAINTAINER")) {
      faults.add(inner.get().name(), name + " isn't allowed as an ONBUILD trigger");
    }
    String line = origin.text();
    StringBuilder trigger =
        new StringBuilder(line.substring(WhiteSpace.skipSpaces(line, raw.name().length())));
    for (Heredoc heredoc : raw.heredocs()) {
      trigger.append('\n').append(heredoc.body()).append(heredoc.name());
    }
    return new OnBuild(origin, trigger.toString());
  }

  private void noFlags() {
    FlagSet.NONE.read(raw.flags(), faults);
  }
}
