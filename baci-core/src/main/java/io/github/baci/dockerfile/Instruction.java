package io.github.baci.dockerfile;

import io.github.baci.api.NetworkMode;
import java.util.List;
import java.util.Optional;

/**
 * One instruction of a Dockerfile. Values stand as they were written, before the expansion of
 * variables: which of them are expanded, and with which variables, is the plan's business.
 */
public sealed interface Instruction {

  /** Returns where the instruction stands and how it was written. */
  Origin origin();

  /**
   * Begins a stage.
   *
   * @param image an earlier stage, {@code scratch}, or a reference
   * @param platform {@code --platform}
   * @param name the name of the stage, in lower case
   * @param as how the name and the word before it were written
   * @param description what a comment {@code # NAME text} above says about the stage
   */
  record From(
      Origin origin,
      String image,
      Optional<String> platform,
      Optional<String> name,
      Optional<As> as,
      Optional<String> description)
      implements Instruction {

    /**
     * How a stage's name was written.
     *
     * @param keyword {@code AS} in the writer's case
     * @param name the name in the writer's case
     */
    public record As(String keyword, String name) {}
  }

  /**
   * Runs a command and keeps what it changes.
   *
   * @param command the command as it was written; a shell form may hold heredoc words
   * @param heredocs the heredocs of the shell form, in order
   * @param mounts the value of each {@code --mount}, for {@link MountSpec#parse}
   * @param network {@code --network}; without it, or by {@code default}, what the build gives
   * @param security {@code --security}
   * @param devices the value of each {@code --device}
   * @param flagsUsed the names of the options that were given, without dashes
   */
  record Run(
      Origin origin,
      CommandLine command,
      List<Heredoc> heredocs,
      List<String> mounts,
      Optional<NetworkMode> network,
      Security security,
      List<String> devices,
      List<String> flagsUsed)
      implements Instruction {

    /** How a command is confined. */
    public enum Security {
      /** As usual. */
      SANDBOX,
      /** With all capabilities. */
      INSECURE
    }

    /** Copies the lists. */
    public Run {
      heredocs = List.copyOf(heredocs);
      mounts = List.copyOf(mounts);
      devices = List.copyOf(devices);
      flagsUsed = List.copyOf(flagsUsed);
    }

    /**
     * Returns the command that the heredocs make: with a single heredoc word its body (a {@link
     * CommandLine.Script} if it starts with {@code #!}), with anything else the text followed by
     * the bodies and delimiters as they were written, for the shell to read; without heredocs the
     * command itself.
     */
    public CommandLine effectiveCommand() {
      if (heredocs.isEmpty() || !(command instanceof CommandLine.Shell shell)) {
        return command;
      }
      if (HeredocWord.parse(shell.text()).isPresent()) {
        Heredoc only = heredocs.get(0);
        String content = only.content();
        return content.startsWith("#!")
            ? new CommandLine.Script(only.name(), content)
            : new CommandLine.Shell(content);
      }
      StringBuilder text = new StringBuilder(shell.text());
      for (Heredoc heredoc : heredocs) {
        text.append('\n').append(heredoc.body()).append(heredoc.name());
      }
      return new CommandLine.Shell(text.toString());
    }
  }

  /**
   * Copies files from the context, from a stage or from an image.
   *
   * @param from {@code --from}, not expanded ever
   * @param parents {@code --parents}
   */
  record Copy(Origin origin, FileInstruction transfer, Optional<String> from, boolean parents)
      implements Instruction {}

  /**
   * Adds files, archives, URLs and git repositories.
   *
   * @param checksum {@code --checksum}
   * @param keepGitDir {@code --keep-git-dir}
   * @param unpack {@code --unpack}
   */
  record Add(
      Origin origin,
      FileInstruction transfer,
      Optional<String> checksum,
      Optional<Boolean> keepGitDir,
      Optional<Boolean> unpack)
      implements Instruction {}

  /** Sets environment variables. */
  record Env(Origin origin, List<Pair> pairs) implements Instruction {
    /** Copies the list. */
    public Env {
      pairs = List.copyOf(pairs);
    }
  }

  /** Sets labels. */
  record Label(Origin origin, List<Pair> pairs) implements Instruction {
    /** Copies the list. */
    public Label {
      pairs = List.copyOf(pairs);
    }
  }

  /**
   * A key and its value, both with their quotes and escapes.
   *
   * @param legacy whether it was written {@code KEY VALUE}, without the equals sign
   */
  record Pair(String key, String value, boolean legacy) {}

  /** Declares build arguments. */
  record Arg(Origin origin, List<Declaration> declarations) implements Instruction {

    /**
     * One build argument.
     *
     * @param name the name, never expanded
     * @param value its own default, with quotes and escapes; present but empty for {@code NAME=}
     * @param description what a comment {@code # NAME text} above says about it
     */
    public record Declaration(String name, Optional<String> value, Optional<String> description) {}

    /** Copies the list. */
    public Arg {
      declarations = List.copyOf(declarations);
    }
  }

  /** Sets the working directory. */
  record Workdir(Origin origin, String path) implements Instruction {}

  /** Sets the user. */
  record User(Origin origin, String user) implements Instruction {}

  /**
   * Names ports.
   *
   * @param ports words for {@link PortSpec#parse}, after expansion and another split on blanks
   */
  record Expose(Origin origin, List<String> ports) implements Instruction {
    /** Copies the list. */
    public Expose {
      ports = List.copyOf(ports);
    }
  }

  /** Names directories that outlive a container. */
  record Volume(Origin origin, List<String> paths) implements Instruction {
    /** Copies the list. */
    public Volume {
      paths = List.copyOf(paths);
    }
  }

  /** Sets what is run, or the arguments of the entrypoint. */
  record Cmd(Origin origin, CommandLine command) implements Instruction {}

  /** Sets what is run. */
  record Entrypoint(Origin origin, CommandLine command) implements Instruction {}

  /** Sets what shell forms are run with; at least one argument. */
  record Shell(Origin origin, List<String> arguments) implements Instruction {
    /** Copies the list. */
    public Shell {
      arguments = List.copyOf(arguments);
    }
  }

  /** Sets the signal that asks the container to end; see {@link Signal#parse}. */
  record StopSignal(Origin origin, String signal) implements Instruction {}

  /** Sets how the container's health is probed. */
  record HealthCheck(Origin origin, io.github.baci.image.HealthCheck check)
      implements Instruction {}

  /**
   * Stores an instruction for images built from this one.
   *
   * @param trigger the rest of the logical line, with the bodies of heredocs; see {@link
   *     DockerfileParser#parseTrigger}
   */
  record OnBuild(Origin origin, String trigger) implements Instruction {}

  /** Names the author. */
  record Maintainer(Origin origin, String author) implements Instruction {}
}
